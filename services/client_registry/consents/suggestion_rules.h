#pragma once

#include <vector>

#include "opora/common/v1/areas.pb.h"
#include "opora/common/v1/context.pb.h"
#include "opora/registry/v1/consent_paper.pb.h"

namespace opora::registry {

// A recipient and the areas for which there is no basis yet.
struct Missing {
  v1::ConsentParty recipient;
  std::vector<common::v1::DataArea> areas;
};

// The smallest consents that give what is missing (XC-66). For a disclosure or a referral each
// recipient stands alone beside the own unit, so that recipients do not come to talk among
// themselves; those whom an invitation brings together share one.
std::vector<v1::ConsentVersion> SmallestConsents(v1::IntendedAct act, const v1::ConsentParty& own,
                                                 const std::vector<Missing>& missing,
                                                 common::v1::Purpose purpose);

}  // namespace opora::registry
