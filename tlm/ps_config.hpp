#pragma once

#include <vector>

#include "model/config/parameters.hpp"
#include "tlm/ddr_memory.hpp"
#include "tlm/dma_config.hpp"
#include "tlm/driver/drnn_driver.h"
#include "tlm/hp_channel.hpp"

namespace drnn {

/// The HP ports that the sections `hp`, `dma` and `clock` describe.
HpConfig hp_config(const Parameters& parameters);

/// The DDR interface and controller behind those ports, by the sections `hp` and `ddr`.
DdrMemory::Config memory_config(const Parameters& parameters);

/// Where the driver of the DRNN finds what is in that memory.
drnn_config driver_config(const Parameters& parameters);

/// The AXI DMA's channels that the section `dma` describes.
DmaConfig read_dma_config(const Parameters& parameters);
DmaConfig write_dma_config(const Parameters& parameters);

/// The ports of the DDR interface (DdrPort) that they use.
std::vector<int> dma_read_ports(const Parameters& parameters);
std::vector<int> dma_write_ports(const Parameters& parameters);

}  // namespace drnn
