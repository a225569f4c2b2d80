// firmware_example [INI]: runs the firmware on the model of the default design, with the parameters
// in the text INI changed. Exit codes: 0 done, 1 the run failed, 2 INI cannot be used.
#include <inttypes.h>
#include <stdio.h>

#include "examples/firmware/drnn_model.h"
#include "examples/firmware/firmware.h"

static int run(drnn_model* model) {
  if (*drnn_model_error(model) != '\0') {
    fprintf(stderr, "firmware_example: %s\n", drnn_model_error(model));
    return 2;
  }
  const int result = drnn_model_run(model, firmware, NULL);
  if (result == DRNN_MODEL_FAILED)
    fprintf(stderr, "firmware_example: %s\n", drnn_model_error(model));
  else
    printf("%" PRIu64 " cycles\n", drnn_model_cycle(model));
  return result == DRNN_OK ? 0 : 1;
}

int main(int argc, char** argv) {
  drnn_model* model = drnn_model_create("drnn-zynq7100", argc > 1 ? argv[1] : NULL);
  const int exit_code = run(model);
  drnn_model_destroy(model);
  return exit_code;
}
