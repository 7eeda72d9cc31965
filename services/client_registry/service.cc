#include "services/client_registry/service.h"

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
#include "services/client_registry/consents/template_service.h"
#include "services/client_registry/debts/debt_service.h"
#include "services/client_registry/debts/enforcement_service.h"
#include "services/client_registry/debts/relief_service.h"
#include "services/client_registry/debts/repayment_service.h"
#include "services/client_registry/journal_replay.h"
#include "services/client_registry/network/actor_service.h"
#include "services/client_registry/network/agreement_service.h"
#include "services/client_registry/network/department_service.h"
#include "services/client_registry/notifications/mailer.h"
#include "services/client_registry/notifications/notification_service.h"
#include "services/client_registry/privacy/correction_service.h"
#include "services/client_registry/privacy/file_mark_service.h"
#include "services/client_registry/privacy/subject_request_service.h"
#include "services/client_registry/cooperation/actor_service.h"
#include "services/client_registry/cooperation/agreement_service.h"
#include "services/client_registry/cooperation/department_service.h"
#include "services/client_registry/projects/project_service.h"
#include "services/client_registry/referrals/referral_rules.h"
#include "services/client_registry/referrals/referral_answer_service.h"
#include "services/client_registry/referrals/referral_service.h"
#include "services/client_registry/representation/representation_service.h"
#include "services/client_registry/retention.h"
#include "services/client_registry/rules.h"
#include "services/client_registry/schema/migrations.h"
#include "services/client_registry/social_services/reach_service.h"
#include "services/client_registry/social_services/search_service.h"
#include "services/client_registry/support/support_service.h"
#include "services/client_registry/support_network/communication_service.h"
#include "services/client_registry/support_network/contact_service.h"
#include "services/client_registry/support_network/network_service.h"
#include "services/client_registry/work/client_names.h"
#include "services/client_registry/work/sources.h"
#include "services/client_registry/transfers/transfer_answer_service.h"
#include "services/client_registry/transfers/transfer_service.h"
#include "services/client_registry/waiting_lists/offer_service.h"
#include "services/client_registry/waiting_lists/waiting_list_service.h"

namespace opora::registry {
namespace {

class ClientRegistry final : public app::Service {
 public:
  explicit ClientRegistry(const config::Config& config) : notifications_(config), mailer_(config) {}

  void Register(rpc::Methods& methods) override {
    agencies_.Register(methods);
    assignments_.Register(methods);
    clients_.Register(methods);
    matches_.Register(methods);
    consents_.Register(methods);
    access_.Register(methods);
    one_offs_.Register(methods);
    made_disclosures_.Register(methods);
    involvement_.Register(methods);
    referrals_.Register(methods);
    support_.Register(methods);
    debts_.Register(methods);
    repayment_.Register(methods);
    relief_.Register(methods);
    enforcement_.Register(methods);
    statements_.Register(methods);
    client_changes_.Register(methods);
    parts_.Register(methods);
    eligibility_.Register(methods);
    external_references_.Register(methods);
    network_.Register(methods);
    contacts_.Register(methods);
    communication_.Register(methods);
    subject_requests_.Register(methods);
    corrections_.Register(methods);
    file_marks_.Register(methods);
    notifications_.Register(methods);
    units_.Register(methods);
    places_.Register(methods);
    reach_.Register(methods);
    search_.Register(methods);
    actors_.Register(methods);
    agreements_.Register(methods);
    social_departments_.Register(methods);
    matrix_.Register(methods);
    projects_.Register(methods);
    consent_evidence_.Register(methods);
    objections_.Register(methods);
    papers_.Register(methods);
    templates_.Register(methods);
    representations_.Register(methods);
    break_glass_.Register(methods);
    break_glass_reviews_.Register(methods);
    passed_facts_.Register(methods);
    referral_answers_.Register(methods);
    waiting_lists_.Register(methods);
    offers_.Register(methods);
    transfers_.Register(methods);
    transfer_answers_.Register(methods);
    appointments_.Register(methods);
    calendar_.Register(methods);
  }
  rpc::Directory& directory() override { return directory_; }
  rpc::Decider& decider() override { return decider_; }
  void Start() override { mailer_.Start(); }
  void Stop() override { mailer_.Stop(); }

