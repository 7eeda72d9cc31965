#include "services/client_registry/household/household_service.h"

#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/hold_own.h"
#include "common/rpc/holder.h"
#include "common/rpc/listing.h"
#include "common/rpc/page.h"
#include "common/time/proto_date.h"
#include "services/client_registry/access/registry_decider.h"
#include "services/client_registry/household/household_rules.h"
#include "services/client_registry/household/household_store.h"
#include "services/client_registry/protection/protection_store.h"

namespace opora::registry {
namespace {

// Members looked through for one page, at most; a page may be short.
constexpr int kCandidateLimit = 1000;

// Whoever adds somebody knows the person, and knows somebody there: else ids could be tried out.
absl::Status CheckMayAdd(rpc::Call& call, const v1::HouseholdMember& member) {
  ASSIGN_OR_RETURN(const rpc::Grants* grants, call.GrantsFor({member.client_id(), {}}));
  if (!grants->Any()) return call.HiddenRefusal(grants->denied_rule, grants->denied_reason);
  if (member.household_id().empty()) {
    return grants->own ? absl::OkStatus() : call.HiddenRefusal("REG-40", "FOREIGN_CLIENT");
  }
  std::vector<rpc::Subject> subjects;
  for (const std::string& other :
       household::ClientsOf(call.tx(), member.household_id(), dates::DayAt(call.now()))) {
    subjects.push_back({other, {}});
  }
  RETURN_IF_ERROR(call.Decide(subjects));
  for (const rpc::Subject& subject : subjects) {
    if (call.decisions().at(subject).own) return absl::OkStatus();
  }
  return call.HiddenRefusal("REG-40", "FOREIGN_HOUSEHOLD");
}

// As the redactor will show it: the area that the decider puts in counts.
bool Shows(rpc::Call& call, const v1::HouseholdMember& member) {
  v1::HouseholdMember presented = member;
  call.Present(presented);
  return call.decisions()
      .at({member.client_id(), rpc::HolderOf(member)})
      .Covers(presented.area(), "HouseholdMember.lives_there");
}

absl::StatusOr<v1::HouseholdMemberToday> Today(rpc::Call& call, v1::HouseholdMember member) {
  const absl::CivilDay day = dates::DayAt(call.now());
  common::v1::PartialDate birth = member.birth_date();
  if (!member.has_person_name()) {
    ASSIGN_OR_RETURN(const rpc::Grants* grants, call.GrantsFor({member.client_id(), {}}));
    if (grants->Covers(common::v1::DATA_AREA_IDENTITY, "Client.birth_date"))
      birth = household::BirthDateOf(call.tx(), member.client_id());
  }
  v1::HouseholdMemberToday today;
  if (const auto age = household::AgeOn(birth, day)) today.set_age_years(*age);
  *today.mutable_member() = std::move(member);
  return today;
}

}  // namespace

void HouseholdService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.ClientService";
  rpc::Bind(methods, kInterface, "AddHouseholdMember", *this,
            &HouseholdService::AddHouseholdMember);
  rpc::Bind(methods, kInterface, "EndHouseholdMembership", *this,
            &HouseholdService::EndHouseholdMembership);
  rpc::Bind(methods, kInterface, "ListHouseholds", *this, &HouseholdService::ListHouseholds);
  rpc::Bind(methods, kInterface, "ListHouseholdMembers", *this,
            &HouseholdService::ListHouseholdMembers);
}

