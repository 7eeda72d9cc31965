#include "common/app/application.h"
#include "services/case_conference/service.h"

int main(int argc, char** argv) {
  return opora::app::Main(opora::conference::Definition(), argc, argv);
}