 private:
  CallerDirectory directory_;
  access::RegistryDecider decider_;
  AgencyService agencies_;
  AssignmentService assignments_;
  ClientService clients_;
  MatchService matches_;
  ConsentService consents_;
  AccessService access_;
  OneOffService one_offs_;
  MadeDisclosureService made_disclosures_;
  InvolvementService involvement_;
  ReferralService referrals_;
  SupportService support_;
  DebtService debts_;
  RepaymentService repayment_;
  ReliefService relief_;
  EnforcementService enforcement_;
  StatementService statements_;
  ClientChangeService client_changes_;
  PartService parts_;
  EligibilityService eligibility_;
  ExternalReferenceService external_references_;
  NetworkService network_;
  ContactService contacts_;
  CommunicationService communication_;
  SubjectRequestService subject_requests_;
  CorrectionService corrections_;
  FileMarkService file_marks_;
  NotificationService notifications_;
  Mailer mailer_;
  UnitService units_;
  PlaceService places_;
  ReachService reach_;
  SearchService search_;
  ActorService actors_;
  AgreementService agreements_;
  DepartmentService social_departments_;
  MatrixService matrix_;
  ProjectService projects_;
  ConsentEvidenceService consent_evidence_;
  ObjectionService objections_;
  PaperService papers_;
  TemplateService templates_;
  RepresentationService representations_;
  BreakGlassService break_glass_;
  BreakGlassReviewService break_glass_reviews_;
  PassedFactService passed_facts_;
  ReferralAnswerService referral_answers_;
  WaitingListService waiting_lists_;
  OfferService offers_;
  TransferService transfers_;
  TransferAnswerService transfer_answers_;
  AppointmentService appointments_;
  CalendarService calendar_;
};

std::vector<const google::protobuf::Descriptor*> Records() {
  return {v1::Agency::descriptor(),
          v1::Department::descriptor(),
          v1::Worker::descriptor(),
          v1::RoleAssignment::descriptor(),
          v1::Service::descriptor(),
          v1::Staffing::descriptor(),
          v1::Capacity::descriptor(),
          v1::ClientAssignment::descriptor(),
          v1::Client::descriptor(),
          v1::Statement::descriptor(),
          v1::ClientMatch::descriptor(),
          v1::Consent::descriptor(),
          v1::ConsentVersion::descriptor(),
          v1::ConsentParty::descriptor(),
          v1::Referral::descriptor(),
          v1::SupportCategory::descriptor(),
          v1::SupportRecord::descriptor(),
          v1::Debt::descriptor(),
          v1::OneOffDisclosure::descriptor(),
          v1::CreditorPolicy::descriptor(),
          v1::RepaymentSchedule::descriptor(),
          v1::Instalment::descriptor(),
          v1::SchedulePayment::descriptor(),
          v1::WaiverRequest::descriptor(),
          v1::DebtRelief::descriptor(),
          v1::Enforcement::descriptor(),
          v1::DebtRefusal::descriptor(),
          v1::ClaimStep::descriptor(),
          v1::SpecialRecipient::descriptor(),
          v1::SubjectRequest::descriptor(),
          v1::SubjectRequestStep::descriptor(),
          v1::Correction::descriptor(),
          v1::RecipientNotice::descriptor(),
          v1::FileMark::descriptor(),
          v1::NotificationPreference::descriptor(),
          v1::Notification::descriptor()};
          v1::Office::descriptor(),
          v1::ServiceReach::descriptor(),
          v1::ServiceCost::descriptor(),
          v1::Project::descriptor(),
          v1::ProjectParticipant::descriptor(),
          v1::ProjectTarget::descriptor(),
          v1::KeyActor::descriptor(),
          v1::Competence::descriptor(),
          v1::ActorNote::descriptor(),
          v1::CooperationAgreement::descriptor(),
          v1::AgreementParty::descriptor(),
          v1::ContactPerson::descriptor(),
          v1::ChangeBearer::descriptor(),
          v1::ApproachDefinition::descriptor(),
          v1::MatrixRow::descriptor(),
          v1::Representative::descriptor(),
          v1::Question::descriptor()};
          v1::ConsentObjection::descriptor(),
          v1::ConsentTemplate::descriptor(),
          v1::ConsentTemplateVersion::descriptor(),
          v1::TemplateAuthor::descriptor(),
          v1::Representation::descriptor()};
          v1::BreakGlass::descriptor(),
          v1::AccessAlert::descriptor(),
          v1::PassedFact::descriptor()};
          v1::WaitingList::descriptor(),
          v1::WaitingEntry::descriptor(),
          v1::PlaceReservation::descriptor(),
          v1::CaseTransfer::descriptor(),
          v1::HandOverItem::descriptor(),
          v1::Appointment::descriptor()};
          v1::StatementChange::descriptor(),
          v1::StatementVerification::descriptor(),
          v1::ClientPart::descriptor(),
          v1::EligibilityAssessment::descriptor(),
          v1::LongTermPlan::descriptor(),
          v1::CommunicationNeeds::descriptor(),
          v1::ClientIdentification::descriptor(),
          v1::ExternalReference::descriptor(),
          v1::NetworkMember::descriptor(),
          v1::NetworkAgreement::descriptor(),
          v1::NetworkContact::descriptor()};
  v1::SubjectRequest::descriptor(), v1::SubjectRequestStep::descriptor(),
      v1::Correction::descriptor(), v1::RecipientNotice::descriptor(), v1::FileMark::descriptor(),
      v1::NotificationPreference::descriptor(), v1::Notification::descriptor()
};
v1::Office::descriptor(), v1::ServiceReach::descriptor(), v1::ServiceCost::descriptor(),
    v1::Project::descriptor(), v1::ProjectParticipant::descriptor(),
    v1::ProjectTarget::descriptor(), v1::KeyActor::descriptor(), v1::Competence::descriptor(),
    v1::ActorNote::descriptor(), v1::CooperationAgreement::descriptor(),
    v1::AgreementParty::descriptor(), v1::ContactPerson::descriptor(),
    v1::ChangeBearer::descriptor(), v1::ApproachDefinition::descriptor(),
    v1::MatrixRow::descriptor(), v1::Representative::descriptor(), v1::Question::descriptor()
};
v1::ConsentObjection::descriptor(), v1::ConsentTemplate::descriptor(),
    v1::ConsentTemplateVersion::descriptor(), v1::TemplateAuthor::descriptor(),
    v1::Representation::descriptor()
};
}

}  // namespace

