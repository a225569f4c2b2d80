#pragma once

#include "tlm/ddr/ddr_rank.hpp"

namespace drnn::test {

constexpr DdrCommand kActivate = DdrCommand::activate, kPrecharge = DdrCommand::precharge,
                     kRead = DdrCommand::read, kWrite = DdrCommand::write,
                     kRefresh = DdrCommand::refresh;

}  // namespace drnn::test
