#pragma once

#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <span>
#include <string>

#include "common/work/source.h"

// For tests of services: what every table of work must be (REG-118).
namespace opora::work {

inline void ExpectSources(std::span<const Source> sources) {
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();
  for (const Source& source : sources) {
    const std::string why(source.why.en);
    EXPECT_NE(source.kind, common::v1::WORK_KIND_UNSPECIFIED) << why;
    EXPECT_FALSE(why.empty());
    EXPECT_FALSE(source.why.cs.empty()) << why;
    EXPECT_NE(source.why.en, source.why.cs);
    EXPECT_NE(pool->FindMethodByName(std::string(source.opens)), nullptr) << source.opens;
    EXPECT_FALSE(source.areas.empty()) << why;
    for (const char* column : {"record_id", "client_id", "agency_id", "department_id", "worker_id",
                               "due_date", "since"}) {
      EXPECT_NE(source.sql.find(column), std::string_view::npos) << why << ": no " << column;
    }
    if (source.whose == Whose::kOwn) continue;
    EXPECT_NE(source.sql.find("unit_agency_id"), std::string_view::npos) << why;
    EXPECT_NE(source.sql.find("unit_department_id"), std::string_view::npos) << why;
  }
}

}  // namespace opora::work
