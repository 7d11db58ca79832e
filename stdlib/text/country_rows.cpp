// Country.*: ISO 3166 codes and names, from ICU's data.
#include <unicode/region.h>
#include <unicode/uloc.h>

#include <algorithm>
#include <cstdio>

#include "base/value/case.h"
#include "base/value/utf.h"
#include "stdlib/registry/rows.h"
#include "stdlib/text/text_rows.h"
#include "stdlib/text/units.h"

namespace idx::stdlib {
namespace {

struct Country {
  std::string alpha2, alpha3, numeric, name;
};

std::string NameOf(const std::string& locale) {
  UChar units[128];
  UErrorCode error = U_ZERO_ERROR;
  int32_t length = uloc_getDisplayCountry(locale.c_str(), "en", units, 128, &error);
  if (U_FAILURE(error) != 0 || length > 128) return "";
  return FromUtf16({reinterpret_cast<const char16_t*>(units), static_cast<size_t>(length)});
}

// Countries that exist, in the order of their codes.
const std::vector<Country>& Countries() {
  static const std::vector<Country>* const countries = [] {
    auto* all = new std::vector<Country>;
    for (const char* const* code = uloc_getISOCountries(); *code != nullptr; ++code) {
      UErrorCode error = U_ZERO_ERROR;
      const icu::Region* region = icu::Region::getInstance(*code, error);
      if (U_FAILURE(error) != 0 || region->getNumericCode() <= 0) continue;
      // A code that has been given up stands for another region.
      if (std::string_view(region->getRegionCode()) != *code) continue;
      std::string locale = std::string("und_") + *code;
      char numeric[8];
      std::snprintf(numeric, sizeof(numeric), "%03d", static_cast<int>(region->getNumericCode()));
      all->push_back({*code, uloc_getISO3Country(locale.c_str()), numeric, NameOf(locale)});
    }
    return all;
  }();
  return *countries;
}

// By any of its codes, or by its English name; letters of either case.
const Country* Find(std::string_view text) {
  text = TrimView(text);
  for (const Country& country : Countries())
    for (const std::string* key : {&country.alpha2, &country.alpha3, &country.numeric, &country.name})
      if (EqualsIgnoreCase(*key, text)) return &country;
  return nullptr;
}

template <std::string Country::*kField>
NullableText To(EvalContext& ctx, NullableText country) {
  if (country.text.is_null()) return country;
  const Country* found = Find(country.text.view());
  return found == nullptr ? NullText() : NullableText{ctx.MakeText(found->*kField)};
}

}  // namespace

std::vector<Row> CountryRows() {
  constexpr std::string_view c = "Country";
  return {
      Static<To<&Country::alpha2>>(
          c, {"ToAlpha2", "country",
              "The two letters of ISO 3166, from any code or the English name; else null.",
              R"(Country.ToAlpha2("IND"))", R"("IN")"}),
      Static<To<&Country::alpha3>>(
          c, {"ToAlpha3", "country", "The three letters of ISO 3166, from any code or the name; else null.",
              R"(Country.ToAlpha3("840"))", R"("USA")"}),
      Static<To<&Country::numeric>>(
          c, {"ToNumeric", "country", "The three digits of ISO 3166, from any code or the name; else null.",
              R"(Country.ToNumeric("Germany"))", R"("276")"}),
      Static<To<&Country::name>>(c, {"ToName", "country", "The English name, from any code; else null.",
                                     R"(Country.ToName("IND"))", R"("India")"}),
  };
}

}  // namespace idx::stdlib
