#include "services/client_registry/privacy/file_mark_service.h"

#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/time/proto_date.h"
#include "services/client_registry/privacy/privacy_rules.h"

namespace opora::registry {
namespace {

constexpr char kOfUnit[] =
    "WHERE r.client_id = $1 AND r.agency_id = $2 AND coalesce(r.department_id::text, '') = $3";

std::vector<v1::FileMark> MarksOf(rpc::Call& call, const std::string& client_id) {
  const rpc::Unit& unit = call.caller().unit;
  return db::Select<v1::FileMark>(call.tx(), kOfUnit,
                                  {client_id, unit.agency_id, unit.department_id});
}

}  // namespace

void FileMarkService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.PrivacyService";
  rpc::Bind(methods, kInterface, "PutFileMark", *this, &FileMarkService::PutFileMark);
  rpc::Bind(methods, kInterface, "GetFileMark", *this, &FileMarkService::GetFileMark);
}

absl::StatusOr<v1::PutFileMarkResponse> FileMarkService::PutFileMark(
    rpc::Call& call, const v1::PutFileMarkRequest& request) {
  RETURN_IF_ERROR(CheckFileMark(request.file_mark(), dates::DayAt(call.now())));
  v1::PutFileMarkResponse response;
  v1::FileMark& mark = *response.mutable_file_mark();
  mark = request.file_mark();
  rpc::SetHolder(call.caller().unit, mark);
  const std::vector<v1::FileMark> present = MarksOf(call, mark.client_id());
  if (present.empty()) {
    mark.set_file_mark_id(ids::RandomId());
    *mark.mutable_create_time() = rpc::ToTimestamp(call.now());
    db::Insert(call.tx(), mark);
  } else {
    ASSIGN_OR_RETURN(const v1::FileMark locked,
                     db::Lock<v1::FileMark>(call.tx(), present.front().file_mark_id(),
                                            request.file_mark().etag()));
    mark.set_file_mark_id(locked.file_mark_id());
    *mark.mutable_create_time() = locked.create_time();
    mark.set_etag(locked.etag());
    db::Update(call.tx(), mark,
               {"reference_number", "shredding_mark", "hold_reason", "handed_over_on"});
  }
  call.Emit("FileMarkPut", mark);
  return response;
}

absl::StatusOr<v1::GetFileMarkResponse> FileMarkService::GetFileMark(
    rpc::Call& call, const v1::GetFileMarkRequest& request) {
  const std::vector<v1::FileMark> marks = MarksOf(call, request.client_id());
  if (marks.empty()) return rules::NotFound();
  v1::GetFileMarkResponse response;
  *response.mutable_file_mark() = marks.front();
  return response;
}

}  // namespace opora::registry
