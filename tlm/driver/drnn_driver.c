#include "tlm/driver/drnn_driver.h"

#include "tlm/driver/drnn_dma.h"
#include "tlm/driver/drnn_registers.h"

enum { PHASE_NONE, PHASE_STARTED, PHASE_LOADED, PHASE_READY };

// The DMA's data path is 8 bytes wide: a transfer that another one continues ends on it.
enum { WORD_BYTES = 2, TRANSFER_ALIGNMENT = 8, IMAGE_ACCUMULATORS = 4, GATES = 3 };

const char* drnn_error_text(int result) {
  switch (result) {
    case DRNN_OK:
      return "no error";
    case DRNN_ERROR_ARGUMENT:
      return "an argument is missing or contradicts another";
    case DRNN_ERROR_STATE:
      return "the call comes too early: init, load, reset_state, step is the order";
    case DRNN_ERROR_TOO_LARGE:
      return "the weights, or one step, do not fit their memory region or the longest transfer";
    case DRNN_ERROR_REGISTER:
      return "a register access failed";
    case DRNN_ERROR_MEMORY:
      return "a memory access failed";
    case DRNN_ERROR_WAIT:
      return "waiting for an interrupt failed";
    case DRNN_ERROR_TIMEOUT:
      return "a status register did not become what was awaited";
    case DRNN_ERROR_DMA_INTERNAL:
      return "the DMA reports an internal error";
    case DRNN_ERROR_DMA_SLAVE:
      return "the DMA reports that the memory answered with an error";
    case DRNN_ERROR_DMA_DECODE:
      return "the DMA reports an address at which nothing is";
    default:
      return "unknown result";
  }
}

drnn_config drnn_config_for_memory(uint32_t bytes) {
  const uint32_t quarter = bytes / 4;
  const drnn_config config = {
      .accelerator_base = DRNN_ACCELERATOR_BASE,
      .dma_base = DRNN_DMA_BASE,
      .weights_address = DRNN_WEIGHTS_ADDRESS,
      .weights_bytes = 2 * quarter - DRNN_WEIGHTS_ADDRESS,
      .input_address = 2 * quarter,
      .output_address = 3 * quarter,
      .stream_bytes = quarter,
      .longest_transfer = DRNN_DMA_MAX_LENGTH,
      .poll_limit = 0,
  };
  return config;
}

drnn_config drnn_default_config(void) {
  return drnn_config_for_memory(DRNN_MEMORY_BYTES);
}

static drnn_dma dma_of(const drnn_driver* driver) {
  const drnn_dma dma = {driver->bus, driver->config.dma_base, driver->config.poll_limit, 1};
  return dma;
}

static int write_accelerator(const drnn_driver* driver, uint32_t offset, uint32_t value) {
  const drnn_register_value write = {offset, value};
  return drnn_write_registers(driver->bus, driver->config.accelerator_base, &write, 1);
}

static int await_accelerator(const drnn_driver* driver, uint32_t mask, uint32_t expected) {
  const uint32_t address = driver->config.accelerator_base + DRNN_STATUS;
  for (uint32_t polls = 0; !drnn_timed_out(driver->config.poll_limit, polls); ++polls) {
    uint32_t status = 0;
    const int error = drnn_read_register(driver->bus, address, &status);
    if (error != DRNN_OK) return error;
    if ((status & mask) == expected) return DRNN_OK;
  }
  return DRNN_ERROR_TIMEOUT;
}

int drnn_init(drnn_driver* driver, const drnn_bus* bus, const drnn_config* config) {
  if (driver == NULL || !drnn_bus_is_complete(bus)) return DRNN_ERROR_ARGUMENT;
  const drnn_driver fresh = {.bus = bus,
                             .config = config != NULL ? *config : drnn_default_config()};
  *driver = fresh;
  if (driver->config.longest_transfer < TRANSFER_ALIGNMENT ||
      driver->config.longest_transfer > DRNN_DMA_MAX_LENGTH)
    return DRNN_ERROR_ARGUMENT;
  const drnn_dma dma = dma_of(driver);
  const int error = drnn_dma_run(&dma);
  if (error == DRNN_OK) driver->phase = PHASE_STARTED;
  return error;
}

// Words of a network's image; 0 if its sizes make no network.
static uint64_t image_words(const drnn_network* network) {
  uint64_t words = 0;
  uint32_t inputs = network->layers[0].inputs;
  for (uint32_t i = 0; i < network->layer_count; ++i) {
    const drnn_layer* layer = &network->layers[i];
    if (layer->inputs == 0 || layer->hidden == 0 || layer->inputs != inputs) return 0;
    const uint64_t columns = (uint64_t)layer->bias_columns + layer->inputs + layer->hidden;
    words += layer->hidden * (2 * IMAGE_ACCUMULATORS + GATES * columns);
    inputs = layer->hidden;
  }
  return words;
}

