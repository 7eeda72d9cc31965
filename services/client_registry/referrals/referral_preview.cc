#include "services/client_registry/referrals/referral_preview.h"

#include <algorithm>
#include <set>

#include "absl/strings/str_cat.h"
#include "common/db/field.h"
#include "common/db/plan.h"
#include "common/db/record.h"
#include "opora/common/v1/policy.pb.h"
#include "services/client_registry/access/disclosure.h"

namespace opora::registry {
namespace {

using common::v1::DataArea;

constexpr char kMostStatements[] = "200";

access::Intent IntentOf(const v1::Referral& referral) {
  access::Intent intent;
  intent.recipient_field = "referral.recipient_";
  intent.client_id = referral.client_id();
  intent.recipient.set_agency_id(referral.recipient_agency_id());
  intent.recipient.set_department_id(referral.recipient_department_id());
  std::set<int> seen;
  for (const auto* areas : {&referral.betrayed_areas(), &referral.passed_areas()}) {
    for (int area : *areas) {
      if (seen.insert(area).second) intent.areas.push_back(static_cast<DataArea>(area));
    }
  }
  return intent;
}

bool OpensField(const v1::AreaDecision& area, const std::string& name) {
  const auto& fields = area.fields();
  return area.allowed() &&
         (fields.empty() || std::find(fields.begin(), fields.end(), name) != fields.end());
}

// The fields of a kind of record that the decision opens.
void AddFields(const google::protobuf::Descriptor& record, const v1::DisclosureDecision& decision,
               std::set<std::string>& names) {
  for (int i = 0; i < record.field_count(); ++i) {
    const auto& policy = record.field(i)->options().GetExtension(common::v1::field);
    const std::string name = absl::StrCat(record.name(), ".", record.field(i)->name());
    if (policy.holder_only()) continue;
    for (const v1::AreaDecision& area : decision.areas()) {
      const bool of_area =
          policy.area() == area.area() || !policy.areas_from().empty() || policy.minimum_identity();
      if (area.allowed() && of_area && (policy.minimum_identity() || OpensField(area, name)))
        names.insert(name);
    }
  }
}

}  // namespace

absl::StatusOr<v1::ReferralPreview> PreviewOf(rpc::Call& call, const v1::Referral& referral) {
  v1::ReferralPreview preview;
  ASSIGN_OR_RETURN(*preview.mutable_decision(), access::DecideDisclosure(call, IntentOf(referral)));
  if (!preview.decision().allowed()) return preview;
  std::set<std::string> names;
  AddFields(*v1::Client::descriptor(), preview.decision(), names);
  AddFields(*v1::Statement::descriptor(), preview.decision(), names);
  AddFields(*v1::Referral::descriptor(), preview.decision(), names);
  for (const std::string& name : names) preview.add_fields(name);
  return preview;
}

void AddContent(rpc::Call& call, const v1::Referral& referral, v1::ReferralPreview& preview) {
  if (!preview.decision().allowed()) return;
  *preview.mutable_referral() = referral;
  std::vector<std::string> areas;
  for (const v1::AreaDecision& area : preview.decision().areas()) {
    if (OpensField(area, "Statement.content")) areas.push_back(db::Stored(area.area()));
  }
  const rpc::Unit& own = call.caller().unit;
  db::SelectInto(call.tx(), v1::Statement::default_instance(),
                 absl::StrCat("WHERE r.client_id IN (SELECT * FROM records_of($1)) AND r.agency_id "
                              "= $2 AND coalesce(r.department_id::text, '') = $3 AND r.area = "
                              "ANY($4::text[]) AND r.kind <> 'WORKER_ASSUMPTION' ORDER BY "
                              "r.create_time DESC, r.statement_id LIMIT ",
                              kMostStatements),
                 {referral.client_id(), own.agency_id, own.department_id, db::ArrayLiteral(areas)},
                 [&] { return preview.add_statements(); });
}

}  // namespace opora::registry
