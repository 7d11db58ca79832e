// The states of reading a date with DateTime.Parse, as .NET has them. Source: System.DateTimeParse.
#pragma once

#include <cstdint>

namespace idx::date_states {

// What has been read since the last complete date or time: N a number, M a month's name, Y a year of three
// digits and more, S numbers with suffixes; d a separator of dates after it, t one of times. Behind kError
// stand the complete ones: X a date, Z a time.
// clang-format off
enum State : uint8_t {
  kBegin, kN, kNN, kNd, kDateNN, kNNd, kM, kMN, kNM, kMNd, kNS, kY, kYN, kYNd, kYM, kYMd, kDateS, kTimeS, kNt, kNNt,
  kError,
  kXNN, kXNNN, kXMN, kXNM, kXMNN, kXS, kXSN, kXNS, kXNNS, kXYNN, kXYMN, kXYN, kXYM, kXNNY, kZN, kZNN, kZNNN, kZS
};

// A number or name together with what stands behind it.
enum Token : uint8_t {
  kEnd, kNumEnd, kNumMark, kNumSpace, kNumDate, kNumTime, kMonthEnd, kMonthSpace, kMonthDate, kDateSuffix,
  kTimeSuffix, kWeekday, kYearSpace, kYearDate, kYearEnd, kZone, kEra,
  kTokens,
  kIgnored, kTimeFollows
};

inline constexpr State E = kError;
inline constexpr State kNext[kError][kTokens] = {
    // kEnd, kNumEnd, kNumMark, kNumSpace, kNumDate, kNumTime, kMonthEnd, kMonthSpace, kMonthDate, kDateSuffix,
    //    kTimeSuffix, kWeekday, kYearSpace, kYearDate, kYearEnd, kZone, kEra
    /* kBegin  */ {kBegin, E, kZN, kN, kNd, kNt, E, kM, kM, kDateS, kTimeS, kBegin, kY, kY, E, kBegin, kBegin},
    /* kN      */ {E, kXNN, E, kNN, kNNd, E, kXNM, kNM, kMNd, kNS, E, kN, kYN, kYNd, kXYN, kN, kN},
    /* kNN     */ {kXNN, kXNNN, kZN, kXNNN, E, kNt, kXMNN, kXMNN, E, E, kTimeS, kNN, kXNNY, E, kXNNY, kNN, kNN},
    /* kNd     */ {E, kXNN, E, kDateNN, kNNd, E, kXNM, kMN, kMNd, E, E, kNd, kYN, kYNd, kXYN, E, kNd},
    /* kDateNN */ {kXNN, kXNNN, kZN, kXNNN, E, kNt, kXMNN, kXMNN, E, kXS, kTimeS, kDateNN, kXNNY, E, kXNNY, E, kDateNN},
    /* kNNd    */ {E, kXNNN, kXNNN, kXNNN, E, E, kXMNN, kXMNN, E, kXS, E, kNNd, kXNNY, E, kXNNY, E, kNNd},
    /* kM      */ {E, kXMN, E, kMN, kMNd, E, E, E, E, E, E, kM, kYM, kYMd, kXYM, E, kM},
    /* kMN     */ {kXMN, kXMNN, kXMNN, kXMNN, E, kNt, E, E, E, kXS, kTimeS, kMN, kXYMN, E, kXYMN, E, kMN},
    /* kNM     */ {kXNM, kXMNN, kXMNN, kXMNN, E, kNt, E, E, E, kXS, kTimeS, kNM, kXYMN, E, kXYMN, E, kNM},
    /* kMNd    */ {E, kXMNN, E, kXMNN, E, E, E, E, E, E, E, kMNd, kXYMN, E, kXYMN, E, kMNd},
    /* kNS     */ {kXNS, kXNNS, kXNNS, kXNNS, E, kNt, E, E, E, kNS, kTimeS, kNS, E, E, E, E, kNS},
    /* kY      */ {E, kXYN, E, kYN, kYNd, E, kXYM, kYM, kYMd, kYM, E, kY, E, E, E, E, kY},
    /* kYN     */ {kXYN, kXYNN, kXYNN, kXYNN, E, E, kXYMN, kXYMN, E, E, E, kYN, E, E, E, E, kYN},
    /* kYNd    */ {E, kXYNN, kXYNN, kXYNN, E, E, kXYMN, kXYMN, E, E, E, kYN, E, E, E, E, kYN},
    /* kYM     */ {kXYM, kXYMN, kXYMN, kXYMN, E, E, E, E, E, E, E, kYM, E, E, E, E, kYM},
    /* kYMd    */ {E, kXYMN, kXYMN, kXYMN, E, E, E, E, E, E, E, kYM, E, E, E, E, kYM},
    /* kDateS  */ {kXS, kXSN, kZN, kNt, E, kNt, E, E, E, kDateS, kTimeS, kDateS, E, E, E, E, kDateS},
    /* kTimeS  */ {kZS, kZS, kZS, kNt, kNd, E, E, E, E, kDateS, kTimeS, kTimeS, E, E, E, kTimeS, kTimeS},
    /* kNt     */ {E, kZNN, kZNN, kZNN, E, kNNt, kXNM, kNM, E, E, kTimeS, E, E, E, E, kNt, kNt},
    /* kNNt    */ {E, kZNNN, kZNNN, kZNNN, E, E, E, E, E, E, kTimeS, kNNt, E, E, E, kNNt, kNNt},
};
// clang-format on

}  // namespace idx::date_states