static int check_network(const drnn_driver* driver, const drnn_network* network) {
  if (network == NULL || network->layers == NULL || network->image == NULL ||
      network->layer_count == 0 || network->layer_count > DRNN_MAX_LAYERS ||
      network->image_words == 0 || network->image_words != image_words(network))
    return DRNN_ERROR_ARGUMENT;
  return network->image_words > driver->config.weights_bytes / WORD_BYTES ? DRNN_ERROR_TOO_LARGE
                                                                          : DRNN_OK;
}

static int write_shape(const drnn_driver* driver, const drnn_network* network) {
  int error = write_accelerator(driver, DRNN_LAYERS, network->layer_count);
  for (uint32_t i = 0; i < network->layer_count && error == DRNN_OK; ++i) {
    const drnn_layer* layer = &network->layers[i];
    const drnn_register_value writes[] = {{DRNN_LAYER, i},
                                          {DRNN_INPUTS, layer->inputs},
                                          {DRNN_HIDDEN, layer->hidden},
                                          {DRNN_BIAS_COLUMNS, layer->bias_columns}};
    error = drnn_write_registers(driver->bus, driver->config.accelerator_base, writes, 4);
    // Setting the number of layers has cleared all scales.
    if (error == DRNN_OK && layer->scales != 0)
      error = write_accelerator(driver, DRNN_SCALES, layer->scales);
  }
  return error;
}

static int write_thresholds(const drnn_driver* driver, const drnn_thresholds* thresholds) {
  const drnn_register_value writes[] = {{DRNN_THETA_X, (uint32_t)thresholds->theta_x},
                                        {DRNN_THETA_H, (uint32_t)thresholds->theta_h},
                                        {DRNN_SKIP, thresholds->skip != 0}};
  return drnn_write_registers(driver->bus, driver->config.accelerator_base, writes, 3);
}

static int transfer_image(const drnn_driver* driver, const drnn_network* network) {
  const drnn_bus* bus = driver->bus;
  uint32_t address = driver->config.weights_address;
  uint32_t left = (uint32_t)(WORD_BYTES * network->image_words);
  const drnn_dma dma = dma_of(driver);
  const uint32_t longest =
      driver->config.longest_transfer - driver->config.longest_transfer % TRANSFER_ALIGNMENT;
  if (bus->put(bus->context, address, network->image, network->image_words) != 0)
    return DRNN_ERROR_MEMORY;
  int error = write_accelerator(driver, DRNN_CONTROL, DRNN_CONTROL_LOAD);
  while (left > 0 && error == DRNN_OK) {
    const uint32_t bytes = left < longest ? left : longest;
    error = drnn_dma_start(&dma, DRNN_FROM_MEMORY, address, bytes);
    if (error == DRNN_OK) error = drnn_dma_finish(&dma, DRNN_FROM_MEMORY);
    address += bytes;
    left -= bytes;
  }
  return error;
}

static int set_step_words(const drnn_driver* driver) {
  const drnn_register_value write = {DRNN_DMA_STEP_WORDS, driver->outputs};
  return drnn_write_registers(driver->bus, driver->config.dma_base, &write, 1);
}

int drnn_load(drnn_driver* driver, const drnn_network* network, const drnn_thresholds* thresholds) {
  if (driver == NULL || thresholds == NULL) return DRNN_ERROR_ARGUMENT;
  if (driver->phase < PHASE_STARTED) return DRNN_ERROR_STATE;
  int error = check_network(driver, network);
  if (error != DRNN_OK) return error;
  driver->phase = PHASE_NONE;
  driver->last_output = 0;
  driver->inputs = network->layers[0].inputs;
  driver->outputs = network->layers[network->layer_count - 1].hidden;
  error = write_shape(driver, network);
  if (error == DRNN_OK) error = write_thresholds(driver, thresholds);
  if (error == DRNN_OK) error = transfer_image(driver, network);
  if (error == DRNN_OK) error = await_accelerator(driver, DRNN_STATUS_LOADING, 0);
  if (error == DRNN_OK) error = set_step_words(driver);
  if (error == DRNN_OK) driver->phase = PHASE_LOADED;
  return error;
}

int drnn_set_thresholds(drnn_driver* driver, const drnn_thresholds* thresholds) {
  if (driver == NULL || thresholds == NULL) return DRNN_ERROR_ARGUMENT;
  if (driver->phase < PHASE_LOADED) return DRNN_ERROR_STATE;
  return write_thresholds(driver, thresholds);
}

