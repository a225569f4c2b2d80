#pragma once

#include "tlm/driver/drnn_driver.h"

#ifdef __cplusplus
extern "C" {
#endif

/// Driver of the EdgeDRNN accelerator and its AXI DMA, in C99, beside that of the DRNN and with its
/// bus, configuration and results. It does as the authors' host program [R]: one input transfer and
/// one blocking output transfer a step, polling. The accelerator has no start register: a step
/// begins when its input arrives.
///
/// Order of calls: edgedrnn_init, edgedrnn_load, edgedrnn_hold_reset, edgedrnn_release_reset, then
/// edgedrnn_step as often as wanted; the two calls of the reset again before each further sequence.

/// A network as the accelerator takes it. The image holds columns of 3 * hidden bytes for [bias]
/// [x...][h...] of each layer, each with the weights of all r, all u, all c.
typedef struct edgedrnn_network {
  uint32_t layer_count;  ///< 1 to EDGEDRNN_MAX_LAYERS
  uint32_t inputs;       ///< a multiple of the number of PEs
  uint32_t hidden;       ///< units of every layer
  const int16_t* image;  ///< two weights a word, the first in the low byte
  size_t image_words;
} edgedrnn_network;

/// What the driver remembers. The caller provides it and leaves its members alone.
typedef struct edgedrnn_driver {
  const drnn_bus* bus;
  drnn_config config;
  int phase;
  uint32_t inputs;
  uint32_t outputs;
} edgedrnn_driver;

/// The address map of the model.
drnn_config edgedrnn_default_config(void);

/// Starts both channels of the DMA. `bus` must outlive the driver; config NULL: the default.
int edgedrnn_init(edgedrnn_driver* driver, const drnn_bus* bus, const drnn_config* config);

/// Puts the image into memory and writes the registers; thresholds->skip is ignored.
int edgedrnn_load(edgedrnn_driver* driver, const edgedrnn_network* network,
                  const drnn_thresholds* thresholds);

/// Asserts and releases the reset line, which forgets all states. How long it must be held is the
/// platform's business.
int edgedrnn_hold_reset(edgedrnn_driver* driver);
int edgedrnn_release_reset(edgedrnn_driver* driver);

/// One time step: `inputs` words in, `hidden` words out.
int edgedrnn_step(edgedrnn_driver* driver, const int16_t* input, int16_t* output);

#ifdef __cplusplus
}
#endif
