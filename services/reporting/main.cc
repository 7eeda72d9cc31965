#include "common/app/application.h"
#include "services/reporting/service.h"

int main(int argc, char** argv) {
  return opora::app::Main(opora::reporting::Definition(), argc, argv);
}
