#include "tlm/driver/edgedrnn_driver.h"

#include "tlm/driver/drnn_dma.h"
#include "tlm/driver/drnn_registers.h"
#include "tlm/driver/edgedrnn_registers.h"

enum { PHASE_NONE, PHASE_STARTED, PHASE_LOADED, PHASE_RESETTING, PHASE_READY };

enum { WORD_BYTES = 2, GATES = 3 };

drnn_config edgedrnn_default_config(void) {
  drnn_config config = drnn_default_config();
  config.weights_address = EDGEDRNN_WEIGHTS_ADDRESS;
  config.weights_bytes = EDGEDRNN_WEIGHTS_BYTES;
  config.input_address = EDGEDRNN_INPUT_ADDRESS;
  config.output_address = EDGEDRNN_OUTPUT_ADDRESS;
  config.stream_bytes = EDGEDRNN_STREAM_BYTES;
  return config;
}

static drnn_dma dma_of(const edgedrnn_driver* driver) {
  const drnn_dma dma = {driver->bus, driver->config.dma_base, driver->config.poll_limit, 0};
  return dma;
}

int edgedrnn_init(edgedrnn_driver* driver, const drnn_bus* bus, const drnn_config* config) {
  if (driver == NULL || !drnn_bus_is_complete(bus)) return DRNN_ERROR_ARGUMENT;
  const edgedrnn_driver fresh = {.bus = bus,
                                 .config = config != NULL ? *config : edgedrnn_default_config()};
  *driver = fresh;
  const drnn_dma dma = dma_of(driver);
  const int error = drnn_dma_run(&dma);
  if (error == DRNN_OK) driver->phase = PHASE_STARTED;
  return error;
}

static uint64_t image_bytes(const edgedrnn_network* network) {
  const uint64_t first = 1 + (uint64_t)network->inputs + network->hidden;
  const uint64_t further = 1 + 2 * (uint64_t)network->hidden;
  return GATES * network->hidden * (first + (network->layer_count - 1) * further);
}

static int check_network(const edgedrnn_driver* driver, const edgedrnn_network* network) {
  if (network == NULL || network->image == NULL || network->layer_count == 0 ||
      network->layer_count > EDGEDRNN_MAX_LAYERS || network->inputs == 0 || network->hidden == 0 ||
      WORD_BYTES * (uint64_t)network->image_words != image_bytes(network))
    return DRNN_ERROR_ARGUMENT;
  const uint32_t longest_words = driver->config.stream_bytes / WORD_BYTES;
  return image_bytes(network) > driver->config.weights_bytes || network->inputs > longest_words ||
                 network->hidden > longest_words
             ? DRNN_ERROR_TOO_LARGE
             : DRNN_OK;
}

static int write_sizes(const edgedrnn_driver* driver, const edgedrnn_network* network) {
  const uint32_t base = driver->config.accelerator_base;
  const drnn_register_value writes[] = {{EDGEDRNN_LAYERS, network->layer_count},
                                        {EDGEDRNN_INPUT_SIZE, network->inputs}};
  int error = drnn_write_registers(driver->bus, base, writes, 2);
  for (uint32_t i = 0; i < EDGEDRNN_MAX_LAYERS && error == DRNN_OK; ++i) {
    const drnn_register_value write = {EDGEDRNN_HIDDEN_SIZE + 4 * i,
                                       i < network->layer_count ? network->hidden : 0};
    error = drnn_write_registers(driver->bus, base, &write, 1);
  }
  return error;
}

static int write_configuration(const edgedrnn_driver* driver, const edgedrnn_network* network,
                               const drnn_thresholds* thresholds) {
  const drnn_register_value writes[] = {{EDGEDRNN_WEIGHT_BASE, driver->config.weights_address},
                                        {EDGEDRNN_THETA_X, (uint32_t)thresholds->theta_x},
                                        {EDGEDRNN_THETA_H, (uint32_t)thresholds->theta_h}};
  const int error = drnn_write_registers(driver->bus, driver->config.accelerator_base, writes, 3);
  return error == DRNN_OK ? write_sizes(driver, network) : error;
}

