#include "tlm/driver/drnn_dma.h"

#include "tlm/driver/drnn_registers.h"

typedef struct dma_channel {
  uint32_t status, address, length;
} dma_channel;

static const dma_channel channels[] = {
    {DRNN_DMA_MM2S_STATUS, DRNN_DMA_MM2S_ADDRESS, DRNN_DMA_MM2S_LENGTH},
    {DRNN_DMA_S2MM_STATUS, DRNN_DMA_S2MM_ADDRESS, DRNN_DMA_S2MM_LENGTH}};

int drnn_bus_is_complete(const drnn_bus* bus) {
  return bus != NULL && bus->read32 != NULL && bus->write32 != NULL && bus->put != NULL &&
         bus->get != NULL;
}

int drnn_read_register(const drnn_bus* bus, uint32_t address, uint32_t* value) {
  return bus->read32(bus->context, address, value) == 0 ? DRNN_OK : DRNN_ERROR_REGISTER;
}

int drnn_write_registers(const drnn_bus* bus, uint32_t base, const drnn_register_value* writes,
                         size_t count) {
  for (size_t i = 0; i < count; ++i) {
    if (bus->write32(bus->context, base + writes[i].offset, writes[i].value) != 0)
      return DRNN_ERROR_REGISTER;
  }
  return DRNN_OK;
}

int drnn_timed_out(uint32_t poll_limit, uint32_t polls) {
  return poll_limit != 0 && polls >= poll_limit;
}

int drnn_dma_run(const drnn_dma* dma) {
  const uint32_t interrupts = DRNN_DMA_IOC_IRQ_ENABLE | DRNN_DMA_ERROR_IRQ_ENABLE;
  const uint32_t run = DRNN_DMA_RUN | (dma->interrupts ? interrupts : 0);
  const drnn_register_value writes[] = {{DRNN_DMA_MM2S_CONTROL, run}, {DRNN_DMA_S2MM_CONTROL, run}};
  return drnn_write_registers(dma->bus, dma->base, writes, 2);
}

int drnn_dma_start(const drnn_dma* dma, enum drnn_dma_direction direction, uint32_t address,
                   uint32_t bytes) {
  const dma_channel* channel = &channels[direction];
  const drnn_register_value writes[] = {{channel->address, address}, {channel->length, bytes}};
  return drnn_write_registers(dma->bus, dma->base, writes, 2);
}

static int error_in(uint32_t status) {
  if (status & DRNN_DMA_INTERNAL_ERROR) return DRNN_ERROR_DMA_INTERNAL;
  if (status & DRNN_DMA_SLAVE_ERROR) return DRNN_ERROR_DMA_SLAVE;
  if (status & DRNN_DMA_DECODE_ERROR) return DRNN_ERROR_DMA_DECODE;
  return DRNN_OK;
}

static int read_channel(const drnn_dma* dma, const dma_channel* channel, uint32_t* status) {
  const int error = drnn_read_register(dma->bus, dma->base + channel->status, status);
  return error != DRNN_OK ? error : error_in(*status);
}

static int wait_for_interrupt(const drnn_dma* dma, enum drnn_dma_direction direction) {
  const drnn_bus* bus = dma->bus;
  int (*wait)(void*) = direction == DRNN_FROM_MEMORY ? bus->wait_read_done : bus->wait_write_done;
  if (!dma->interrupts || wait == NULL) return DRNN_OK;
  return wait(bus->context) == 0 ? DRNN_OK : DRNN_ERROR_WAIT;
}

// One look at a channel that may be done. The other one's error is looked for too, because it can
// keep this one from ever ending: the accelerator takes no input while its output is stuck. Without
// interrupts only one transfer is under way at a time.
static int look_at_channel(const drnn_dma* dma, enum drnn_dma_direction direction, int* done) {
  const dma_channel* other =
      &channels[direction == DRNN_FROM_MEMORY ? DRNN_TO_MEMORY : DRNN_FROM_MEMORY];
  uint32_t status = 0;
  int error = wait_for_interrupt(dma, direction);
  if (error == DRNN_OK) error = read_channel(dma, &channels[direction], &status);
  if (error != DRNN_OK) return error;
  *done = (status & DRNN_DMA_IDLE) != 0;
  return *done || !dma->interrupts ? DRNN_OK : read_channel(dma, other, &status);
}

// Polls one channel through the bus' own function.
static int poll_channel(const drnn_dma* dma, const dma_channel* channel) {
  const uint32_t ends =
      DRNN_DMA_IDLE | DRNN_DMA_INTERNAL_ERROR | DRNN_DMA_SLAVE_ERROR | DRNN_DMA_DECODE_ERROR;
  const drnn_bus* bus = dma->bus;
  uint32_t status = 0;
  if (bus->poll32(bus->context, dma->base + channel->status, ends, dma->poll_limit, &status) != 0)
    return DRNN_ERROR_REGISTER;
  const int error = error_in(status);
  if (error != DRNN_OK) return error;
  return status & DRNN_DMA_IDLE ? DRNN_OK : DRNN_ERROR_TIMEOUT;
}

int drnn_dma_finish(const drnn_dma* dma, enum drnn_dma_direction direction) {
  if (!dma->interrupts && dma->bus->poll32 != NULL) return poll_channel(dma, &channels[direction]);
  const drnn_register_value clear = {channels[direction].status, DRNN_DMA_IOC_IRQ};
  for (uint32_t polls = 0; !drnn_timed_out(dma->poll_limit, polls); ++polls) {
    int done = 0;
    const int error = look_at_channel(dma, direction, &done);
    if (error != DRNN_OK) return error;
    if (!done) continue;
    return dma->interrupts ? drnn_write_registers(dma->bus, dma->base, &clear, 1) : DRNN_OK;
  }
  return DRNN_ERROR_TIMEOUT;
}
