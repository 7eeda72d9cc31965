#include "services/client_registry/service.h"

#include "common/schema/migrations.h"
#include "services/client_registry/access/access_service.h"
#include "services/client_registry/access/involvement_service.h"
#include "services/client_registry/access/made_disclosure_service.h"
#include "services/client_registry/access/one_off_service.h"
#include "services/client_registry/access/registry_decider.h"
#include "services/client_registry/agencies/agency_service.h"
#include "services/client_registry/agencies/assignment_service.h"
#include "services/client_registry/agencies/bootstrap.h"
#include "services/client_registry/agencies/caller_directory.h"
#include "services/client_registry/clients/client_service.h"
#include "services/client_registry/clients/match_service.h"
#include "services/client_registry/consents/consent_service.h"
#include "services/client_registry/debts/debt_service.h"
#include "services/client_registry/debts/enforcement_service.h"
#include "services/client_registry/debts/relief_service.h"
#include "services/client_registry/debts/repayment_service.h"
#include "services/client_registry/journal_replay.h"
#include "services/client_registry/referrals/referral_service.h"
#include "services/client_registry/rules.h"
#include "services/client_registry/schema/migrations.h"
#include "services/client_registry/support/support_service.h"
#include "services/client_registry/workforce/contact_record_service.h"
#include "services/client_registry/workforce/continuity_service.h"
#include "services/client_registry/workforce/employment_service.h"
#include "services/client_registry/workforce/profile_service.h"
#include "services/client_registry/workforce/substitution_service.h"
#include "services/client_registry/workforce/supervision_service.h"
#include "services/client_registry/workforce/task_service.h"
#include "services/client_registry/workforce/waiver_service.h"

namespace opora::registry {
namespace {

class ClientRegistry final : public app::Service {
 public:
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
    employment_.Register(methods);
    profiles_.Register(methods);
    substitutions_.Register(methods);
    waivers_.Register(methods);
    continuity_.Register(methods);
    contacts_.Register(methods);
    tasks_.Register(methods);
    supervision_.Register(methods);
  }
  rpc::Directory& directory() override { return directory_; }
  rpc::Decider& decider() override { return decider_; }

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
  EmploymentService employment_;
  ProfileService profiles_;
  SubstitutionService substitutions_;
  WaiverService waivers_;
  ContinuityService continuity_;
  ContactRecordService contacts_;
  TaskService tasks_;
  SupervisionService supervision_;
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
          v1::Qualification::descriptor(),
          v1::WorkerProfile::descriptor(),
          v1::EmploymentEnd::descriptor(),
          v1::Substitution::descriptor(),
          v1::RoleMergeWaiver::descriptor(),
          v1::Fallback::descriptor(),
          v1::UncoveredClient::descriptor(),
          v1::KeyWorkerChange::descriptor(),
          v1::KeyWorkerChangeReason::descriptor(),
          v1::ContactRecord::descriptor(),
          v1::TaskRequest::descriptor(),
          v1::ReflectionNote::descriptor(),
          v1::SupervisionSettings::descriptor(),
          v1::SupportNeedLink::descriptor()};
}

}  // namespace

app::Definition Definition() {
  app::Definition definition;
  definition.name = "client-registry";
  definition.migrations = {"registry", sql::common_schema::kMigrations,
                           sql::services_client_registry_schema::kMigrations};
  definition.records = Records();
  definition.rules = rule::All();
  definition.make = [](const app::Environment&) { return std::make_unique<ClientRegistry>(); };
  definition.periodic = {"opora.registry.v1.RepaymentService.ProcessDeadlines",
                         "opora.registry.v1.WorkforceService.ProcessDepartures"};
  definition.replay_journal = ReplayJournal;
  definition.commands = {{"bootstrap", Bootstrap}};
  definition.command_settings = BootstrapSettings();
  return definition;
}

}  // namespace opora::registry
