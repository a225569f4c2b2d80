#pragma once

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// Driver of the DRNN accelerator and its AXI DMA, in C99, without allocation and without a
/// library. The same source runs on a Zynq and inside the model: it sees the hardware only through
/// a drnn_bus.
///
/// Order of calls: drnn_init, drnn_load, drnn_reset_state, then drnn_step or drnn_run, as often as
/// wanted; drnn_reset_state again before each further sequence. All calls block until the hardware
/// is done. All return DRNN_OK or one of the errors below. After a transfer has failed, the driver
/// begins again with drnn_init; a channel that an error has halted needs the DMA's own reset before
/// that (DMACR bit 2), which is left to the platform.

/// What a call returns.
enum drnn_result {
  DRNN_OK = 0,
  DRNN_ERROR_ARGUMENT = -1,
  DRNN_ERROR_STATE = -2,
  DRNN_ERROR_TOO_LARGE = -3,
  DRNN_ERROR_REGISTER = -4,
  DRNN_ERROR_MEMORY = -5,
  DRNN_ERROR_WAIT = -6,
  DRNN_ERROR_TIMEOUT = -7,
  DRNN_ERROR_DMA_INTERNAL = -8,
  DRNN_ERROR_DMA_SLAVE = -9,
  DRNN_ERROR_DMA_DECODE = -10
};

/// One line of English for a result; never NULL.
const char* drnn_error_text(int result);

/// How the driver reaches the hardware. Every function returns 0, or anything else for a failure.
///
/// Memory is what the DMA reads and writes, by physical address, as 16-bit words of which the low
/// byte comes first. Where it is cached for the CPU, `put` cleans what it wrote and `get`
/// invalidates what it is going to read; a `write32` is seen by the hardware after every `put` that
/// came before it.
typedef struct drnn_bus {
  void* context;  ///< handed to each function
  int (*read32)(void* context, uint32_t address, uint32_t* value);
  int (*write32)(void* context, uint32_t address, uint32_t value);
  int (*put)(void* context, uint32_t address, const int16_t* words, size_t count);
  int (*get)(void* context, uint32_t address, int16_t* words, size_t count);
  /// Returns when the interrupt of the DMA's channel from (read) or to (write) memory is pending;
  /// the first also when that of the other channel is. Too early a return does no harm. NULL: the
  /// driver polls DMASR.
  int (*wait_read_done)(void* context);
  int (*wait_write_done)(void* context);
  /// Reads a register until a bit of `mask` is set, `limit` times at most (0: no limit), and gives
  /// the last value: no more than read32 would do, but a simulator can tell what for. NULL, as in a
  /// structure that was cleared before it was filled in: the driver polls with read32.
  int (*poll32)(void* context, uint32_t address, uint32_t mask, uint32_t limit, uint32_t* value);
} drnn_bus;

/// Where things are, and limits. All addresses are physical; regions do not overlap.
typedef struct drnn_config {
  uint32_t accelerator_base;
  uint32_t dma_base;
  uint32_t weights_address;
  uint32_t weights_bytes;  ///< size of that region
  uint32_t input_address;
  uint32_t output_address;
  uint32_t stream_bytes;      ///< size of the regions of inputs and of outputs, each
  uint32_t longest_transfer;  ///< bytes, 8 to DRNN_DMA_MAX_LENGTH
  uint32_t poll_limit;        ///< reads of a status register before a timeout; 0: no limit
} drnn_config;

/// The address map of the model, and the longest transfer of the DMA.
drnn_config drnn_default_config(void);

/// The default with its regions in a memory of `bytes` from address 0, at least 2 MB: weights in
/// the lower half above the first megabyte, inputs in the third quarter, outputs in the last.
drnn_config drnn_config_for_memory(uint32_t bytes);

/// Sizes of one layer.
typedef struct drnn_layer {
  uint32_t inputs;
  uint32_t hidden;
  uint32_t bias_columns;  ///< 0: biases start the accumulators; 1: they are the first column
  uint32_t scales;        ///< powers of two by which tensors were divided, see SCALES; 0: none
} drnn_layer;

/// A network as the accelerator takes it. For each layer the image holds the 4 * hidden initial
/// accumulators M_r, M_u, M_cx, M_ch (bias format, 32 bits each, low half first), then the columns
/// [bias][x...][h...], each with the weights of all r, all u, all c.
typedef struct drnn_network {
  const drnn_layer* layers;
  uint32_t layer_count;  ///< 1 to DRNN_MAX_LAYERS
  const int16_t* image;
  size_t image_words;
} drnn_network;

/// Thresholds in the activation format. skip 0: every element is sent.
typedef struct drnn_thresholds {
  int32_t theta_x;
  int32_t theta_h;
  int skip;
} drnn_thresholds;

/// What the driver remembers. The caller provides it and leaves its members alone.
typedef struct drnn_driver {
  const drnn_bus* bus;
  drnn_config config;
  int phase;
  uint32_t inputs;       ///< of the first layer
  uint32_t outputs;      ///< units of the last layer
  uint32_t last_output;  ///< address of the last step's output; 0: no step was run
} drnn_driver;

/// Starts both channels of the DMA. `bus` must outlive the driver; config NULL: the default.
int drnn_init(drnn_driver* driver, const drnn_bus* bus, const drnn_config* config);

/// Writes sizes and thresholds and transfers the image. Ends when the accelerator has all of it.
int drnn_load(drnn_driver* driver, const drnn_network* network, const drnn_thresholds* thresholds);

/// Holds from the next step on.
int drnn_set_thresholds(drnn_driver* driver, const drnn_thresholds* thresholds);

/// Forgets all states, as before a sequence's first step.
int drnn_reset_state(drnn_driver* driver);

/// One time step: `inputs` words in, `outputs` words out. output NULL: drnn_read takes it later.
int drnn_step(drnn_driver* driver, const int16_t* input, int16_t* output);

/// Many time steps, (steps, inputs) in and (steps, outputs) out, by one pair of transfers for as
/// many of them as fit the regions and the longest transfer. output NULL: only the last can be
/// read afterwards.
int drnn_run(drnn_driver* driver, const int16_t* input, int16_t* output, size_t steps);

/// Steps that one pair of transfers holds at most: the regions and the longest transfer decide. 0:
/// not even one.
uint32_t drnn_longest_run(const drnn_driver* driver);

/// 1 to drnn_longest_run() time steps by one pair of transfers, without copies: the caller has put
/// their inputs, (steps, inputs), at config.input_address, and finds their outputs, (steps,
/// outputs), at config.output_address.
int drnn_run_in_place(drnn_driver* driver, uint32_t steps);

/// The output of the last step.
int drnn_read(const drnn_driver* driver, int16_t* output);

#ifdef __cplusplus
}
#endif
