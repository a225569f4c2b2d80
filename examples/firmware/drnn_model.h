#pragma once

#include <stdint.h>

#include "tlm/driver/drnn_driver.h"

#ifdef __cplusplus
extern "C" {
#endif

/// The model of the whole design, for firmware in C. One a process, because SystemC elaborates
/// once.
typedef struct drnn_model drnn_model;

/// Firmware's entry; the bus leads to the model's registers and memory.
typedef int (*drnn_firmware)(const drnn_bus* bus, void* argument);

enum drnn_model_result { DRNN_MODEL_FAILED = -1000 };

/// Builds a design. preset: a name that `drnn run --preset` knows, or NULL for the default; ini:
/// text as in configs/, applied after the preset, or NULL. Sizes and thresholds are what the
/// firmware writes into registers. Never NULL, but see drnn_model_error.
drnn_model* drnn_model_create(const char* preset, const char* ini);
void drnn_model_destroy(drnn_model* model);

/// Runs firmware on the design's host until it returns. Returns what it returned, or
/// DRNN_MODEL_FAILED. May be called again for as long as nothing has failed.
int drnn_model_run(drnn_model* model, drnn_firmware firmware, void* argument);

/// What went wrong; empty if nothing did.
const char* drnn_model_error(const drnn_model* model);

/// Cycles of the accelerator's clock since the beginning of the simulation.
uint64_t drnn_model_cycle(const drnn_model* model);

/// For the firmware under way: lets so many cycles pass, for what a CPU would have to do.
void drnn_model_spend(drnn_model* model, uint64_t cycles);

#ifdef __cplusplus
}
#endif
