#pragma once

#include <google/protobuf/descriptor.h>

#include <string>
#include <vector>

namespace opora::db {

// Every message of the package that is a record, in order of its full name.
std::vector<const google::protobuf::Descriptor*> RecordsOf(const std::string& package);

}  // namespace opora::db