int drnn_reset_state(drnn_driver* driver) {
  if (driver == NULL) return DRNN_ERROR_ARGUMENT;
  if (driver->phase < PHASE_LOADED) return DRNN_ERROR_STATE;
  int error = write_accelerator(driver, DRNN_CONTROL, DRNN_CONTROL_RESET);
  if (error == DRNN_OK) error = await_accelerator(driver, DRNN_STATUS_READY, DRNN_STATUS_READY);
  if (error == DRNN_OK) driver->phase = PHASE_READY;
  return error;
}

// One pair of transfers. The output's is started first, so that it waits for the accelerator and
// not the accelerator for it.
static int stream(const drnn_driver* driver, uint32_t input_bytes, uint32_t output_bytes) {
  const drnn_dma dma = dma_of(driver);
  const drnn_config* config = &driver->config;
  int error = drnn_dma_start(&dma, DRNN_TO_MEMORY, config->output_address, output_bytes);
  if (error == DRNN_OK)
    error = drnn_dma_start(&dma, DRNN_FROM_MEMORY, config->input_address, input_bytes);
  if (error == DRNN_OK) error = drnn_dma_finish(&dma, DRNN_FROM_MEMORY);
  if (error == DRNN_OK) error = drnn_dma_finish(&dma, DRNN_TO_MEMORY);
  return error;
}

uint32_t drnn_longest_run(const drnn_driver* driver) {
  if (driver == NULL || driver->phase < PHASE_LOADED) return 0;
  const drnn_config* config = &driver->config;
  const uint32_t bytes = config->longest_transfer < config->stream_bytes ? config->longest_transfer
                                                                         : config->stream_bytes;
  const uint32_t words = driver->inputs > driver->outputs ? driver->inputs : driver->outputs;
  return bytes / WORD_BYTES / words;
}

int drnn_run_in_place(drnn_driver* driver, uint32_t steps) {
  if (driver == NULL || steps == 0) return DRNN_ERROR_ARGUMENT;
  if (driver->phase < PHASE_READY) return DRNN_ERROR_STATE;
  if (steps > drnn_longest_run(driver)) return DRNN_ERROR_TOO_LARGE;
  const uint32_t output_bytes = WORD_BYTES * steps * driver->outputs;
  const int error = stream(driver, WORD_BYTES * steps * driver->inputs, output_bytes);
  if (error != DRNN_OK) {
    driver->phase = PHASE_NONE;  // what the accelerator took of it is not known
    return error;
  }
  driver->last_output = driver->config.output_address + output_bytes - WORD_BYTES * driver->outputs;
  return DRNN_OK;
}

static int run_chunk(drnn_driver* driver, const int16_t* input, int16_t* output, uint32_t steps) {
  const drnn_bus* bus = driver->bus;
  const drnn_config* config = &driver->config;
  if (bus->put(bus->context, config->input_address, input, (size_t)steps * driver->inputs) != 0)
    return DRNN_ERROR_MEMORY;
  const int error = drnn_run_in_place(driver, steps);
  if (error != DRNN_OK || output == NULL) return error;
  const size_t words = (size_t)steps * driver->outputs;
  return bus->get(bus->context, config->output_address, output, words) == 0 ? DRNN_OK
                                                                            : DRNN_ERROR_MEMORY;
}

int drnn_run(drnn_driver* driver, const int16_t* input, int16_t* output, size_t steps) {
  if (driver == NULL || (input == NULL && steps > 0)) return DRNN_ERROR_ARGUMENT;
  if (driver->phase < PHASE_READY) return DRNN_ERROR_STATE;
  const uint32_t longest = drnn_longest_run(driver);
  if (longest == 0) return DRNN_ERROR_TOO_LARGE;
  int error = DRNN_OK;
  while (steps > 0 && error == DRNN_OK) {
    const uint32_t chunk = steps < longest ? (uint32_t)steps : longest;
    error = run_chunk(driver, input, output, chunk);
    input += (size_t)chunk * driver->inputs;
    if (output != NULL) output += (size_t)chunk * driver->outputs;
    steps -= chunk;
  }
  return error;
}

int drnn_step(drnn_driver* driver, const int16_t* input, int16_t* output) {
  return drnn_run(driver, input, output, 1);
}

int drnn_read(const drnn_driver* driver, int16_t* output) {
  if (driver == NULL || output == NULL) return DRNN_ERROR_ARGUMENT;
  if (driver->last_output == 0) return DRNN_ERROR_STATE;
  const drnn_bus* bus = driver->bus;
  return bus->get(bus->context, driver->last_output, output, driver->outputs) == 0
             ? DRNN_OK
             : DRNN_ERROR_MEMORY;
}
