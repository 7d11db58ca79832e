// What IDx does to an account, and how far it has come: the numbers in the tables of pending and sent
// changes.
#pragma once

#include <cstdint>
#include <string_view>

namespace idx::runtime {

// In the order in which they leave: what protects comes first.
enum class PendingKind : int32_t { kDelete = 0, kDisable = 1, kEnable = 2, kCreate = 3, kUpdate = 4 };
constexpr std::string_view PendingKindName(PendingKind kind) {
  constexpr std::string_view kNames[] = {"delete", "disable", "enable", "create", "update"};
  return kNames[static_cast<int32_t>(kind)];
}

// Of a row of `pending`: not sent yet.
enum class PendingState : int32_t { kPending = 0, kHeld = 1, kApproved = 2, kRejected = 3, kRefused = 4 };
constexpr std::string_view PendingStateName(PendingState state) {
  constexpr std::string_view kNames[] = {"pending", "held", "approved", "rejected", "refused"};
  return kNames[static_cast<int32_t>(state)];
}

// Of a row of `in_flight`: sent, and not shown by an import yet.
enum class FlightState : int32_t {
  kSent = 0,         // no import since
  kRetry = 1,        // an import did not show it: it is computed and sent again
  kUnconfirmed = 2,  // kMaxAttempts imports did not: no longer sent, listed, until something changes
};
inline constexpr int32_t kMaxAttempts = 3;

// In the table `sent`, in the place of a rule: `seen` was our own value when `wanted` was written over it,
// and is no opinion of the application either while that is in flight.
inline constexpr int32_t kSentBefore = -1;

}  // namespace idx::runtime
