#include "bench/functions/handwritten.h"

#include <algorithm>
#include <cstdlib>
#include <unordered_map>
#include <unordered_set>

#include "base/value/calendar.h"
#include "base/value/case.h"
#include "base/value/utf.h"
#include "bench/mapping/hand.h"
#include "bench/mapping/people.h"
#include "bench/mapping/workload.h"

namespace idx::bench {

namespace {

using Names = std::unordered_map<std::string_view, std::string_view>;

const Names& Countries() {
  static const Names names = {{"DE", "Germany"},        {"FR", "France"},      {"US", "United States"},
                              {"GB", "United Kingdom"}, {"NL", "Netherlands"}, {"SE", "Sweden"},
                              {"PL", "Poland"},         {"JP", "Japan"}};
  return names;
}

char* PutDigits(int32_t number, int digits, char* to) {
  for (int i = digits - 1; i >= 0; --i, number /= 10) to[i] = static_cast<char>('0' + number % 10);
  return to + digits;
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// The month that many later, its last day where there is no such day.
int32_t AddMonths(int32_t days, int32_t months) {
  Civil date = CivilOf(days);
  int32_t month = date.year * 12 + date.month - 1 + months;
  int32_t year = month / 12;
  month = month % 12 + 1;
  return DaysOf(year, month, std::min(date.day, DaysInMonth(year, month)));
}

class Mapper {
 public:
  Mapper(const Batch& people, std::span<OutColumn> out, Arena& arena)
      : people_(people), out_(out), arena_(arena) {}

  void Row(uint32_t row) {
    row_ = row;
    Proxies();
    Dates();
    Patterns();
    Login();
    Department();
    auto country = Countries().find(In(bench::kCountry));
    Give(kCountryName, Text(country == Countries().end() ? "Elsewhere" : country->second));
    CheckDigits();
  }

 private:
  std::string_view In(Person attribute) const { return people_.columns[attribute].At<Text>(row_).view(); }
  char* Room(size_t bytes) { return start_ = arena_.Allocate(bytes); }
  void Give(Mapping mapping, Text text) {
    static_cast<Text*>(out_[mapping].data)[row_] = text;
    out_[mapping].outcome[row_] =
        static_cast<uint8_t>(text.length == 0 ? Outcome::kNoOpinion : Outcome::kValue);
  }
  void GiveTo(Mapping mapping, const char* end) {
    Give(mapping, Text({start_, static_cast<size_t>(end - start_)}));
  }
  void Give(Mapping mapping, int64_t value) {
    static_cast<int64_t*>(out_[mapping].data)[row_] = value;
    out_[mapping].outcome[row_] = static_cast<uint8_t>(Outcome::kValue);
  }

  void Proxies() {
    const auto& proxies = people_.columns[kProxies].At<List<Text>>(row_);
    int64_t primaries = 0;
    size_t count = 0, bytes = 0;
    auto* aliases = arena_.AllocateArray<std::string_view>(proxies.end() - proxies.begin());
    for (const Text& proxy : proxies) {
      primaries += proxy.view().starts_with("SMTP:");
      if (!proxy.view().starts_with("smtp:")) continue;
      std::string_view address = proxy.view().substr(5);
      char* to = arena_.Allocate(address.size() * 3 / 2);
      aliases[count] = {to, static_cast<size_t>(PutCased<false>(address, to) - to)};
      bytes += aliases[count++].size() + 1;
    }
    // Descending by UTF-16 unit; these addresses are ASCII, where that is the order of bytes.
    std::sort(aliases, aliases + count, std::greater<>());
    char* to = Room(bytes + 1);
    for (size_t i = 0; i < count; ++i) {
      if (i > 0) *to++ = ';';
      to = Put(aliases[i], to);
    }
    GiveTo(kAliases, to);
    Give(kPrimaries, primaries);
  }

  void Dates() {
    int32_t start = people_.columns[kStartDate].At<int32_t>(row_);
    Civil end = CivilOf(AddMonths(start, 6) - 1);
    char* to = PutDigits(end.day, 2, Room(10));
    *to++ = '.';
    to = PutDigits(end.month, 2, to);
    *to++ = '.';
    GiveTo(kProbationEnd, PutDigits(end.year, 4, to));
    bool ends = people_.columns[kEndDate].IsValid(row_);
    int32_t last = ends ? people_.columns[kEndDate].At<int32_t>(row_) : kToday;
    int32_t years = CivilOf(last).year - CivilOf(start).year;
    if (last < AddMonths(start, 12 * years)) --years;
    Give(kService, int64_t{years});
  }

  // ^([A-Z&]+)-(\d{4})-(\d{3})$ and \d+
  void Patterns() {
    std::string_view centre = In(bench::kCostCentre);
    size_t unit = 0;
    while (unit < centre.size() && ((centre[unit] >= 'A' && centre[unit] <= 'Z') || centre[unit] == '&'))
      ++unit;
    std::string_view rest = centre.substr(unit);
    if (rest.size() == 10 && rest.back() == '\n') rest.remove_suffix(1);
    bool matches = unit > 0 && rest.size() == 9 && rest[0] == '-' && rest[5] == '-';
    for (size_t i : {1, 2, 3, 4, 6, 7, 8}) matches = matches && IsDigit(rest[i]);
    char* to = Room(unit + 5);
    if (matches) {
      to = Put(rest.substr(1, 4), to);
      *to++ = '/';
      to = Put(centre.substr(0, unit), to);
    }
    GiveTo(kCostUnit, to);

    std::string_view mail = In(kEmail);
    to = Room(mail.size());
    for (size_t i = 0; i < mail.size();) {
      if (!IsDigit(mail[i])) {
        *to++ = mail[i++];
        continue;
      }
      while (i < mail.size() && IsDigit(mail[i])) ++i;
      *to++ = '#';
    }
    GiveTo(kMaskedMail, to);
  }

  void Login() {
    std::string_view name = In(kLast);
    char* to = Room(name.size() * 2);
    for (size_t i = 0; i < name.size();) {
      Decoded decoded = DecodeAt(name, i);
      i += decoded.length;
      char32_t c = ToLowerSimple(decoded.code);
      if ((c >= 'a' && c <= 'z') || c == '-') {
        *to++ = static_cast<char>(c);
        continue;
      }
      switch (c) {
        case U'ä':
          to = Put("ae", to);
          break;
        case U'ö':
          to = Put("oe", to);
          break;
        case U'ü':
          to = Put("ue", to);
          break;
        case U'á':
          *to++ = 'a';
          break;
        case U'í':
          *to++ = 'i';
          break;
        default:
          break;
      }
    }
    GiveTo(bench::kLogin, to);
  }

  void Department() {
    static const std::unordered_set<std::string_view> small_words = {"and", "of", "the"};
    std::string_view name = In(bench::kDepartment);
    char* to = Room(name.size() * 3 / 2 + 1);
    for (size_t at = 0; at < name.size();) {
      size_t end = std::min(name.find(' ', at), name.size());
      std::string_view word = name.substr(at, end - at);
      at = end + 1;
      if (word.empty()) continue;
      if (to != start_) *to++ = ' ';
      char* begin = to;
      to = PutCased<false>(word, to);
      if (small_words.contains({begin, static_cast<size_t>(to - begin)})) continue;
      // Departments begin with ASCII letters: upper case is as long.
      PutCased<true>(word.substr(0, 1), begin);
    }
    GiveTo(kDepartmentTitle, to);
  }

  void CheckDigits() {
    std::string_view id = In(kEmployeeId);
    int64_t number = 0;
    for (char c : id) number = number * 10 + (c - '0');  // ids are up to nine digits
    Give(bench::kCheckDigits, 98 - number * 100 % 97);
  }

  const Batch& people_;
  std::span<OutColumn> out_;
  Arena& arena_;
  uint32_t row_ = 0;
  char* start_ = nullptr;
};

}  // namespace

void MapByHand(const Batch& people, std::span<OutColumn> out, Arena& arena) {
  Mapper mapper(people, out, arena);
  for (uint32_t row = 0; row < people.rows; ++row) mapper.Row(row);
}

}  // namespace idx::bench
