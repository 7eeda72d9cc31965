#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "common/feed/consumer.h"
#include "services/reporting/following/pseudonym.h"

// What the events of the other services become here. Ids of persons and of their records never get
// further than this (XC-54); events and fields that nobody counts are not kept.
namespace opora::reporting {

inline constexpr std::string_view kRegistryFeed = "client-registry";
inline constexpr std::string_view kConferenceFeed = "case-conference";
inline constexpr std::string_view kHousingFeed = "housing-referral";

// Changes when what is built changes; all is built anew then.
inline constexpr int kProjectionVersion = 2;

// A feed that is followed, and what becomes of it.
struct Projection {
  std::string feed;
  feed::Consumer consumer;
  std::function<void(db::Tx&)> drop;
};

// `pseudonyms` outlives them.
Projection RegistryProjection(const Pseudonyms& pseudonyms);
// Counts events alone: of conferences, of housing.
Projection EventProjection(std::string_view feed, const Pseudonyms& pseudonyms);

// Types of events about persons that some figure counts, by feed.
std::span<const std::string_view> CountedEvents(std::string_view feed);

// Whether it was decided what becomes of events of this type: projected, counted or ignored.
bool IsKnownEvent(std::string_view feed, std::string_view type);

}  // namespace opora::reporting
