#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "opora/conference/v1/conference.pb.h"
#include "opora/conference/v1/minutes.pb.h"

// Minutes that everybody agrees with, and unanimity about what leaves the room.
namespace opora::conference {

// Over this many characters minutes are not brief (CONF-79).
inline constexpr int kBriefMinutes = 6000;
bool IsBrief(const std::string& text);

// Takes a new text. After the first agreement it is a new edition, and nobody has agreed to that
// (CONF-78).
//
// FAILED_PRECONDITION MINUTES_STATE_REFUSES: approved minutes stay as they are.
absl::Status Edit(v1::Minutes& minutes, const std::string& text);

// Approved minutes never change.
bool IsApproved(const v1::Minutes& minutes);

// Participants who took part and have not agreed with this edition.
std::vector<std::string> MissingAgreements(const v1::Conference& conference,
                                           const v1::Minutes& minutes);

// Whether the minutes can be approved with objections on this day (CONF-80).
//
// FAILED_PRECONDITION MINUTES_STATE_REFUSES, ANSWERS_NOT_DUE, INCOMPREHENSIBLE (CONF-48).
absl::Status CheckClosing(const v1::Minutes& minutes, absl::CivilDay today);

// Participants who took part, the client always among them, and did not agree to the share, or once
// said no (XC-22).
std::vector<std::string> MissingForShare(const v1::Conference& conference,
                                         const v1::ContentShare& share);

}  // namespace opora::conference
