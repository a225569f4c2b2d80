#pragma once

#include "tlm/driver/drnn_driver.h"

#ifdef __cplusplus
extern "C" {
#endif

/// Registers and the AXI DMA in direct register mode, for the drivers of both accelerators. All
/// functions return DRNN_OK or an error.

typedef struct drnn_register_value {
  uint32_t offset;
  uint32_t value;
} drnn_register_value;

/// True where every function is there that is not optional.
int drnn_bus_is_complete(const drnn_bus* bus);
int drnn_read_register(const drnn_bus* bus, uint32_t address, uint32_t* value);
int drnn_write_registers(const drnn_bus* bus, uint32_t base, const drnn_register_value* writes,
                         size_t count);

/// True where so many reads of a status register have used up the limit; 0 is no limit.
int drnn_timed_out(uint32_t poll_limit, uint32_t polls);

typedef struct drnn_dma {
  const drnn_bus* bus;
  uint32_t base;
  uint32_t poll_limit;
  int interrupts;  ///< 0: DMASR is polled whatever the bus offers
} drnn_dma;

enum drnn_dma_direction { DRNN_FROM_MEMORY, DRNN_TO_MEMORY };

/// Starts both channels.
int drnn_dma_run(const drnn_dma* dma);
/// Starts a transfer.
int drnn_dma_start(const drnn_dma* dma, enum drnn_dma_direction direction, uint32_t address,
                   uint32_t bytes);
/// Returns when it is done, or either channel has failed.
int drnn_dma_finish(const drnn_dma* dma, enum drnn_dma_direction direction);

#ifdef __cplusplus
}
#endif
