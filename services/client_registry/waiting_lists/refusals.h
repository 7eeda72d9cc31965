#pragma once

#include "common/rules/rule.h"

// Refusals and warnings about waiting lists and places: one row each, told in both languages, with
// its remedy.
namespace opora::registry::rule {

using rules::Rule;

inline constexpr Rule kServiceFull = {
    "REG-114",
    "SERVICE_FULL",
    rules::kHard,
    absl::StatusCode::kResourceExhausted,
    {"No place of the service is free in this form.", "V této formě služby není volné místo."},
    {"Put the client on the waiting list, or let the head of unit override with a reason.",
     "Zařaďte klienta do pořadníku, nebo ať vedoucí kapacitu s důvodem překročí."},
    "opora.registry.v1.ReferralService.WaitlistReferral"};
inline constexpr Rule kServiceOverridden = {
    "REG-114",
    "SERVICE_OVERRIDDEN",
    rules::kHard,
    absl::StatusCode::kResourceExhausted,
    {"The place is given above the capacity of the service.", "Místo je dáno nad kapacitu služby."},
    {"Record a higher capacity, or close a referral whose work is done.",
     "Zapište vyšší kapacitu, nebo uzavřete doporučení, na němž je práce hotova."},
    "opora.registry.v1.ReferralService.CloseReferral"};
inline constexpr Rule kNoPlaceReserved = {
    "REG-114",
    "NO_PLACE_RESERVED",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"No service is named, so no place is taken.",
     "Není uvedena služba, místo tedy není obsazeno."},
    {"Name the service when accepting, or assign a worker within it.",
     "Při přijetí uveďte službu, nebo v ní přiřaďte pracovníka."},
    "opora.registry.v1.AgencyService.AssignWorker"};
inline constexpr Rule kQueuePassed = {
    "REG-114",
    "QUEUE_PASSED",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"Others wait for a place of this service.", "Na místo v této službě čekají jiní."},
    {"Put the client on the waiting list; the published rule says who is next.",
     "Zařaďte klienta do pořadníku; kdo je na řadě, říká zveřejněné pravidlo."},
    "opora.registry.v1.ReferralService.WaitlistReferral"};
inline constexpr Rule kWaitingListExists = {
    "REG-114",
    "WAITING_LIST_EXISTS",
    rules::kHard,
    absl::StatusCode::kAlreadyExists,
    {"The service has a waiting list in this form.", "Služba v této formě pořadník má."},
    {"Change the rule of the list that exists.", "Změňte pravidlo existujícího pořadníku."},
    "opora.registry.v1.ReferralService.ListWaitingLists",
    "waiting_lists_once"};
inline constexpr Rule kAlreadyWaiting = {
    "REG-114",
    "ALREADY_WAITING",
    rules::kHard,
    absl::StatusCode::kAlreadyExists,
    {"The person waits on this list already.", "Osoba v tomto pořadníku již čeká."},
    {"Work with the entry that exists; waiting twice moves nobody forward.",
     "Pracujte s existujícím zařazením; dvojí čekání nikoho neposune."},
    "opora.registry.v1.ReferralService.ListWaitingEntries",
    "waiting_entries_once"};
inline constexpr Rule kWaitingStateRefuses = {
    "REG-114",
    "WAITING_STATE_REFUSES",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The place on the list does not wait for this.", "Zařazení v pořadníku na tento krok nečeká."},
    {"Read the entry; its actions say what can be done.",
     "Přečtěte zařazení; jeho akce říkají, co lze udělat."},
    "opora.registry.v1.ReferralService.GetWaitingEntry"};
inline constexpr Rule kWaitingOtherSide = {
    "REG-114",
    "WAITING_OTHER_SIDE",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"Only the provider offers places of its list.",
     "Místa svého pořadníku nabízí jen poskytovatel."},
    {"The provider offers the place; its answer can be given by both.",
     "Místo nabídne poskytovatel; odpověď mohou zapsat oba."},
    "opora.registry.v1.ReferralService.OfferPlace"};
inline constexpr Rule kOfferLapsed = {
    "REG-114",
    "OFFER_LAPSED",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The offer was not answered in time.", "Na nabídku nebylo včas odpovězeno."},
    {"The provider offers again, or records that the place was taken outside the platform.",
     "Poskytovatel nabídne místo znovu, nebo zapíše, že bylo obsazeno mimo platformu."},
    "opora.registry.v1.ReferralService.RecordPlaceTaken"};
inline constexpr Rule kNotNextInOrder = {
    "REG-114",
    "NOT_NEXT_IN_ORDER",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"By the published rule somebody else is next.",
     "Podle zveřejněného pravidla je na řadě jiný."},
    {"Offer the place to who is next, or say why the order is left; the reason stays on record.",
     "Nabídněte místo tomu, kdo je na řadě, nebo uveďte, proč se pořadí nedodrží; důvod zůstane "
     "zapsán."},
    "opora.registry.v1.ReferralService.ListWaitingEntries"};

inline constexpr const Rule* kWaitingListsRefusals[] = {
    &kServiceFull,    &kServiceOverridden,   &kNoPlaceReserved,  &kQueuePassed, &kWaitingListExists,
    &kAlreadyWaiting, &kWaitingStateRefuses, &kWaitingOtherSide, &kOfferLapsed, &kNotNextInOrder};

}  // namespace opora::registry::rule