app::Definition Definition() {
  app::Definition definition;
  definition.name = "client-registry";
  definition.migrations = {"registry", sql::common_schema::kMigrations,
                           sql::services_client_registry_schema::kMigrations};
  definition.records = Records();
  definition.rules = rule::All();
  definition.retention = RetentionOfRecords();
  definition.make = [](const app::Environment& environment) {
    return std::make_unique<ClientRegistry>(environment.config);
  };
  definition.settings = NotificationSettings();
  definition.work_sources = WorkSources();
  definition.complete_work = NameClients;
  definition.frequent = {"opora.registry.v1.NotificationService.QueueNotifications"};
  definition.charts = {rules::ChartOf(ConsentVerbs()), rules::ChartOf(ReferralSteps())};
  definition.periodic = {"opora.registry.v1.RepaymentService.ProcessDeadlines"};
  definition.make = [](const app::Environment&) { return std::make_unique<ClientRegistry>(); };
  definition.periodic = {"opora.registry.v1.RepaymentService.ProcessDeadlines",
                         "opora.registry.v1.AccessService.ProcessAccessDeadlines"};
  definition.make = [](const app::Environment&) { return std::make_unique<ClientRegistry>(); };
  definition.periodic = {"opora.registry.v1.RepaymentService.ProcessDeadlines",
                         "opora.registry.v1.ReferralService.ProcessReferralDeadlines"};
  definition.replay_journal = ReplayJournal;
  definition.commands = {{"bootstrap", Bootstrap}};
  definition.command_settings = BootstrapSettings();
  return definition;
}

}  // namespace opora::registry
