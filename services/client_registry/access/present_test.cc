#include "services/client_registry/access/present.h"

#include <gtest/gtest.h>

namespace opora::registry::access {
namespace {

TEST(XC_27, ANumberOfAFixedLineTellsTheRegion) {
  for (const char* number : {"+420 352 123 456", "224 111 222", "00420 585-123-456", "554123456"})
    EXPECT_TRUE(TellsRegion(number)) << number;
  for (const char* number : {"+420 600 000 001", "777 123 456", "00420 603123456", ""})
    EXPECT_FALSE(TellsRegion(number)) << number;
}

}  // namespace
}  // namespace opora::registry::access
