// Native entries of the library's hottest rows, for the texts that rules mostly see: short, or all ASCII, or
// with letters of two bytes. Everything else goes on to the row itself, before anything was charged. They
// answer exactly as the rows do, in values, steps and memory: the differential tests hold them to it.
#pragma once

#include "stdlib/registry/registry.h"

namespace idx::compiler::lower {

// What native code calls for this row: its fast entry if it has one, else the row's own.
const void* EntryOf(const stdlib::Row& row);

// Symbols of the rows that have a fast entry, for a test that they all exist.
std::span<const std::string_view> FastSymbols();

}  // namespace idx::compiler::lower
