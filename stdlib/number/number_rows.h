// The rows of the number family.
#pragma once

#include <vector>

#include "stdlib/registry/registry.h"

namespace idx::stdlib {

std::vector<Row> ParseRows();         // int.Parse, bool.TryParse …, Convert, Conv
std::vector<Row> MathRows();          // Math, Bits, limits and CompareTo
std::vector<Row> RealMathRows();      // logarithms, angles, the constants of double
std::vector<Row> DecimalRows();       // decimal, and Math and Convert with it
std::vector<Row> ConvertBaseRows();   // Convert with a base
std::vector<Row> ConvertRows();       // Convert: providers, narrow integers, what it refuses
std::vector<Row> NumberMemberRows();  // int, long, double, decimal, byte: their own mathematics
std::vector<Row> GenericMathRows();   // what int, long, double and decimal have by generic mathematics
std::vector<Row> GuidRows();

}  // namespace idx::stdlib
