#pragma once

/// The registers of the EdgeDRNN accelerator, for C and C++; the DMA's are in drnn_registers.h.

/// Physical addresses: register blocks as Vivado assigns them, memory regions chosen [U] inside the
/// smallest memory of the model, 128 MB.
enum edgedrnn_address_map {
  EDGEDRNN_RESET_BASE = 0x41200000,
  EDGEDRNN_WEIGHTS_ADDRESS = 0x00100000,  ///< above the first megabyte
  EDGEDRNN_WEIGHTS_BYTES = 0x01f00000,    ///< the largest network takes 25 MB
  EDGEDRNN_INPUT_ADDRESS = 0x02000000,
  EDGEDRNN_OUTPUT_ADDRESS = 0x03000000,
  EDGEDRNN_STREAM_BYTES = 0x01000000  ///< of inputs and of outputs, each
};

/// Offsets of the accelerator [R]: 32 registers; those not named here have no effect.
enum edgedrnn_register {
  EDGEDRNN_WEIGHT_BASE = 0x00,
  EDGEDRNN_THETA_X = 0x04,
  EDGEDRNN_THETA_H = 0x08,
  EDGEDRNN_LAYERS = 0x0c,
  EDGEDRNN_INPUT_SIZE = 0x10,   ///< a multiple of the number of PEs
  EDGEDRNN_HIDDEN_SIZE = 0x14,  ///< of the first layer; the others follow
  EDGEDRNN_REGISTER_BYTES = 0x80
};

/// Offset of the reset line [U]: one bit of an AXI GPIO. The accelerator itself has no register for
/// it.
enum edgedrnn_reset_register { EDGEDRNN_RESET = 0x00, EDGEDRNN_RESET_REGISTER_BYTES = 0x04 };

enum edgedrnn_reset_bits { EDGEDRNN_RESET_ASSERTED = 1 };

enum edgedrnn_limits { EDGEDRNN_MAX_LAYERS = 4 };