absl::StatusOr<v1::AddHouseholdMemberResponse> HouseholdService::AddHouseholdMember(
    rpc::Call& call, const v1::AddHouseholdMemberRequest& request) {
  RETURN_IF_ERROR(CheckMayAdd(call, request.member()));
  v1::AddHouseholdMemberResponse response;
  v1::HouseholdMember& member = *response.mutable_member();
  member = request.member();
  RETURN_IF_ERROR(household::CheckMember(member, call.now()));
  protection::LockGraph(call.tx());
  member.set_member_id(ids::RandomId());
  if (member.household_id().empty()) member.set_household_id(ids::RandomId());
  rpc::SetHolder(call.caller().unit, member);
  member.set_area(common::v1::DATA_AREA_FAMILY);
  *member.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), member);
  if (!member.has_person_name() && member.lives_there()) {
    protection::Spread(
        call, household::ClientsOf(call.tx(), member.household_id(), dates::DayAt(call.now())));
  }
  call.Emit("HouseholdMemberAdded", member);
  rpc::HoldOwn(call, member);
  return response;
}

absl::StatusOr<v1::EndHouseholdMembershipResponse> HouseholdService::EndHouseholdMembership(
    rpc::Call& call, const v1::EndHouseholdMembershipRequest& request) {
  protection::LockGraph(call.tx());
  v1::EndHouseholdMembershipResponse response;
  ASSIGN_OR_RETURN(*response.mutable_member(),
                   db::Lock<v1::HouseholdMember>(call.tx(), request.member_id(), request.etag()));
  v1::HouseholdMember& member = *response.mutable_member();
  call.SetClient(member.client_id());
  // Nobody leaves a household on the paper in order to be tied to it no more (XC-58).
  if (rpc::HolderOf(member) != call.caller().unit ||
      !access::FactsOf(call, member.client_id()).exists)
    return call.HiddenRefusal("REG-40", "FOREIGN_MEMBERSHIP");
  *member.mutable_valid_to() = request.valid_to();
  RETURN_IF_ERROR(
      household::CheckEnd(&member.valid_from(), *member.mutable_valid_to(), call.now()));
  db::Update(call.tx(), member, {"valid_to"});
  call.Emit("HouseholdMembershipEnded", member);
  rpc::HoldOwn(call, member);
  return response;
}

absl::StatusOr<v1::ListHouseholdsResponse> HouseholdService::ListHouseholds(
    rpc::Call& call, const v1::ListHouseholdsRequest& request) {
  v1::ListHouseholdsResponse response;
  RETURN_IF_ERROR(rpc::ListNewest(
      call, request, "r.client_id IN (SELECT * FROM records_of($1)) AND r.person_name IS NULL",
      {request.client_id()}, *response.mutable_memberships(), response));
  return response;
}

absl::StatusOr<v1::ListHouseholdMembersResponse> HouseholdService::ListHouseholdMembers(
    rpc::Call& call, const v1::ListHouseholdMembersRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  absl::CivilDay day = dates::DayAt(call.now());
  if (request.has_as_of_date()) {
    RETURN_IF_ERROR(dates::CheckDate(request.as_of_date(), "as_of_date"));
    day = dates::FromDate(request.as_of_date());
  }
  const auto candidates = household::MembersAfter(call.tx(), request.household_id(), day,
                                                  page.Key(0).value_or(""), kCandidateLimit);
  std::vector<rpc::Subject> subjects;
  for (const auto& member : candidates)
    subjects.push_back({member.client_id(), rpc::HolderOf(member)});
  RETURN_IF_ERROR(call.Decide(subjects));
  v1::ListHouseholdMembersResponse response;
  std::string looked_at;
  for (const v1::HouseholdMember& member : candidates) {
    if (response.members_size() == page.size) break;
    looked_at = member.member_id();
    if (!Shows(call, member)) continue;
    ASSIGN_OR_RETURN(*response.add_members(), Today(call, member));
  }
  if (response.members().empty()) return call.HiddenRefusal("REG-40", "FOREIGN_HOUSEHOLD");
  const bool more = looked_at != candidates.back().member_id() ||
                    candidates.size() == static_cast<std::size_t>(kCandidateLimit);
  if (more) response.set_next_page_token(rpc::NextPageToken(call, request, {looked_at}));
  return response;
}

}  // namespace opora::registry
