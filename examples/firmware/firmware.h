#pragma once

#include "tlm/driver/drnn_driver.h"

/// Loads the tiny network, runs its input step by step and prints h of each step. Knows nothing of
/// the model. Returns a drnn_result.
int firmware(const drnn_bus* bus, void* unused);