// The DMA takes the words of a whole step as one packet, as the accelerator's tlast does.
static int set_step_words(const edgedrnn_driver* driver) {
  const drnn_register_value write = {DRNN_DMA_STEP_WORDS, driver->outputs};
  return drnn_write_registers(driver->bus, driver->config.dma_base, &write, 1);
}

int edgedrnn_load(edgedrnn_driver* driver, const edgedrnn_network* network,
                  const drnn_thresholds* thresholds) {
  if (driver == NULL || thresholds == NULL) return DRNN_ERROR_ARGUMENT;
  if (driver->phase < PHASE_STARTED) return DRNN_ERROR_STATE;
  int error = check_network(driver, network);
  if (error != DRNN_OK) return error;
  driver->phase = PHASE_NONE;
  driver->inputs = network->inputs;
  driver->outputs = network->hidden;
  const drnn_bus* bus = driver->bus;
  if (bus->put(bus->context, driver->config.weights_address, network->image,
               network->image_words) != 0)
    return DRNN_ERROR_MEMORY;
  error = write_configuration(driver, network, thresholds);
  if (error == DRNN_OK) error = set_step_words(driver);
  if (error == DRNN_OK) driver->phase = PHASE_LOADED;
  return error;
}

static int write_reset(const edgedrnn_driver* driver, uint32_t value) {
  const drnn_register_value write = {EDGEDRNN_RESET, value};
  return drnn_write_registers(driver->bus, EDGEDRNN_RESET_BASE, &write, 1);
}

int edgedrnn_hold_reset(edgedrnn_driver* driver) {
  if (driver == NULL) return DRNN_ERROR_ARGUMENT;
  if (driver->phase < PHASE_LOADED) return DRNN_ERROR_STATE;
  const int error = write_reset(driver, EDGEDRNN_RESET_ASSERTED);
  if (error == DRNN_OK) driver->phase = PHASE_RESETTING;
  return error;
}

int edgedrnn_release_reset(edgedrnn_driver* driver) {
  if (driver == NULL) return DRNN_ERROR_ARGUMENT;
  if (driver->phase != PHASE_RESETTING) return DRNN_ERROR_STATE;
  const int error = write_reset(driver, 0);
  if (error == DRNN_OK) driver->phase = PHASE_READY;
  return error;
}

static int transfer(const edgedrnn_driver* driver, enum drnn_dma_direction direction,
                    uint32_t address, uint32_t words) {
  const drnn_dma dma = dma_of(driver);
  const int error = drnn_dma_start(&dma, direction, address, WORD_BYTES * words);
  return error == DRNN_OK ? drnn_dma_finish(&dma, direction) : error;
}

int edgedrnn_step(edgedrnn_driver* driver, const int16_t* input, int16_t* output) {
  if (driver == NULL || input == NULL || output == NULL) return DRNN_ERROR_ARGUMENT;
  if (driver->phase != PHASE_READY) return DRNN_ERROR_STATE;
  const drnn_bus* bus = driver->bus;
  const drnn_config* config = &driver->config;
  if (bus->put(bus->context, config->input_address, input, driver->inputs) != 0)
    return DRNN_ERROR_MEMORY;
  int error = transfer(driver, DRNN_FROM_MEMORY, config->input_address, driver->inputs);
  if (error == DRNN_OK)
    error = transfer(driver, DRNN_TO_MEMORY, config->output_address, driver->outputs);
  if (error != DRNN_OK) {
    driver->phase = PHASE_NONE;  // what the accelerator took of the step is not known
    return error;
  }
  return bus->get(bus->context, config->output_address, output, driver->outputs) == 0
             ? DRNN_OK
             : DRNN_ERROR_MEMORY;
}
