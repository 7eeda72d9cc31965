#pragma once

#include "common/rules/rule.h"

// Refusals about addresses and their protection: one row each, told in both languages, with its
// remedy. None says whether an address is held.
namespace opora::registry::rule {

using rules::Rule;

inline constexpr Rule kAddressProtected = {
    "XC-27",
    "ADDRESS_PROTECTED",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"Where this person is has its own path, which nothing else opens.",
     "Kde se tato osoba zdržuje, má vlastní cestu, kterou nic jiného neotevře."},
    {"A support worker who is assigned to the person can release it to a named recipient after a "
     "harm test, or pass a message on.",
     "Pracovník podpory přidělený k osobě ji může po zvážení újmy uvolnit jmenovanému příjemci, "
     "nebo předat vzkaz."},
    "opora.registry.v1.ProtectionService.ReleaseAddress"};
inline constexpr Rule kAddressInOwnPath = {
    "XC-27",
    "ADDRESS_HAS_OWN_PATH",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The address of a protected person is kept nowhere but in its own place.",
     "Adresa chráněné osoby se nevede nikde než na svém místě."},
    {"Record it as an address; a hidden one is not recorded at all.",
     "Zaznamenejte ji jako adresu; utajená se nezaznamenává vůbec."},
    "opora.registry.v1.ProtectionService.RecordAddress",
    "statements_no_protected_address"};
inline constexpr Rule kWordsHoldAddress = {
    "XC-27",
    "WORDS_HOLD_ADDRESS",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The words hold what looks like an address of somebody who must not be found.",
     "Text obsahuje něco jako adresu někoho, kdo nesmí být nalezen."},
    {"Leave street, number, place and postal code out.", "Vynechte ulici, číslo, obec a PSČ."},
    "",
    "words_hold_no_protected_address"};
inline constexpr Rule kAddressNotHeld = {
    "XC-27",
    "ADDRESS_NOT_HELD",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"This address must not be held.", "Tato adresa se nesmí vést."},
    {"The person is reached over the intermediary that the protection names.",
     "Osoba se kontaktuje přes prostředníka uvedeného u ochrany."},
    "opora.registry.v1.ProtectionService.GetAddressProtection",
    "client_addresses_not_held"};
inline constexpr Rule kLoweringNeeded = {
    "XC-27",
    "ADDRESS_LOWERING_NEEDED",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The address is protected more than that; less protection takes two people and 72 hours.",
     "Adresa je chráněna více; snížit ochranu mohou jen dva lidé s odstupem 72 hodin."},
    {"Propose a lowering; another person confirms it.",
     "Navrhněte snížení; potvrdí je jiná osoba."},
    "opora.registry.v1.ProtectionService.ProposeAddressLowering"};
inline constexpr Rule kAddressNotProtected = {
    "XC-27",
    "ADDRESS_NOT_PROTECTED",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The address is not protected in this way.", "Adresa není takto chráněna."},
    {"Read how it is protected.", "Přečtěte, jak je chráněna."},
    "opora.registry.v1.ProtectionService.GetAddressProtection"};
inline constexpr Rule kProtectionFollows = {
    "XC-27",
    "PROTECTION_FOLLOWS",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The person lives with, or is the child of, somebody who is protected.",
     "Osoba žije s někým chráněným, nebo je jeho dítětem."},
    {"It ends with the protection of that person, or when they no longer belong together.",
     "Skončí s ochranou oné osoby, nebo až k sobě nebudou patřit."},
    "opora.registry.v1.ClientService.EndHouseholdMembership"};
inline constexpr Rule kLoweringWaits = {
    "XC-27",
    "LOWERING_WAITS",
    rules::kHard,
    absl::StatusCode::kAlreadyExists,
    {"A lowering of this protection waits already.", "Snížení této ochrany již čeká."},
    {"Another person confirms it, or it is taken back.",
     "Potvrdí je jiná osoba, nebo se vezme zpět."},
    "opora.registry.v1.ProtectionService.WithdrawAddressLowering",
    "address_lowerings_one_waits"};
inline constexpr Rule kLoweringClosed = {
    "XC-27",
    "LOWERING_CLOSED",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"This proposal waits no longer.", "Tento návrh již nečeká."},
    {"Propose the lowering anew.", "Navrhněte snížení znovu."},
    "opora.registry.v1.ProtectionService.ProposeAddressLowering"};
inline constexpr Rule kSecondPersonNeeded = {
    "XC-27",
    "SECOND_PERSON_NEEDED",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"Who proposed it cannot confirm it, under whatever account.",
     "Kdo snížení navrhl, nemůže je potvrdit, pod žádným účtem."},
    {"Another person who works with the client confirms it.",
     "Potvrdí je jiná osoba, která s klientem pracuje."},
    "opora.registry.v1.ProtectionService.ConfirmAddressLowering",
    "address_lowerings_two_people"};
inline constexpr Rule kLoweringTooEarly = {
    "XC-27",
    "LOWERING_TOO_EARLY",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"Less than 72 hours have passed since the proposal.", "Od návrhu neuplynulo 72 hodin."},
    {"Confirm it later.", "Potvrďte později."},
    "opora.registry.v1.ProtectionService.ConfirmAddressLowering",
    "address_lowerings_two_nights"};
inline constexpr Rule kHarmExpected = {
    "XC-27",
    "HARM_EXPECTED",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"An address is released only when the harm test expects no harm.",
     "Adresa se uvolní, jen když zvážení neočekává újmu."},
    {"Pass a message on instead.", "Předejte místo toho vzkaz."},
    "",
    "address_releases_harmless"};
inline constexpr Rule kProviderAddressSecret = {
    "XC-27",
    "PROVIDER_ADDRESS_SECRET",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The provider's address is secret and cannot be stored.",
     "Adresa poskytovatele je utajená a nelze ji uložit."},
    {"Mail goes over another agency; a part with a public address is an agency of its own.",
     "Pošta jde přes jinou organizaci; část s veřejnou adresou je samostatná organizace."},
    "opora.registry.v1.AgencyService.CreateAgency",
    "provider_addresses_stay_secret"};

inline constexpr const Rule* kProtectionRefusals[] = {
    &kAddressProtected,     &kAddressInOwnPath,    &kWordsHoldAddress,  &kAddressNotHeld,
    &kLoweringNeeded,       &kAddressNotProtected, &kProtectionFollows, &kLoweringWaits,
    &kLoweringClosed,       &kSecondPersonNeeded,  &kLoweringTooEarly,  &kHarmExpected,
    &kProviderAddressSecret};

}  // namespace opora::registry::rule
