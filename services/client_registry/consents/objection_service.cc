#include "services/client_registry/consents/objection_service.h"

#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rules/occurrence.h"
#include "services/client_registry/consents/consent_rules.h"
#include "services/client_registry/consents/doubt_replay.h"
#include "services/client_registry/consents/refusals.h"
#include "services/client_registry/consents/seal.h"
#include "services/client_registry/consents/standing.h"
#include "services/client_registry/facts/facts.h"
#include "services/client_registry/representation/refusals.h"
#include "services/client_registry/representation/representation_store.h"

namespace opora::registry {
namespace {

// A consent that the caller may hear somebody object to, locked: its keeper and its parties.
absl::StatusOr<v1::Consent> LockHeard(rpc::Call& call, const std::string& consent_id) {
  ASSIGN_OR_RETURN(v1::Consent consent, db::Lock<v1::Consent>(call.tx(), consent_id));
  call.SetClient(consent.client_id());
  if (rpc::HolderOf(consent) == call.caller().unit || IsPartyOfSigned(consent, call.caller().unit))
    return consent;
  return call.HiddenRefusal("XC-13", "FOREIGN_CONSENT");
}

void Keep(rpc::Call& call, std::string_view event, v1::Consent& consent) {
  seal::Change(call.tx(), consent.consent_id(),
               [&] { db::Update(call.tx(), consent, {"objections"}); });
  const v1::ConsentFact fact = FactOf(consent);
  call.Emit(event, consent, &fact);
}

bool Objects(const v1::Consent& consent, const std::string& representation_id) {
  return Objecting(consent).contains(representation_id);
}

}  // namespace

void ObjectionService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.ConsentService";
  rpc::Bind(methods, kInterface, "ObjectToConsent", *this, &ObjectionService::ObjectToConsent);
  rpc::Bind(methods, kInterface, "LiftObjection", *this, &ObjectionService::LiftObjection);
}

absl::StatusOr<v1::ObjectToConsentResponse> ObjectionService::ObjectToConsent(
    rpc::Call& call, const v1::ObjectToConsentRequest& request) {
  RETURN_IF_ERROR(rules::CheckOccurrence(rpc::FromTimestamp(request.attestation().occurred_at()),
                                         call.now(), "attestation.occurred_at"));
  v1::ObjectToConsentResponse response;
  ASSIGN_OR_RETURN(*response.mutable_consent(), LockHeard(call, request.consent_id()));
  v1::Consent& consent = *response.mutable_consent();
  RETURN_IF_ERROR(CheckVerb(consent, "ObjectToConsent"));
  const Represented person = ReadRepresented(call.tx(), consent.client_id());
  RETURN_IF_ERROR(CheckObjector(consent, request.representation_id(), person, call.now()));
  if (!Objects(consent, request.representation_id())) {
    v1::ConsentObjection& objection = *consent.add_objections();
    objection.set_objection_id(ids::RandomId());
    objection.set_representation_id(request.representation_id());
    *objection.mutable_attestation() = request.attestation();
    objection.mutable_attestation()->set_attesting_worker_id(call.caller().worker_id);
    *objection.mutable_create_time() = rpc::ToTimestamp(call.now());
    Keep(call, "ConsentDisputed", consent);
    call.Journal(kDisputedKind, consent.client_id(),
                 DoubtKey(consent.consent_id(), request.representation_id()));
  }
  FillStanding(call, person, consent);
  return response;
}

absl::StatusOr<v1::LiftObjectionResponse> ObjectionService::LiftObjection(
    rpc::Call& call, const v1::LiftObjectionRequest& request) {
  RETURN_IF_ERROR(rules::CheckOccurrence(rpc::FromTimestamp(request.attestation().occurred_at()),
                                         call.now(), "attestation.occurred_at"));
  v1::LiftObjectionResponse response;
  ASSIGN_OR_RETURN(*response.mutable_consent(),
                   db::Lock<v1::Consent>(call.tx(), request.consent_id()));
  v1::Consent& consent = *response.mutable_consent();
  call.SetClient(consent.client_id());
  if (rpc::HolderOf(consent) != call.caller().unit)
    return call.HiddenRefusal("XC-13", "FOREIGN_CONSENT");
  RETURN_IF_ERROR(CheckVerb(consent, "LiftObjection"));
  const Represented person = ReadRepresented(call.tx(), consent.client_id());
  RETURN_IF_ERROR(Lift(request, call.caller().worker_id, person, call.now(), consent));
  Keep(call, "ConsentObjectionLifted", consent);
  for (const v1::ConsentObjection& objection : consent.objections()) {
    if (objection.objection_id() == request.objection_id()) {
      call.Journal(kLiftedKind, consent.client_id(),
                   DoubtKey(consent.consent_id(), objection.representation_id()));
    }
  }
  FillStanding(call, person, consent);
  return response;
}

}  // namespace opora::registry
