#include "bench/mapping/people.h"

#include <fmt/format.h>

#include <random>

namespace idx::bench {

namespace {

constexpr const char* kFirsts[] = {
    "Anna",   "JOHN",      "Peter",  "maria", "Søren",  "José",  "Zoë",      "Jean Paul", "Ülrike", "Łukasz",
    "Robert", "Elizabeth", "WEI",    "Olga",  "Nguyen", "Priya", "Mohammed", "Chloé",     "Björn",  "Ivan",
    "Grace",  "Henry",     "Isabel", "jack",  "Karen",  "Liam",  "Mia",      "Noah",      "Olivia", "Paul"};
constexpr const char* kLasts[] = {
    "Smith",     "van der Berg", "O'Neil",     "Müller",    "GARCÍA",
    "Jones",     "McDonald",     "de la Cruz", "Kowalski",  "Johansson",
    "Österberg", "Brown",        "Taylor",     "Hernandez", "Christodoulopoulos",
    "Lee",       "Chen",         "Patel",      "Novák",     "Ivanov",
    "Dubois",    "Rossi",        "Silva",      "Schmidt",   "Weber",
    "WILLIAMS",  "Miller",       "Davis",      "Wilson",    "Moore"};
constexpr const char* kDepartments[] = {"  Sales ",      "Engineering",     "human resources",
                                        "Finance  ",     "Legal",           " Research and Development",
                                        "IT Operations", "Customer Support"};
constexpr const char* kCountries[] = {"DE", "FR", "US", "GB", "NL", "SE", "PL", "JP", "BR", "XX"};
constexpr const char* kEndings[] = {"son", "", "er", "-Hill"};
constexpr const char* kCentres[] = {"CC", "FIN", "R&D"};

int32_t DaysOf(int year, int month, int day) {
  // Days from 0001-01-01 in the proleptic Gregorian calendar, with March as the first month.
  int y = year - (month <= 2), m = (month + 9) % 12;
  return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 306;
}

class Maker {
 public:
  Maker(BatchBuilder& batch, std::mt19937_64& random) : batch_(batch), random_(random) {}

  void Add(uint32_t number) {
    row_ = batch_.AddRow();
    Set(kFirst, Pick(kFirsts));
    std::string last = Pick(kLasts);
    if (Chance(0.5)) last += Pick(kEndings);
    Set(kLast, last);
    if (!Chance(0.3)) Set(kMiddle, Pick(kFirsts));
    batch_.Set<int32_t>(kStartDate, row_, Date(1995, 2027));
    if (!Chance(0.8)) batch_.Set<int32_t>(kEndDate, row_, Date(2015, 2030));
    uint64_t limit = 1;
    for (uint64_t digits = Between(3, 8); digits > 0; --digits) limit *= 10;
    std::string id = fmt::format("{}", Between(1, limit - 1));
    Set(kEmployeeId, id);
    std::string email = fmt::format("user{}@Example.com", number);
    Set(kEmail, email);
    AddProxies(number);
    Set(kCostCentre, Chance(0.95)
                         ? fmt::format("{}-{}-{:03}", Pick(kCentres), Between(1000, 9998), Between(0, 998))
                         : "NOCENTRE");
    std::string other = fmt::format("other{}@example.com", number);
    if (Chance(0.5)) {
      other = email;
      for (char& c : other) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    Set(kOtherEmail, other);
    Set(kOtherEmployeeId, Chance(0.3) ? id : "0");
    Set(kDepartment, Pick(kDepartments));
    Set(kCountry, Pick(kCountries));
  }

 private:
  uint64_t Between(uint64_t low, uint64_t high) { return low + random_() % (high - low + 1); }
  bool Chance(double p) { return static_cast<double>(random_() >> 11) * 0x1p-53 < p; }
  template <size_t N>
  const char* Pick(const char* const (&from)[N]) {
    return from[random_() % N];
  }
  int32_t Date(int first, int last) {
    auto year = static_cast<int>(Between(static_cast<uint64_t>(first), static_cast<uint64_t>(last)));
    return DaysOf(year, static_cast<int>(Between(1, 12)), static_cast<int>(Between(1, 28)));
  }
  void Set(uint32_t attribute, const std::string& text) { batch_.SetText(attribute, row_, text); }
  void AddProxies(uint32_t number) {
    ListView list;
    list.count = static_cast<uint32_t>(Between(0, 4));
    Text* texts = batch_.arena().AllocateArray<Text>(list.count + 1);
    for (uint32_t i = 0; i < list.count; ++i)
      texts[i] = Text(batch_.arena().Copy(
          fmt::format("{}user{}.{}@example.com", Chance(0.4) ? "SMTP:" : "smtp:", number, i)));
    list.data = texts;
    batch_.Set(kProxies, row_, list);
  }

  BatchBuilder& batch_;
  std::mt19937_64& random_;
  uint32_t row_ = 0;
};

}  // namespace

std::vector<std::unique_ptr<BatchBuilder>> MakePeople(const ObjectType& type, uint32_t count, uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<std::unique_ptr<BatchBuilder>> batches;
  for (uint32_t i = 0; i < count; ++i) {
    if (batches.empty() || batches.back()->full()) batches.push_back(std::make_unique<BatchBuilder>(type));
    Maker(*batches.back(), random).Add(i);
  }
  return batches;
}

}  // namespace idx::bench
