#include "common/app/application.h"
#include "services/client_registry/service.h"

int main(int argc, char** argv) {
  return opora::app::Main(opora::registry::Definition(), argc, argv);
}
