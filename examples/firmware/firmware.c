#include "examples/firmware/firmware.h"

#include <stdio.h>

#include "examples/firmware/tiny_network.h"

static int boot(drnn_driver* driver, const drnn_bus* bus) {
  static const drnn_layer layer = {TINY_INPUTS, TINY_HIDDEN, 0, 0};
  static const drnn_network network = {&layer, 1, tiny_image,
                                       sizeof tiny_image / sizeof *tiny_image};
  static const drnn_thresholds thresholds = {TINY_THRESHOLD, TINY_THRESHOLD, 1};
  int error = drnn_init(driver, bus, NULL);
  if (error == DRNN_OK) error = drnn_load(driver, &network, &thresholds);
  if (error == DRNN_OK) error = drnn_reset_state(driver);
  return error;
}

static void print_step(int step, const int16_t* h) {
  printf("step %d:", step);
  for (int i = 0; i < TINY_HIDDEN; ++i) printf(" %d", h[i]);
  printf("\n");
}

int firmware(const drnn_bus* bus, void* unused) {
  (void)unused;
  drnn_driver driver;
  int16_t h[TINY_HIDDEN];
  int error = boot(&driver, bus);
  for (int step = 0; step < TINY_STEPS && error == DRNN_OK; ++step) {
    error = drnn_step(&driver, tiny_input[step], h);
    if (error == DRNN_OK) print_step(step, h);
  }
  if (error != DRNN_OK) printf("error: %s\n", drnn_error_text(error));
  return error;
}
