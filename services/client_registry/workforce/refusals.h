#pragma once

#include "common/rules/rule.h"

// Refusals and warnings about workers at work: one row each, told in both languages, with its
// remedy.
namespace opora::registry::rule {

using rules::Rule;

inline constexpr Rule kOwnAgency = {
    "XC-62",
    "OWN_AGENCY",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The agency is the caller's own: nobody could lift the suspension again.",
     "Jde o vlastní organizaci: pozastavení by už nikdo nezrušil."},
    {"An administrator of the platform at another agency does it.",
     "Provede to správce platformy z jiné organizace."},
    "opora.registry.v1.WorkforceService.SuspendAgency"};
inline constexpr Rule kWorkerNotActive = {
    "XC-62",
    "WORKER_NOT_ACTIVE",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The worker has left or is suspended.", "Pracovník odešel nebo má pozastavený přístup."},
    {"Choose another worker, or let the agency's administrator lift the suspension.",
     "Zvolte jiného pracovníka, nebo ať správce organizace pozastavení zruší."},
    "opora.registry.v1.AgencyService.SuspendWorker"};
inline constexpr Rule kEmploymentEnded = {
    "XC-62",
    "EMPLOYMENT_ENDED",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The worker has left the agency.", "Pracovník z organizace odešel."},
    {"The agency's administrator takes the employment up again.",
     "Správce organizace pracovní poměr obnoví."},
    "opora.registry.v1.WorkforceService.ResumeEmployment"};
inline constexpr Rule kNotEnded = {"XC-62",
                                   "NOT_ENDED",
                                   rules::kHard,
                                   absl::StatusCode::kFailedPrecondition,
                                   {"The employment has not ended and no end is planned.",
                                    "Pracovní poměr neskončil a konec není plánován."},
                                   {"Nothing needs to be done.", "Není třeba nic dělat."},
                                   "opora.registry.v1.WorkforceService.GetWorkerProfile"};
inline constexpr Rule kFallbackUnnamed = {
    "REG-48",
    "FALLBACK_UNNAMED",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"Clients are left without a responsible person, and the unit has named nobody to whom they "
     "fall.",
     "Klienti zůstali bez odpovědné osoby a útvar neurčil, komu připadnou."},
    {"The head of the unit names a fallback and reassigns the listed clients.",
     "Vedoucí určí náhradní osobu a uvedené klienty přiřadí."},
    "opora.registry.v1.WorkforceService.NameFallback"};
inline constexpr Rule kNotUncovered = {
    "REG-48",
    "NOT_UNCOVERED",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The client is no longer on the list.", "Klient již na seznamu není."},
    {"List the clients without a responsible person.", "Vypište klienty bez odpovědné osoby."},
    "opora.registry.v1.WorkforceService.ListUncoveredClients"};
inline constexpr Rule kSupervisorOnly = {
    "REG-37",
    "SUPERVISOR_ONLY",
    rules::kRecorded,
    absl::StatusCode::kPermissionDenied,
    {"This is for the worker concerned and for supervisors of the unit.",
     "Toto je určeno dotčenému pracovníkovi a supervizorům útvaru."},
    {"Ask a supervisor of the unit.", "Obraťte se na supervizora útvaru."}};
inline constexpr Rule kNotYoursToSubstitute = {
    "XC-61",
    "NOT_YOURS_TO_SUBSTITUTE",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"A substitution is entered by the absent worker or by the head of the unit, acting for "
     "themselves.",
     "Zástup zadává nepřítomný pracovník nebo vedoucí útvaru, a to sám za sebe."},
    {"Ask the worker or the head of the unit.", "Požádejte pracovníka nebo vedoucího útvaru."},
    "opora.registry.v1.WorkforceService.CreateSubstitution"};
inline constexpr Rule kDeputyOfOtherUnit = {
    "XC-17",
    "DEPUTY_OF_OTHER_UNIT",
    rules::kLaw,
    absl::StatusCode::kPermissionDenied,
    {"A deputy is of the same unit: another department has no basis for its clients.",
     "Zástupce je ze stejného útvaru: jiný odbor pro jeho klienty nemá právní základ."},
    {"Choose a deputy of the same unit.", "Zvolte zástupce ze stejného útvaru."},
    "opora.registry.v1.WorkforceService.CreateSubstitution"};
inline constexpr Rule kRoleNotLent = {
    "XC-61",
    "ROLE_NOT_LENT",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The absent worker does not hold this role, or its power goes with the person.",
     "Nepřítomný pracovník tuto roli nemá, nebo je vázána na osobu."},
    {"Leave the role out; leadership, administration, supervision, facilitation and complaints are "
     "given to another person as a role for a time.",
     "Roli vynechte; vedení, správa, supervize, facilitace a stížnosti se svěřují jiné osobě jako "
     "role na dobu určitou."},
    "opora.registry.v1.AgencyService.GrantRole"};
