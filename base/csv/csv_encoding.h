// Encodings of CSV files, to and from UTF-8. Source: the Encoding Standard for windows-1252.
#pragma once

#include <string>
#include <string_view>

namespace idx {

enum class CsvEncoding { kUtf8, kUtf16Le, kUtf16Be, kWindows1252 };

// What stands for a unit that is no character: a byte that UTF-8 never has, so that the row is refused as
// broken.
inline constexpr char kBrokenUnit = '\xFF';

// Decodes a stream piece by piece. Not thread-safe.
class CsvDecoder {
 public:
  explicit CsvDecoder(CsvEncoding encoding) : encoding_(encoding) {}
  // Appends `bytes` as UTF-8; may keep up to three bytes back.
  void Decode(std::string_view bytes, std::string& to);
  // At the end of the file: false when it ends inside a character.
  bool Finish(std::string& to);
  bool saw_broken() const { return saw_broken_; }

 private:
  void DecodeUnit(uint32_t unit, std::string& to);
  void Broken(std::string& to);

  CsvEncoding encoding_;
  bool has_byte_ = false;
  unsigned char byte_ = 0;
  uint32_t high_surrogate_ = 0;
  bool saw_broken_ = false;
};

// Appends well-formed UTF-8 in the encoding; false when a character has no place in it.
bool CsvEncode(CsvEncoding encoding, std::string_view text, std::string& to);

}  // namespace idx
