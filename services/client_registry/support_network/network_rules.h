#pragma once

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "common/rpc/caller.h"
#include "common/rules/rule.h"
#include "opora/registry/v1/support_network.pb.h"
#include "services/client_registry/access/decide.h"

namespace opora::registry {

// Physicians, psychiatrists and staff of hospitals (XC-20, XC-21).
bool IsHealthProfessional(v1::NetworkRelation relation);

// Area that a person around the client belongs to.
common::v1::DataArea AreaOf(v1::NetworkRelation relation);

// A person as asked for: one agreement, given in the past; a unit of the platform for health
// professionals only, and without one a signed paper (CONTACT_NEEDS_PAPER).
absl::Status CheckMember(const v1::NetworkMember& member, absl::Time now);

// The client's agreement as asked for: said in the past, of hours that begin before they end, until
// a day that has not passed; on paper for a health professional outside the platform.
absl::Status CheckAgreement(const v1::NetworkMember& member, const v1::NetworkAgreement& agreement,
                            absl::Time now);

// The consent in force at the instant that names a health professional of the platform and the
// caller, and does not exclude health; nullptr when there is none. Who is known as a worker has to
// be named as a worker, but for the staff of a hospital (XC-20, XC-21).
const access::Consent* NamingConsent(const v1::NetworkMember& member, const access::Party& caller,
                                     const access::Facts& facts, absl::Time at);

// The rule that forbids this contact at the instant; nullptr when it may be made. Judged by the
// agreement of that instant, so that facts of the past are not judged by later words.
const rules::Rule* ForbiddenBy(const v1::NetworkMember& member, const v1::IntendedContact& contact,
                               const access::Consent* consent, absl::Time at);

}  // namespace opora::registry
