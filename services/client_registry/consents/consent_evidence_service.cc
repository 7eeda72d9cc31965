#include "services/client_registry/consents/consent_evidence_service.h"

#include "common/db/record.h"
#include "common/rpc/page.h"
#include "common/time/proto_date.h"
#include "services/client_registry/consents/consent_rules.h"
#include "services/client_registry/consents/consent_store.h"
#include "services/client_registry/consents/refusals.h"
#include "services/client_registry/consents/seal.h"
#include "services/client_registry/consents/standing.h"
#include "services/client_registry/representation/representation_store.h"

namespace opora::registry {
namespace {

constexpr int kDaysAhead = 30;  // XC-60

// The signed version that the request means; nullptr when there is none.
v1::ConsentVersion* VersionMeant(const v1::RecordConsentScanRequest& request,
                                 v1::Consent& consent) {
  const int number = request.has_version() ? request.version() : consent.current_version();
  for (v1::ConsentVersion& version : *consent.mutable_versions()) {
    if (version.version() == number) return &version;
  }
  return nullptr;
}

}  // namespace

void ConsentEvidenceService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.ConsentService";
  rpc::Bind(methods, kInterface, "RecordConsentScan", *this,
            &ConsentEvidenceService::RecordConsentScan);
  rpc::Bind(methods, kInterface, "ListOverdueScans", *this,
            &ConsentEvidenceService::ListOverdueScans);
  rpc::Bind(methods, kInterface, "ListExpiringConsents", *this,
            &ConsentEvidenceService::ListExpiringConsents);
}

absl::StatusOr<v1::RecordConsentScanResponse> ConsentEvidenceService::RecordConsentScan(
    rpc::Call& call, const v1::RecordConsentScanRequest& request) {
  v1::RecordConsentScanResponse response;
  ASSIGN_OR_RETURN(*response.mutable_consent(),
                   db::Lock<v1::Consent>(call.tx(), request.consent_id()));
  v1::Consent& consent = *response.mutable_consent();
  call.SetClient(consent.client_id());
  if (rpc::HolderOf(consent) != call.caller().unit)
    return call.HiddenRefusal("XC-13", "FOREIGN_CONSENT");
  v1::ConsentVersion* version = VersionMeant(request, consent);
  if (version == nullptr) return rules::Refuse(rule::kScanMisplaced);
  RETURN_IF_ERROR(CheckScan(*version, request, call.now()));
  version->set_scan_sha256(request.sha256());
  *version->mutable_scan_time() = request.scan_time();
  seal::Change(call.tx(), consent.consent_id(), [&] {
    db::Update(call.tx(), *version, {"scan_sha256", "scan_time"});
    db::Update(call.tx(), consent, {});
  });
  call.Emit("ConsentScanned", consent);
  FillStanding(call, ReadRepresented(call.tx(), consent.client_id()), consent);
  return response;
}

absl::StatusOr<v1::ListOverdueScansResponse> ConsentEvidenceService::ListOverdueScans(
    rpc::Call& call, const v1::ListOverdueScansRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  v1::ListOverdueScansResponse response;
  db::SelectInto(call.tx(), v1::Consent::default_instance(),
                 "WHERE r.agency_id = $1 AND coalesce(r.department_id::text, '') = $2 AND EXISTS "
                 "(SELECT 1 FROM "
                 "consent_versions v WHERE v.consent_id = r.consent_id AND v.scan_sha256 IS NULL "
                 "AND v.scan_due "
                 "< $3::date) AND ($4::uuid IS NULL OR r.consent_id > $4::uuid) ORDER BY "
                 "r.consent_id LIMIT $5",
                 {call.caller().unit.agency_id, call.caller().unit.department_id,
                  dates::DateText(dates::DayAt(call.now())), page.Key(0), page.Limit()},
                 [&] { return response.add_consents(); });
  if (const auto* last = rpc::CutToPage(page, *response.mutable_consents()))
    response.set_next_page_token(rpc::NextPageToken(call, request, {last->consent_id()}));
  FillStandings(call, *response.mutable_consents());
  return response;
}

absl::StatusOr<v1::ListExpiringConsentsResponse> ConsentEvidenceService::ListExpiringConsents(
    rpc::Call& call, const v1::ListExpiringConsentsRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  const absl::CivilDay today = dates::DayAt(call.now());
  const int days = request.within_days() == 0 ? kDaysAhead : request.within_days();
  std::vector<EndingConsent> ending =
      EndingConsentsOf(call.tx(), call.caller().worker_id, today, today + days, page);
  v1::ListExpiringConsentsResponse response;
  if (const auto* last = rpc::CutToPage(page, ending))
    response.set_next_page_token(
        rpc::NextPageToken(call, request, {dates::DateText(last->last_day), last->consent_id}));
  std::vector<std::string> ids;
  for (const EndingConsent& one : ending) ids.push_back(one.consent_id);
  for (v1::Consent& consent : ReadConsents(call.tx(), ids))
    *response.add_consents() = std::move(consent);
  FillStandings(call, *response.mutable_consents());
  return response;
}

}  // namespace opora::registry
