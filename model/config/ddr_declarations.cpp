#include "model/config/ddr_declarations.hpp"

#include "model/config/declaration_builders.hpp"

namespace drnn {

namespace {

using namespace declare;

/// The names of tlm/ddr/ddr_device.hpp, which this library does not know.
std::vector<std::pair<std::string, std::string>> device_names() {
  std::vector<std::pair<std::string, std::string>> names;
  for (const char* speed : {"800", "1066", "1333"})
    for (const char* density : {"1gb", "2gb", "4gb"}) {
      const std::string name = std::string("ddr3-") + speed + "-" + density + "-x16";
      names.emplace_back(name, name);
    }
  return names;
}

Declaration device() {
  return choice<std::string& (*)(Parameters&), std::string>(
      "ddr.device", [](Parameters& p) -> std::string& { return p.ddr.device; }, device_names(),
      {"DRAM behind the controller: speed and density of its x16 chips", Tag::unconfirmed,
       "the fastest that UG585 allows; 1 GB is what boards carry"});
}

Declaration chips() {
  return choice<int& (*)(Parameters&), int>(
      "ddr.chips", [](Parameters& p) -> int& { return p.ddr.chips; }, {{"1", 1}, {"2", 2}},
      {"x16 chips side by side: an interface of 16 or 32 bit", Tag::published, "32 bit, UG585"});
}

Declaration mapping() {
  return choice<DdrMapping& (*)(Parameters&), DdrMapping>(
      "ddr.mapping", [](Parameters& p) -> DdrMapping& { return p.ddr.mapping; },
      {{"row_bank_column", DdrMapping::row_bank_column},
       {"bank_row_column", DdrMapping::bank_row_column},
       {"row_column_bank", DdrMapping::row_column_bank}},
      {"what the bits of an address mean, from the top", Tag::unconfirmed,
       "a stream's next row then lies in another bank, which opens meanwhile"});
}

Declaration page_policy() {
  return choice<DdrPagePolicy& (*)(Parameters&), DdrPagePolicy>(
      "ddr.page_policy", [](Parameters& p) -> DdrPagePolicy& { return p.ddr.page_policy; },
      {{"open", DdrPagePolicy::open}, {"closed", DdrPagePolicy::closed}},
      {"whether a row stays open when no queued burst wants it", Tag::unconfirmed,
       "DMA streams come back to the row that they used last"});
}

}  // namespace

std::vector<Declaration> ddr_declarations() {
  return {
      device(),
      chips(),
      mapping(),
      page_policy(),
      integer("ddr.transaction_queue",
              [](Parameters & p) -> auto& { return p.ddr.transaction_queue; }, 1, 256, "bursts",
              {"DRAM bursts that the read queue and the write queue hold, each", Tag::published,
               "two 32-entry CAMs, UG585"}),
      integer("ddr.bank_queue", [](Parameters & p) -> auto& { return p.ddr.bank_queue; }, 1, 64,
              "bursts",
              {"DRAM bursts that the queue of each bank holds", Tag::unconfirmed,
               "chosen: what DRAM simulators take"}),
      integer(
          "ddr.row_hit_limit", [](Parameters & p) -> auto& { return p.ddr.row_hit_limit; }, 1, 1024,
          "bursts",
          {"reads and writes of an open row after which it is closed, as soon as may be, for an "
           "older burst of its bank",
           Tag::unconfirmed, "chosen: what DRAM simulators take"}),
      integer("ddr.age_limit_clocks",
              [](Parameters & p) -> auto& { return p.ddr.age_limit_clocks; }, 1, 65535,
              "DDR clocks",
              {"wait of a bank's oldest burst after which no other hits its open row",
               Tag::unconfirmed, "chosen: half of what ages a port"})};
}

}  // namespace drnn
