#include "common/text/direction.h"

namespace opora::text {
namespace {

bool EndsDirectionControl(std::string_view three_bytes) {
  const auto third = static_cast<unsigned char>(three_bytes[2]);
  if (three_bytes.substr(0, 2) == "\xE2\x80")
    return third == 0x8E || third == 0x8F || (third >= 0xAA && third <= 0xAE);
  return three_bytes.substr(0, 2) == "\xE2\x81" && third >= 0xA6 && third <= 0xA9;
}

}  // namespace

bool HasDirectionControls(std::string_view utf8) {
  if (utf8.find("\xD8\x9C") != utf8.npos) return true;
  for (std::size_t at = utf8.find('\xE2'); at != utf8.npos && at + 2 < utf8.size();
       at = utf8.find('\xE2', at + 1)) {
    if (EndsDirectionControl(utf8.substr(at, 3))) return true;
  }
  return false;
}

}  // namespace opora::text