inline constexpr Rule kDeputyIsLiaison = {
    "HOUS-07",
    "DEPUTY_IS_LIAISON",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"Who deals with the landlord is not to act as a client's key worker.",
     "Kdo jedná s pronajímatelem, nemá vystupovat jako klíčový pracovník klienta."},
    {"Choose another deputy, or grant a waiver that says why the roles cannot be separated.",
     "Zvolte jiného zástupce, nebo udělte výjimku s důvodem, proč role oddělit nelze."},
    "opora.registry.v1.WorkforceService.GrantRoleMergeWaiver"};
inline constexpr Rule kSubstitutionExists = {
    "XC-61",
    "SUBSTITUTION_EXISTS",
    rules::kHard,
    absl::StatusCode::kAlreadyExists,
    {"The same deputy substitutes the worker at that time already.",
     "Tentýž zástupce pracovníka v té době již zastupuje."},
    {"Work with the substitution that exists, or end it.",
     "Pracujte s existujícím zástupem, nebo jej ukončete."},
    "opora.registry.v1.WorkforceService.ListSubstitutions",
    "substitutions_once"};
inline constexpr Rule kWaiverExists = {
    "XC-34",
    "WAIVER_EXISTS",
    rules::kAdvice,
    absl::StatusCode::kAlreadyExists,
    {"A waiver of the worker is in force at that time.", "V té době již platí výjimka pracovníka."},
    {"End the one in force first.", "Nejprve ukončete platnou výjimku."},
    "opora.registry.v1.WorkforceService.EndRoleMergeWaiver",
    "role_merge_waivers_once"};
inline constexpr Rule kRolesMerged = {
    "XC-34",
    "ROLES_MERGED",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"The worker holds support and control towards this client: every contact states the role "
     "acted in.",
     "Pracovník má vůči klientovi podporu i kontrolu: každý kontakt uvádí roli."},
    {"Record contacts with the role and with whether the client was told it.",
     "Kontakty zapisujte s rolí a s tím, zda o ní klient věděl."},
    "opora.registry.v1.WorkforceService.RecordContact"};
inline constexpr Rule kRoleNotDisclosed = {
    "XC-35",
    "ROLE_NOT_DISCLOSED",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"It is not recorded that the client knew in which role the worker spoke.",
     "Není zaznamenáno, že klient věděl, v jaké roli pracovník mluví."},
    {"The worker tells the client the role at the next contact.",
     "Pracovník roli klientovi řekne při dalším kontaktu."}};
inline constexpr Rule kFormOfFirstContact = {
    "REG-28",
    "FORM_UNUSUAL",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"This form of contact is unusual for the role.", "Tato forma kontaktu je pro roli neobvyklá."},
    {"Nothing; the contact is recorded.", "Nic; kontakt je zapsán."}};
inline constexpr Rule kFormOfTeamLead = {
    "REG-29",
    "FORM_UNUSUAL",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"This form of contact is unusual for the role.", "Tato forma kontaktu je pro roli neobvyklá."},
    {"Nothing; the contact is recorded.", "Nic; kontakt je zapsán."}};
inline constexpr Rule kFormOfSecondContact = {
    "REG-30",
    "FORM_UNUSUAL",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"This form of contact is unusual for the role.", "Tato forma kontaktu je pro roli neobvyklá."},
    {"Nothing; the contact is recorded.", "Nic; kontakt je zapsán."}};
inline constexpr Rule kFormOfAssistance = {
    "REG-31",
    "FORM_UNUSUAL",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"This form of contact is unusual for the role.", "Tato forma kontaktu je pro roli neobvyklá."},
    {"Nothing; the contact is recorded.", "Nic; kontakt je zapsán."}};
inline constexpr Rule kStageOfFirstContact = {
    "REG-28",
    "STAGE_UNUSUAL",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"This stage of the accompaniment usually belongs to another role.",
     "Tato etapa obvykle patří jiné roli."},
    {"Nothing; the contact is recorded.", "Nic; kontakt je zapsán."}};
inline constexpr Rule kStageOfTeamLead = {
    "REG-29",
    "STAGE_UNUSUAL",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"This stage of the accompaniment usually belongs to another role.",
     "Tato etapa obvykle patří jiné roli."},
    {"Nothing; the contact is recorded.", "Nic; kontakt je zapsán."}};
inline constexpr Rule kStageOfSecondContact = {
    "REG-30",
    "STAGE_UNUSUAL",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"This stage of the accompaniment usually belongs to another role.",
     "Tato etapa obvykle patří jiné roli."},
    {"Nothing; the contact is recorded.", "Nic; kontakt je zapsán."}};
inline constexpr Rule kStageOfAssistance = {
    "REG-31",
    "STAGE_UNUSUAL",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"This stage of the accompaniment usually belongs to another role.",
     "Tato etapa obvykle patří jiné roli."},
    {"Nothing; the contact is recorded.", "Nic; kontakt je zapsán."}};
inline constexpr Rule kGroupByExpert = {
    "REG-33",
    "GROUP_BY_EXPERT",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"An expert consults one client at a time.", "Odborník konzultuje vždy s jedním klientem."},
    {"Offer individual consultations; a group session that took place all the same is recorded as "
     "a contact with a deviation.",
     "Nabídněte individuální konzultace; skupina, která přesto proběhla, se zapíše jako kontakt s "
     "odchylkou."},
    "opora.registry.v1.WorkforceService.RecordContact",
    "contact_records_expert_alone"};
