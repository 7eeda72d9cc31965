#include "services/client_registry/service.h"

#include <tuple>

#include "common/db/records.h"
#include "common/schema/migrations.h"
#include "services/client_registry/access/access_service.h"
#include "services/client_registry/access/break_glass_review_service.h"
#include "services/client_registry/access/break_glass_service.h"
#include "services/client_registry/access/involvement_service.h"
#include "services/client_registry/access/made_disclosure_service.h"
#include "services/client_registry/access/one_off_service.h"
#include "services/client_registry/access/passed_fact_service.h"
#include "services/client_registry/access/registry_decider.h"
#include "services/client_registry/agencies/agency_service.h"
#include "services/client_registry/agencies/assignment_service.h"
#include "services/client_registry/agencies/bootstrap.h"
#include "services/client_registry/agencies/caller_directory.h"
#include "services/client_registry/agencies/place_service.h"
#include "services/client_registry/agencies/unit_service.h"
#include "services/client_registry/appointments/appointment_service.h"
#include "services/client_registry/appointments/calendar_service.h"
#include "services/client_registry/clients/client_change_service.h"
#include "services/client_registry/clients/client_service.h"
#include "services/client_registry/clients/eligibility_service.h"
#include "services/client_registry/clients/external_reference_service.h"
#include "services/client_registry/clients/match_service.h"
#include "services/client_registry/clients/part_service.h"
#include "services/client_registry/clients/statement_service.h"
#include "services/client_registry/competences/matrix_service.h"
#include "services/client_registry/consents/consent_evidence_service.h"
#include "services/client_registry/consents/consent_rules.h"
#include "services/client_registry/consents/consent_service.h"
#include "services/client_registry/consents/objection_service.h"
#include "services/client_registry/consents/paper_service.h"
#include "services/client_registry/consents/seal.h"
#include "services/client_registry/consents/template_service.h"
#include "services/client_registry/cooperation/actor_service.h"
#include "services/client_registry/cooperation/agreement_rules.h"
#include "services/client_registry/cooperation/agreement_service.h"
#include "services/client_registry/cooperation/department_service.h"
#include "services/client_registry/deaths/death_service.h"
#include "services/client_registry/debts/debt_service.h"
#include "services/client_registry/debts/enforcement_service.h"
#include "services/client_registry/debts/relief_service.h"
#include "services/client_registry/debts/repayment_service.h"
#include "services/client_registry/household/family_service.h"
#include "services/client_registry/household/household_service.h"
#include "services/client_registry/journal_replay.h"
#include "services/client_registry/notifications/mailer.h"
#include "services/client_registry/notifications/notification_service.h"
#include "services/client_registry/privacy/correction_service.h"
#include "services/client_registry/privacy/file_mark_service.h"
#include "services/client_registry/privacy/subject_request_service.h"
#include "services/client_registry/projects/project_service.h"
#include "services/client_registry/protection/address_service.h"
#include "services/client_registry/protection/protection_service.h"
#include "services/client_registry/protection/provider_address_service.h"
#include "services/client_registry/referrals/referral_answer_service.h"
#include "services/client_registry/referrals/referral_rules.h"
#include "services/client_registry/referrals/referral_service.h"
#include "services/client_registry/representation/representation_service.h"
#include "services/client_registry/retention.h"
#include "services/client_registry/rules.h"
#include "services/client_registry/safety/safety_service.h"
#include "services/client_registry/schema/migrations.h"
#include "services/client_registry/social_services/reach_service.h"
#include "services/client_registry/social_services/search_service.h"
#include "services/client_registry/support/support_service.h"
#include "services/client_registry/support_network/communication_service.h"
#include "services/client_registry/support_network/contact_service.h"
#include "services/client_registry/support_network/network_service.h"
#include "services/client_registry/ties/tie_service.h"
#include "services/client_registry/transfers/transfer_answer_service.h"
#include "services/client_registry/transfers/transfer_rules.h"
#include "services/client_registry/transfers/transfer_service.h"
#include "services/client_registry/waiting_lists/offer_service.h"
#include "services/client_registry/waiting_lists/waiting_list_service.h"
#include "services/client_registry/waiting_lists/waiting_rules.h"
#include "services/client_registry/work/client_names.h"
#include "services/client_registry/work/sources.h"
#include "services/client_registry/workforce/contact_record_service.h"
#include "services/client_registry/workforce/continuity_service.h"
#include "services/client_registry/workforce/employment_service.h"
#include "services/client_registry/workforce/profile_service.h"
#include "services/client_registry/workforce/substitution_service.h"
#include "services/client_registry/workforce/supervision_service.h"
#include "services/client_registry/workforce/task_rules.h"
#include "services/client_registry/workforce/task_service.h"
#include "services/client_registry/workforce/waiver_service.h"

