#pragma once

#include <google/protobuf/message.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "common/db/session.h"
#include "common/rules/rule.h"
#include "common/status_macros.h"

// The message is the record: a message with the option (opora.common.v1.record) is stored in the
// table that the option names, field by field in the column of the same name. What each type of
// field becomes is written in docs/architecture/records.md and checked against the live schema.
namespace opora::db {

// Stores a new record with its children. Sets its etag when it has one.
// Throws what libpqxx throws; constraints become statuses in the pipeline.
void Insert(Tx& tx, google::protobuf::Message& record);

// Fills `record` with the row of this key. False when there is none.
bool Find(Tx& tx, std::string_view key, google::protobuf::Message& record);

// The same, locking the row for change until the end of the transaction.
bool FindForUpdate(Tx& tx, std::string_view key, google::protobuf::Message& record);

// Writes the named fields of a record that was locked before, and moves its version on. Children
// are written by difference of their keys when their field is named.
void Update(Tx& tx, google::protobuf::Message& record, const std::vector<std::string_view>& fields);

// Adds the records found by `SELECT <columns> FROM <table> <rest>` to `records`, children included.
// `rest` begins with WHERE, JOIN or ORDER BY; the table has the alias "r".
void SelectInto(Tx& tx, const google::protobuf::Message& prototype, std::string_view rest,
                const Params& params, const std::function<google::protobuf::Message*()>& add);

// Compares the records of the given messages with the live schema.
//
// FAILED_PRECONDITION with every difference: a missing or surplus column, another type, NULL where
// the message has no presence, a CHECK that does not list the values of the enumeration.
absl::Status CheckSchema(Tx& tx, const std::vector<const google::protobuf::Descriptor*>& records);

// The quoted etag of a version.
std::string Etag(int64_t version);

template <typename Record>
absl::StatusOr<Record> Get(Tx& tx, std::string_view key) {
  Record record;
  if (!Find(tx, key, record)) return rules::NotFound();
  return record;
}

// The only way to get a record for changing. A given etag is compared under the lock.
//
// NOT_FOUND; ABORTED ETAG_MISMATCH.
template <typename Record>
absl::StatusOr<Record> Lock(Tx& tx, std::string_view key, std::string_view etag = "") {
  Record record;
  if (!FindForUpdate(tx, key, record)) return rules::NotFound();
  if (!etag.empty() && etag != record.etag()) {
    return rules::StatusWithReason(absl::StatusCode::kAborted, "ETAG_MISMATCH",
                                   "the record was changed since it was read");
  }
  return record;
}

template <typename Record>
std::vector<Record> Select(Tx& tx, std::string_view rest, const Params& params) {
  std::vector<std::unique_ptr<Record>> found;
  SelectInto(tx, Record::default_instance(), rest, params,
             [&] { return found.emplace_back(std::make_unique<Record>()).get(); });
  std::vector<Record> records;
  records.reserve(found.size());
  for (auto& record : found) records.push_back(std::move(*record));
  return records;
}

}  // namespace opora::db
