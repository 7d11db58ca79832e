#include "base/csv/csv_encoding.h"

#include <cstdint>

namespace idx {
namespace {

// 0x80…0x9F of windows-1252; 0: no character.
constexpr uint16_t kWindows1252[32] = {0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                       0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
                                       0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                       0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

void AppendPoint(uint32_t point, std::string& to) {
  if (point < 0x80) {
    to += static_cast<char>(point);
  } else if (point < 0x800) {
    to += static_cast<char>(0xC0 | point >> 6);
    to += static_cast<char>(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    to += static_cast<char>(0xE0 | point >> 12);
    to += static_cast<char>(0x80 | (point >> 6 & 0x3F));
    to += static_cast<char>(0x80 | (point & 0x3F));
  } else {
    to += static_cast<char>(0xF0 | point >> 18);
    to += static_cast<char>(0x80 | (point >> 12 & 0x3F));
    to += static_cast<char>(0x80 | (point >> 6 & 0x3F));
    to += static_cast<char>(0x80 | (point & 0x3F));
  }
}

// The character at `at` of well-formed UTF-8; moves `at` behind it.
uint32_t TakePoint(std::string_view text, size_t& at) {
  auto byte = [&](size_t i) { return static_cast<uint32_t>(static_cast<unsigned char>(text[i])); };
  uint32_t lead = byte(at++);
  int rest = lead < 0x80 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
  uint32_t point = rest == 0 ? lead : lead & (0x3F >> rest);
  for (; rest > 0 && at < text.size(); --rest) point = point << 6 | (byte(at++) & 0x3F);
  return point;
}

bool AppendWindows1252(uint32_t point, std::string& to) {
  if (point < 0x80 || (point >= 0xA0 && point <= 0xFF)) return to += static_cast<char>(point), true;
  for (int i = 0; i < 32; ++i)
    if (kWindows1252[i] == point) return to += static_cast<char>(0x80 + i), true;
  return false;
}

void AppendUtf16(uint32_t unit, bool little, std::string& to) {
  to += static_cast<char>(little ? unit & 0xFF : unit >> 8);
  to += static_cast<char>(little ? unit >> 8 : unit & 0xFF);
}

}  // namespace

void CsvDecoder::Broken(std::string& to) {
  to += kBrokenUnit;
  saw_broken_ = true;
}

void CsvDecoder::DecodeUnit(uint32_t unit, std::string& to) {
  bool low = unit >= 0xDC00 && unit < 0xE000;
  if (high_surrogate_ != 0 && low) {
    AppendPoint(0x10000 + ((high_surrogate_ - 0xD800) << 10) + (unit - 0xDC00), to);
    high_surrogate_ = 0;
    return;
  }
  if (high_surrogate_ != 0) Broken(to);
  high_surrogate_ = unit >= 0xD800 && unit < 0xDC00 ? unit : 0;
  if (low) return Broken(to);
  if (high_surrogate_ == 0) AppendPoint(unit, to);
}

void CsvDecoder::Decode(std::string_view bytes, std::string& to) {
  if (encoding_ == CsvEncoding::kUtf8) {
    to += bytes;
    return;
  }
  for (char c : bytes) {
    auto byte = static_cast<unsigned char>(c);
    if (encoding_ == CsvEncoding::kWindows1252) {
      uint32_t point = byte >= 0x80 && byte < 0xA0 ? kWindows1252[byte - 0x80] : byte;
      if (point == 0 && byte != 0) {
        Broken(to);
      } else {
        AppendPoint(point, to);
      }
    } else if (!has_byte_) {
      byte_ = byte;
      has_byte_ = true;
    } else {
      has_byte_ = false;
      DecodeUnit(encoding_ == CsvEncoding::kUtf16Le ? byte << 8 | byte_ : byte_ << 8 | byte, to);
    }
  }
}

bool CsvDecoder::Finish(std::string& to) {
  bool whole = !has_byte_ && high_surrogate_ == 0;
  if (!whole) Broken(to);
  return whole;
}

bool CsvEncode(CsvEncoding encoding, std::string_view text, std::string& to) {
  if (encoding == CsvEncoding::kUtf8) return to += text, true;
  for (size_t at = 0; at < text.size();) {
    uint32_t point = TakePoint(text, at);
    if (encoding == CsvEncoding::kWindows1252) {
      if (!AppendWindows1252(point, to)) return false;
      continue;
    }
    bool little = encoding == CsvEncoding::kUtf16Le;
    if (point >= 0x10000) {
      AppendUtf16(0xD800 + ((point - 0x10000) >> 10), little, to);
      point = 0xDC00 + ((point - 0x10000) & 0x3FF);
    }
    AppendUtf16(point, little, to);
  }
  return true;
}

}  // namespace idx
