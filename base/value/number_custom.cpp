// .NET's custom numeric format strings: sections, 0 and #, point, groups, scaling, percent, exponent,
// literals.
#include <cstdlib>
#include <vector>

#include "base/value/number_digits.h"

namespace idx {
namespace {

std::vector<std::string_view> Sections(std::string_view format) {
  std::vector<std::string_view> sections;
  size_t start = 0;
  for (size_t i = 0; i < format.size(); ++i) {
    char c = format[i];
    if (c == '\\') ++i;
    if (c == '\'' || c == '"') {
      size_t end = format.find(c, i + 1);
      if (end == std::string_view::npos) break;
      i = end;
    }
    if (c == ';') {
      sections.push_back(format.substr(start, i - start));
      start = i + 1;
    }
  }
  sections.push_back(format.substr(start));
  return sections;
}

struct Layout {
  int64_t digits = 0;  // digit places
  int64_t point = -1;  // digit places before the point
  int64_t first_zero = INT64_MAX;
  int64_t last_zero = 0;
  int64_t scale = 0;
  bool scientific = false;
  bool groups = false;
};

// At an E: how many zeros follow its sign; 0 when it is a literal.
size_t ExponentZeros(std::string_view format, size_t at, bool& plus) {
  size_t i = at + 1;
  plus = i < format.size() && format[i] == '+';
  if (i < format.size() && (format[i] == '+' || format[i] == '-')) ++i;
  size_t zeros = 0;
  while (i < format.size() && format[i] == '0') ++i, ++zeros;
  return zeros;
}

Layout Measure(std::string_view format) {
  Layout layout;
  int64_t comma_at = -1, commas = 0;
  for (size_t i = 0; i < format.size(); ++i) {
    char c = format[i];
    bool plus = false;
    if (c == '#' || c == '0') {
      if (c == '0') {
        layout.first_zero = std::min(layout.first_zero, layout.digits);
        layout.last_zero = layout.digits + 1;
      }
      ++layout.digits;
    } else if (c == '.') {
      if (layout.point < 0) layout.point = layout.digits;
    } else if (c == ',') {
      if (layout.digits > 0 && layout.point < 0) {
        if (comma_at >= 0 && comma_at == layout.digits) {
          ++commas;
        } else {
          if (comma_at >= 0) layout.groups = true;
          comma_at = layout.digits;
          commas = 1;
        }
      }
    } else if (c == '%') {
      layout.scale += 2;
    } else if (format.substr(i, 3) == "\xE2\x80\xB0") {
      layout.scale += 3;
      i += 2;
    } else if (c == '\\') {
      ++i;
    } else if (c == '\'' || c == '"') {
      size_t end = format.find(c, i + 1);
      i = end == std::string_view::npos ? format.size() : end;
    } else if ((c == 'E' || c == 'e') && ExponentZeros(format, i, plus) > 0) {
      layout.scientific = true;
      i += ExponentZeros(format, i, plus) + (format[i + 1] == '0' ? 0 : 1);
    }
  }
  if (layout.point < 0) layout.point = layout.digits;
  if (comma_at >= 0) {
    if (comma_at == layout.point)
      layout.scale -= commas * 3;
    else
      layout.groups = true;
  }
  return layout;
}

class Writer {
 public:
  Writer(std::string& out, const NumberDigits& number, const Layout& layout)
      : out_(out), number_(number), layout_(layout) {
    first_ = layout.first_zero < layout.point ? layout.point - layout.first_zero : 0;
    last_ = layout.last_zero > layout.point ? layout.point - layout.last_zero : 0;
    place_ = layout.scientific ? layout.point : std::max(number.scale, layout.point);
    extra_ = layout.scientific ? 0 : number.scale - layout.point;
  }
  void Write(std::string_view format) {
    for (size_t i = 0; i < format.size(); ++i) {
      char c = format[i];
      if (extra_ > 0 && (c == '#' || c == '0' || c == '.')) {
        for (; extra_ > 0; --extra_) Digit();
      }
      i = Step(format, i, c);
    }
  }