namespace opora::registry {
namespace {

// Whoever binds methods, one class a topic.
// clang-format off
using Handlers = std::tuple<
    AgencyService,
    AssignmentService,
    ClientService,
    MatchService,
    ConsentService,
    AccessService,
    OneOffService,
    MadeDisclosureService,
    InvolvementService,
    ReferralService,
    SupportService,
    DebtService,
    RepaymentService,
    ReliefService,
    EnforcementService,
    StatementService,
    ClientChangeService,
    PartService,
    EligibilityService,
    ExternalReferenceService,
    NetworkService,
    ContactService,
    CommunicationService,
    SubjectRequestService,
    CorrectionService,
    FileMarkService,
    UnitService,
    PlaceService,
    ReachService,
    SearchService,
    ActorService,
    AgreementService,
    DepartmentService,
    MatrixService,
    ProjectService,
    ConsentEvidenceService,
    ObjectionService,
    PaperService,
    TemplateService,
    RepresentationService,
    BreakGlassReviewService,
    PassedFactService,
    ReferralAnswerService,
    WaitingListService,
    OfferService,
    TransferService,
    TransferAnswerService,
    AppointmentService,
    CalendarService,
    HouseholdService,
    FamilyService,
    ProtectionService,
    AddressService,
    ProviderAddressService,
    SafetyService,
    EmploymentService,
    ProfileService,
    SubstitutionService,
    WaiverService,
    ContinuityService,
    ContactRecordService,
    TaskService,
    SupervisionService,
    DeathService,
    TieService>;
// clang-format on

class ClientRegistry final : public app::Service {
 public:
  explicit ClientRegistry(const config::Config& config)
      : glasses_(config.Duration("break-glass-sign-in")), notifications_(config), mailer_(config) {}

  void Register(rpc::Methods& methods) override {
    std::apply([&](auto&... each) { (each.Register(methods), ...); }, handlers_);
    glasses_.Register(methods);
    notifications_.Register(methods);
  }
  rpc::Directory& directory() override { return directory_; }
  rpc::Decider& decider() override { return decider_; }
  void Start() override { mailer_.Start(); }
  void Stop() override { mailer_.Stop(); }

 private:
  CallerDirectory directory_;
  access::RegistryDecider decider_;
  Handlers handlers_;
  BreakGlassService glasses_;
  NotificationService notifications_;
  Mailer mailer_;
};

}  // namespace

app::Definition Definition() {
  app::Definition definition;
  definition.name = "client-registry";
  definition.migrations = {"registry", sql::common_schema::kMigrations,
                           sql::services_client_registry_schema::kMigrations};
  definition.records = db::RecordsOf("opora.registry.v1");
  const auto of_rules = db::RecordsOf("opora.common.v1");
  definition.records.insert(definition.records.end(), of_rules.begin(), of_rules.end());
  definition.rules = rule::All();
  definition.recommendations = rule::Recommendations();
  definition.retention = RetentionOfRecords();
  definition.charts = {
      rules::ChartOf(ConsentVerbs()),   rules::ChartOf(ReferralSteps()),
      rules::ChartOf(AgreementSteps()), rules::ChartOf(TransferSteps()),
      rules::ChartOf(WaitingSteps()),   rules::ChartOf(TaskSteps()),
  };
  definition.make = [](const app::Environment& environment) {
    auto& broken =
        environment.metrics.Counter("opora_broken_consent_seals_total",
                                    "Readings of consents that were changed outside the registry.");
    seal::UseKeys(environment.config.String("consent-keys"), [&broken] { broken.Increment(); });
    return std::make_unique<ClientRegistry>(environment.config);
  };
  definition.settings = NotificationSettings();
  for (const auto& more : {BreakGlassSettings(), seal::Settings()})
    definition.settings.insert(definition.settings.end(), more.begin(), more.end());
  definition.work_sources = WorkSources();
  definition.complete_work = NameClients;
  definition.frequent = {"opora.registry.v1.NotificationService.QueueNotifications"};
  definition.periodic = {
      "opora.registry.v1.RepaymentService.ProcessDeadlines",
      "opora.registry.v1.AccessService.ProcessAccessDeadlines",
      "opora.registry.v1.ReferralService.ProcessReferralDeadlines",
      "opora.registry.v1.SafetyService.ProcessSafetyDeadlines",
      "opora.registry.v1.WorkforceService.ProcessDepartures",
  };
  definition.replay_journal = [](const config::Config& config, db::Tx& tx,
                                 const std::vector<audit::JournalEntry>& entries) {
    seal::UseKeys(config.String("consent-keys"));
    return ReplayJournal(tx, entries);
  };
  definition.commands = {{"bootstrap", {Bootstrap, BootstrapSettings()}},
                         {"seal-consents", {seal::RunCommand, seal::CommandSettings()}}};
  return definition;
}

}  // namespace opora::registry
