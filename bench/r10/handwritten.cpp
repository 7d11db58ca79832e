#include "bench/r10/handwritten.h"

#include "base/value/case.h"
#include "base/value/utf.h"
#include "bench/mapping/hand.h"
#include "bench/mapping/people.h"
#include "bench/mapping/workload.h"

namespace idx::bench {

namespace {

std::string_view View(const Text& text) { return text.view(); }

std::string_view FirstOf(std::string_view text) {
  auto c = static_cast<unsigned char>(text.empty() ? 0 : text[0]);
  return text.substr(0, c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4);
}

bool SameIgnoringCase(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return !(IsAscii(a) && IsAscii(b)) && EqualsIgnoreCase(a, b);
  for (size_t i = 0; i < a.size(); ++i) {
    auto x = static_cast<unsigned char>(a[i]), y = static_cast<unsigned char>(b[i]);
    if ((x | y) >= 0x80) return EqualsIgnoreCase(a, b);
    if (x != y && ((x | 32) != (y | 32) || static_cast<unsigned>((x | 32) - 'a') >= 26u)) return false;
  }
  return true;
}

std::string_view DomainOf(std::string_view country) {
  if (country.size() != 2) return "@example.com";
  switch (country[0] << 8 | country[1]) {
    case 'D' << 8 | 'E':
      return "@de.example.com";
    case 'F' << 8 | 'R':
      return "@fr.example.com";
    case 'U' << 8 | 'S':
      return "@us.example.com";
    case 'G' << 8 | 'B':
      return "@uk.example.com";
    case 'J' << 8 | 'P':
      return "@jp.example.com";
    default:
      return "@example.com";
  }
}

class Mapper {
 public:
  Mapper(const Batch& people, std::span<OutColumn> out, Arena& arena)
      : people_(people), out_(out), arena_(arena) {}

  void Row(uint32_t row) {
    row_ = row;
    first_ = In(kFirst);
    last_ = In(kLast);
    Names();
    Login();
    Places();
    Flags();
    Smtp();
  }

 private:
  std::string_view In(Person attribute) const { return View(people_.columns[attribute].At<Text>(row_)); }
  bool Has(Person attribute) const { return people_.columns[attribute].IsValid(row_); }
  char* Room(size_t bytes) { return start_ = arena_.Allocate(bytes); }
  void Give(Mapping mapping, Text text) {
    static_cast<Text*>(out_[mapping].data)[row_] = text;
    out_[mapping].outcome[row_] =
        static_cast<uint8_t>(text.length == 0 ? Outcome::kNoOpinion : Outcome::kValue);
  }
  void GiveTo(Mapping mapping, const char* end) {
    Give(mapping, Text({start_, static_cast<size_t>(end - start_)}));
  }
  void None(Mapping mapping) { Give(mapping, Text()); }
  void Give(Mapping mapping, bool value) {
    static_cast<bool*>(out_[mapping].data)[row_] = value;
    out_[mapping].outcome[row_] = static_cast<uint8_t>(Outcome::kValue);
  }

  void Names() {
    char* to = Put(first_, Room(first_.size() + last_.size() + 1));
    *to++ = ' ';
    GiveTo(kDisplayName, Put(last_, to));
    std::string_view middle = Has(kMiddle) ? FirstOf(In(kMiddle)) : std::string_view();
    to = PutCased<true>(FirstOf(first_), Room(12));
    GiveTo(kInitials, PutCased<true>(FirstOf(last_), PutCased<true>(middle, to)));
  }

  void Login() {
    // Lower case is at most half as long again (U+023A …).
    char* to = PutCased<false>(FirstOf(first_), Room(8 + last_.size() * 3 / 2));
    for (size_t at = 0; at < last_.size();) {
      size_t space = last_.find(' ', at);
      if (space == std::string_view::npos) space = last_.size();
      to = PutCased<false>(last_.substr(at, space - at), to);
      at = space + 1;
    }
    std::string_view sam(start_, static_cast<size_t>(to - start_));
    if (sam.size() > 20) sam = sam.substr(0, FindUnit(sam, 20).byte);
    Give(kSam, Text(sam));

    std::string_view domain = DomainOf(In(kCountry));
    to = PutCased<false>(first_, Room((first_.size() + last_.size()) * 3 / 2 + 1 + domain.size()));
    *to++ = '.';
    to = PutCased<false>(last_, to);
    char* kept = start_;
    for (char* from = start_; from < to; ++from)
      if (*from != ' ') *kept++ = *from;
    GiveTo(kUpn, Put(domain, kept));
  }

  void Places() {
    std::string_view name = In(kDepartment);
    while (!name.empty() && name.front() == ' ') name.remove_prefix(1);
    while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
    GiveTo(kDepartmentName, PutCased<true>(name, Room(name.size() * 3 / 2)));
    std::string_view id = In(kEmployeeId);
    char* to = Room(id.size() + 8);
    for (size_t i = id.size(); i < 8; ++i) *to++ = '0';
    GiveTo(kPaddedId, Put(id, to));
    const Text& centre = people_.columns[kCostCentre].At<Text>(row_);
    size_t dash = centre.view().find('-');
    if (dash == std::string_view::npos)
      None(kCentre);
    else
      Give(kCentre, Text(centre.view().substr(0, dash)));
  }

  void Flags() {
    bool started = people_.columns[kStartDate].At<int32_t>(row_) <= kToday;
    Give(kIsActive, started && (!Has(kEndDate) || people_.columns[kEndDate].At<int32_t>(row_) > kToday));
    Give(kSamePerson, SameIgnoringCase(In(kEmail), In(kOtherEmail)) ||
                          SameIgnoringCase(In(kEmployeeId), In(kOtherEmployeeId)));
  }

  void Smtp() {
    const auto& proxies = people_.columns[kProxies].At<List<Text>>(row_);
    for (const Text& proxy : proxies) {
      if (!proxy.view().starts_with("SMTP:")) continue;
      return Give(kPrimarySmtp, Text(proxy.view().substr(5)));
    }
    None(kPrimarySmtp);
  }

  const Batch& people_;
  std::span<OutColumn> out_;
  Arena& arena_;
  uint32_t row_ = 0;
  char* start_ = nullptr;
  std::string_view first_, last_;
};

}  // namespace

void MapByHand(const Batch& people, std::span<OutColumn> out, Arena& arena) {
  Mapper mapper(people, out, arena);
  for (uint32_t row = 0; row < people.rows; ++row) mapper.Row(row);
}

}  // namespace idx::bench
