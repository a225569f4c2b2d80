#pragma once

/// The registers of the accelerator and of its DMA, for C and C++: addresses, byte offsets, bits
/// and limits. What they mean stands in tlm/accelerator_registers.hpp and tlm/dma_registers.hpp.

/// Physical addresses: register blocks as Vivado assigns them; where the weights begin is chosen
/// [U].
enum drnn_address_map {
  DRNN_DMA_BASE = 0x40400000,
  DRNN_ACCELERATOR_BASE = 0x43c00000,
  DRNN_WEIGHTS_ADDRESS = 0x00100000,  ///< above the first megabyte
  DRNN_MEMORY_BYTES = 0x40000000      ///< for the default configuration, from address 0
};

/// Offsets of the accelerator [U].
enum drnn_accelerator_register {
  DRNN_CONTROL = 0x00,
  DRNN_STATUS = 0x04,
  DRNN_THETA_X = 0x08,
  DRNN_THETA_H = 0x0c,
  DRNN_SKIP = 0x10,
  DRNN_LAYERS = 0x14,
  DRNN_LAYER = 0x18,
  DRNN_INPUTS = 0x1c,
  DRNN_HIDDEN = 0x20,
  DRNN_BIAS_COLUMNS = 0x24,
  DRNN_SCALES = 0x28,
  DRNN_REGISTER_BYTES = 0x2c
};

enum drnn_accelerator_bits {
  DRNN_CONTROL_LOAD = 1,
  DRNN_CONTROL_RESET = 2,
  DRNN_STATUS_LOADING = 1,
  DRNN_STATUS_READY = 2
};

enum drnn_accelerator_limits { DRNN_MAX_LAYERS = 1024 };

/// Offsets of the AXI DMA in direct register mode (PG021); STEP_WORDS is the project's own [U].
enum drnn_dma_register {
  DRNN_DMA_MM2S_CONTROL = 0x00,
  DRNN_DMA_MM2S_STATUS = 0x04,
  DRNN_DMA_MM2S_ADDRESS = 0x18,
  DRNN_DMA_MM2S_LENGTH = 0x28,
  DRNN_DMA_S2MM_CONTROL = 0x30,
  DRNN_DMA_S2MM_STATUS = 0x34,
  DRNN_DMA_S2MM_ADDRESS = 0x48,
  DRNN_DMA_S2MM_LENGTH = 0x58,
  DRNN_DMA_STEP_WORDS = 0x5c,
  DRNN_DMA_REGISTER_BYTES = 0x60
};

/// Of DMACR and DMASR (PG021).
enum drnn_dma_bits {
  DRNN_DMA_RUN = 1 << 0,
  DRNN_DMA_IOC_IRQ_ENABLE = 1 << 12,
  DRNN_DMA_ERROR_IRQ_ENABLE = 1 << 14,
  DRNN_DMA_IDLE = 1 << 1,
  DRNN_DMA_INTERNAL_ERROR = 1 << 4,
  DRNN_DMA_SLAVE_ERROR = 1 << 5,
  DRNN_DMA_DECODE_ERROR = 1 << 6,
  DRNN_DMA_IOC_IRQ = 1 << 12
};

enum drnn_dma_limits { DRNN_DMA_MAX_LENGTH = (1 << 26) - 1 };  ///< bytes; PG021: 26 bits at most