 private:
  size_t Step(std::string_view format, size_t i, char c) {
    bool plus = false;
    if (c == '#' || c == '0') {
      Place();
    } else if (c == '.') {
      Point();
    } else if (c == ',') {
    } else if (c == '\\') {
      if (i + 1 < format.size()) out_.push_back(format[++i]);
    } else if (c == '\'' || c == '"') {
      size_t end = format.find(c, i + 1);
      if (end == std::string_view::npos) end = format.size();
      out_.append(format.substr(i + 1, end - i - 1));
      i = end;
    } else if ((c == 'E' || c == 'e') && ExponentZeros(format, i, plus) > 0) {
      size_t zeros = ExponentZeros(format, i, plus);
      Exponent(c, plus, zeros);
      i += zeros + (format[i + 1] == '0' ? 0 : 1);
    } else {
      out_.push_back(c);
    }
    return i;
  }
  // The next digit of the number, whatever the places.
  void Digit() {
    out_.push_back(next_ < number_.digits.size() ? number_.digits[next_++] : '0');
    if (layout_.groups && place_ > 1 && (place_ - 1) % 3 == 0) out_.push_back(',');
    --place_;
  }
  void Place() {
    if (extra_ < 0) {
      ++extra_;
      if (place_ <= first_) {
        out_.push_back('0');
        if (layout_.groups && place_ > 1 && (place_ - 1) % 3 == 0) out_.push_back(',');
      }
      --place_;
      return;
    }
    if (next_ < number_.digits.size() || place_ > last_) {
      if (next_ >= number_.digits.size() && place_ <= last_) return void(--place_);
      return Digit();
    }
    --place_;
  }
  void Point() {
    if (place_ != 0 || point_done_) return;
    if (last_ < 0 || (layout_.point < layout_.digits && next_ < number_.digits.size())) {
      out_.push_back('.');
      point_done_ = true;
    }
  }
  void Exponent(char letter, bool plus, size_t zeros) {
    int64_t exponent = number_.digits.empty() ? 0 : number_.scale - layout_.point;
    out_.push_back(letter);
    if (exponent < 0)
      out_.push_back('-');
    else if (plus)
      out_.push_back('+');
    std::string digits = std::to_string(exponent < 0 ? -exponent : exponent);
    if (digits.size() < zeros)
      out_.append(std::min<size_t>(zeros, 10) - std::min(digits.size(), std::min<size_t>(zeros, 10)), '0');
    out_ += digits;
  }

  std::string& out_;
  const NumberDigits& number_;
  const Layout& layout_;
  int64_t first_, last_, place_, extra_;
  size_t next_ = 0;
  bool point_done_ = false;
};

}  // namespace

bool AppendCustom(std::string& out, NumberDigits number, std::string_view format) {
  std::vector<std::string_view> sections = Sections(format);
  size_t use = number.digits.empty() ? 2 : number.negative ? 1 : 0;
  auto pick = [&](size_t wanted) {
    return wanted < sections.size() && !sections[wanted].empty() ? wanted : 0;
  };
  use = pick(use);
  while (true) {
    Layout layout = Measure(sections[use]);
    NumberDigits rounded = number;
    if (!rounded.digits.empty()) {
      rounded.scale += layout.scale;
      int64_t position = layout.scientific ? layout.digits : rounded.scale + layout.digits - layout.point;
      RoundDigits(rounded, position, true);
      if (rounded.digits.empty()) {
        // A number that rounds to zero is shown by the section for zero.
        size_t zero = pick(2);
        if (zero != use) {
          number = rounded;
          use = zero;
          continue;
        }
      }
    }
    // Zeros of doubles keep their sign, where anything is shown of them.
    size_t start = out.size();
    Writer(out, rounded, layout).Write(sections[use]);
    bool signs = rounded.negative && use == 0 && (rounded.scale != 0 || out.size() > start);
    if (signs) out.insert(start, 1, '-');
    return true;
  }
}

}  // namespace idx
