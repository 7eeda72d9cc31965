#pragma once

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Returns the error of `expression` to the caller, or goes on.
#define RETURN_IF_ERROR(...)                                   \
  do {                                                         \
    if (absl::Status status_ = (__VA_ARGS__); !status_.ok()) { \
      return status_;                                          \
    }                                                          \
  } while (false)

// Unwraps an absl::StatusOr into `variable`, or returns its error to the caller.
#define ASSIGN_OR_RETURN(variable, ...) \
  OPORA_ASSIGN_OR_RETURN_(OPORA_CONCAT_(result_, __LINE__), variable, __VA_ARGS__)

#define OPORA_ASSIGN_OR_RETURN_(result, variable, ...) \
  auto result = (__VA_ARGS__);                         \
  if (!result.ok()) return std::move(result).status(); \
  variable = *std::move(result)

#define OPORA_CONCAT_(left, right) OPORA_CONCAT_IMPL_(left, right)
#define OPORA_CONCAT_IMPL_(left, right) left##right