inline constexpr Rule kControlTask = {
    "XC-37",
    "CONTROL_TASK",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"The support team is not asked to inspect, discipline or report on a client.",
     "Po týmu podpory se nežádá kontrola, vymáhání pravidel ani zprávy o klientovi."},
    {"Ask for something that helps the client, or do what control there is yourself.",
     "Požádejte o něco, co klientovi pomůže; kontrolu vykonává, komu přísluší."},
    "opora.registry.v1.WorkforceService.RequestTask"};
inline constexpr Rule kControlTaskInside = {
    "XC-38",
    "CONTROL_TASK",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"Colleagues of another department are not asked to control a client whom they support.",
     "Po kolezích z jiného odboru se nežádá, aby kontrolovali klienta, kterého podporují."},
    {"Ask for something that helps the client, or do what control there is yourself.",
     "Požádejte o něco, co klientovi pomůže; kontrolu vykonává, komu přísluší."},
    "opora.registry.v1.WorkforceService.RequestTask"};
inline constexpr Rule kCorrectionTask = {
    "XC-39",
    "CONTROL_TASK",
    rules::kAdvice,
    absl::StatusCode::kPermissionDenied,
    {"Correcting or educating a client is no task of the support team.",
     "Napravovat či vychovávat klienta není úkolem týmu podpory."},
    {"Ask for something that helps the client, or do what control there is yourself.",
     "Požádejte o něco, co klientovi pomůže; kontrolu vykonává, komu přísluší."},
    "opora.registry.v1.WorkforceService.RequestTask"};
inline constexpr Rule kNoteOfControl = {
    "XC-38",
    "NOTE_OF_CONTROL",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"Who acts in control sends no words with a request; the list says what can be asked for.",
     "Kdo vystupuje v kontrolní roli, k žádosti nic nepřipisuje; o co lze žádat, říká seznam."},
    {"Leave the note out.", "Poznámku vynechte."},
    "opora.registry.v1.WorkforceService.RequestTask"};
inline constexpr Rule kTaskStateRefuses = {
    "XC-37",
    "TASK_STATE_REFUSES",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The request does not wait for this.", "Žádost na tento krok nečeká."},
    {"Read the request; its actions say what can be done.",
     "Přečtěte žádost; její akce říkají, co lze udělat."},
    "opora.registry.v1.WorkforceService.GetTaskRequest"};
inline constexpr Rule kNeedLinked = {
    "REG-38",
    "NEED_LINKED",
    rules::kRecorded,
    absl::StatusCode::kAlreadyExists,
    {"The support is linked to a need already.", "Podpora je již s potřebou spojena."},
    {"Nothing needs to be done.", "Není třeba nic dělat."},
    "",
    "support_need_links_pkey"};
inline constexpr Rule kEditorWithoutClients = {
    "REG-32",
    "ROLE_WITHOUT_CLIENTS",
    rules::kAdvice,
    absl::StatusCode::kPermissionDenied,
    {"An online editor has no access to files of individual clients.",
     "Redaktor online týmu nemá přístup ke spisům jednotlivých klientů."},
    {"Somebody with another role does it, or the same person acting in another role held.",
     "Provede to někdo v jiné roli, nebo tatáž osoba v jiné roli, kterou má."}};
inline constexpr Rule kCoordinatorWithoutClients = {
    "REG-35",
    "ROLE_WITHOUT_CLIENTS",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"A support coordinator works at system level, without records of clients.",
     "Koordinátor podpory pracuje na úrovni systému, bez záznamů klientů."},
    {"Somebody who works with the client does it.", "Provede to ten, kdo s klientem pracuje."}};

inline constexpr const Rule* kWorkforceRefusals[] = {&kOwnAgency,
                                                     &kWorkerNotActive,
                                                     &kEmploymentEnded,
                                                     &kNotEnded,
                                                     &kFallbackUnnamed,
                                                     &kNotUncovered,
                                                     &kSupervisorOnly,
                                                     &kNotYoursToSubstitute,
                                                     &kDeputyOfOtherUnit,
                                                     &kRoleNotLent,
                                                     &kDeputyIsLiaison,
                                                     &kSubstitutionExists,
                                                     &kWaiverExists,
                                                     &kRolesMerged,
                                                     &kRoleNotDisclosed,
                                                     &kFormOfFirstContact,
                                                     &kFormOfTeamLead,
                                                     &kFormOfSecondContact,
                                                     &kFormOfAssistance,
                                                     &kStageOfFirstContact,
                                                     &kStageOfTeamLead,
                                                     &kStageOfSecondContact,
                                                     &kStageOfAssistance,
                                                     &kGroupByExpert,
                                                     &kControlTask,
                                                     &kControlTaskInside,
                                                     &kCorrectionTask,
                                                     &kNoteOfControl,
                                                     &kTaskStateRefuses,
                                                     &kNeedLinked,
                                                     &kEditorWithoutClients,
                                                     &kCoordinatorWithoutClients};

}  // namespace opora::registry::rule
