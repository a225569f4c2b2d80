#pragma once

#include "model/config/parameters.hpp"
#include "tlm/ddr_memory.hpp"
#include "tlm/hp_channel.hpp"

namespace drnn {

/// The HP ports that the sections `hp`, `dma` and `clock` describe.
HpConfig hp_config(const Parameters& parameters);

/// The DDR interface and controller behind those ports, by the sections `hp` and `ddr`.
DdrMemory::Config memory_config(const Parameters& parameters);

}  // namespace drnn
