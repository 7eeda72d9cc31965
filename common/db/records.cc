#include "common/db/records.h"

#include <google/protobuf/descriptor_database.h>

#include <algorithm>

#include "opora/common/v1/policy.pb.h"

namespace opora::db {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::DescriptorPool;

bool IsRecord(const Descriptor& type) {
  return !type.options().GetExtension(common::v1::record).table().empty();
}

}  // namespace

std::vector<const Descriptor*> RecordsOf(const std::string& package) {
  std::vector<std::string> files;
  DescriptorPool::internal_generated_database()->FindAllFileNames(&files);
  std::vector<const Descriptor*> records;
  for (const std::string& name : files) {
    const auto* file = DescriptorPool::generated_pool()->FindFileByName(name);
    if (file == nullptr || file->package() != package) continue;
    for (int i = 0; i < file->message_type_count(); ++i)
      if (IsRecord(*file->message_type(i))) records.push_back(file->message_type(i));
  }
  std::sort(records.begin(), records.end(), [](const Descriptor* left, const Descriptor* right) {
    return left->full_name() < right->full_name();
  });
  return records;
}

}  // namespace opora::db
