#include "services/housing_referral/housing_decider.h"

#include "services/housing_referral/applications/application_rules.h"
#include "services/housing_referral/complaints/complaint_rules.h"

namespace opora::housing {

void HousingDecider::Present(const rpc::Call& call, google::protobuf::Message& record) const {
  if (record.GetDescriptor() == v1::Application::descriptor()) {
    auto& application = static_cast<v1::Application&>(record);
    AsSeenBy(ViewerOf(call.caller(), application), application);
  } else if (record.GetDescriptor() == v1::Complaint::descriptor()) {
    AsSeenBy(call.caller(), static_cast<v1::Complaint&>(record));
  }
  RemoteDecider::Present(call, record);
}

}  // namespace opora::housing
