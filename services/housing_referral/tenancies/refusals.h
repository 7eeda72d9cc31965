#pragma once

#include "common/rules/rule.h"

// Refusals and warnings about tenancies: one row each, told in both languages, with its remedy.
namespace opora::housing::rule {

using rules::Rule;

inline constexpr Rule kTenancyStateRefuses = {
    "HOUS-57",
    "TENANCY_STATE_REFUSES",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The state of the tenancy does not allow this.", "Stav nájmu to nedovoluje."},
    {"Look at what the tenancy allows now.", "Podívejte se, co nájem nyní dovoluje."},
    "opora.housing.v1.TenancyService.GetTenancy"};
inline constexpr Rule kHeadLeaseMissing = {
    "HOUS-08",
    "HEAD_LEASE_MISSING",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"A sublease rests on a head lease of the same flat.",
     "Podnájem stojí na nájemní smlouvě k témuž bytu."},
    {"Enter the head lease.", "Zapište nájemní smlouvu s vlastníkem."},
    "opora.housing.v1.TenancyService.RecordHeadLease"};
inline constexpr Rule kManagerNotIntroduced = {
    "HOUS-50",
    "MANAGER_NOT_INTRODUCED",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"The tenant was not introduced to the property management.",
     "Klient nebyl seznámen se správou majetku."},
    {"The support team introduces them.", "Seznámí je tým podpory."},
    "opora.housing.v1.TenancyService.IntroduceManager"};
inline constexpr Rule kLeaseMissing = {
    "HOUS-51",
    "LEASE_MISSING",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"The lease is not signed.", "Nájemní smlouva není podepsaná."},
    {"Sign the lease and record it.", "Podepište smlouvu a zapište ji."},
    "opora.housing.v1.TenancyService.RecordDocument"};
inline constexpr Rule kControlDuty = {
    "XC-33",
    "CONTROL_DUTY",
    rules::kAdvice,
    absl::StatusCode::kPermissionDenied,
    {"Extending a lease is a duty of control, not of support.",
     "Prodlužování smlouvy je věcí kontroly, ne podpory."},
    {"A worker of the landlord does it.", "Udělá to pracovník pronajímatele."},
    "opora.housing.v1.TenancyService.DecideExtension"};
inline constexpr Rule kBreachIsControl = {
    "HOUS-128",
    "CONTROL_DUTY",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"Breaches of house rules are recorded by the landlord only.",
     "Porušení domovního řádu zapisuje jen pronajímatel."},
    {"A worker of the landlord records what the landlord has found.",
     "Zapíše je pracovník pronajímatele podle vlastního zjištění."},
    "opora.housing.v1.TenancyService.RecordBreach"};
inline constexpr Rule kUnheardComplaint = {
    "HOUS-87",
    "UNHEARD_COMPLAINT",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"There is a complaint of which the tenant was not told with time to remedy.",
     "Existuje stížnost, o které se nájemník nedozvěděl včas, aby mohl něco změnit."},
    {"The officer tells the tenant and gives time.",
     "Pracovník pro stížnosti nájemníka informuje a dá mu čas."},
    "opora.housing.v1.ComplaintService.InformClient"};
inline constexpr Rule kUnheardOutside = {
    "HOUS-87",
    "UNHEARD_COMPLAINT_OUTSIDE",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"A decision made outside rests on a complaint that the tenant never heard of.",
     "Rozhodnutí z venku stojí na stížnosti, o níž nájemník nevěděl."},
    {"The coordinator takes it up.", "Ujme se toho koordinátor."},
    "opora.housing.v1.TenancyService.ListRisks"};
inline constexpr Rule kNoticeCited = {
    "HOUS-69",
    "NOTICE_CITED",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"Only complaints of this tenancy may be cited; a notice is none.",
     "Citovat lze jen stížnosti k tomuto nájmu; upozornění jí není."},
    {"Leave it out.", "Vynechte to."},
    "opora.housing.v1.ComplaintService.ListComplaints"};
inline constexpr Rule kLeaseEndMissing = {
    "HOUS-57",
    "LEASE_END_MISSING",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"An extension has a new last day, later than the present one.",
     "Prodloužení má nový poslední den, pozdější než dosavadní."},
    {"Give the new last day.", "Uveďte nový poslední den."},
    "opora.housing.v1.TenancyService.DecideExtension"};
inline constexpr Rule kLateNotCounted = {
    "HOUS-97",
    "LATE_PAYMENT_LEFT_OUT",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"Late payments that the tenant did not cause were left out.",
     "Opoždění, která nájemník nezpůsobil, se nepočítala."},
    {"Nothing is to be done.", "Není třeba nic dělat."}};

inline constexpr const Rule* kTenanciesRefusals[] = {
    &kTenancyStateRefuses, &kHeadLeaseMissing, &kManagerNotIntroduced, &kLeaseMissing,
    &kControlDuty,         &kBreachIsControl,  &kUnheardComplaint,     &kUnheardOutside,
    &kNoticeCited,         &kLeaseEndMissing,  &kLateNotCounted};

}  // namespace opora::housing::rule
