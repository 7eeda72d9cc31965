#include "common/app/application.h"
#include "services/housing_referral/service.h"

int main(int argc, char** argv) {
  return opora::app::Main(opora::housing::Definition(), argc, argv);
}
