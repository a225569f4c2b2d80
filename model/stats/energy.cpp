#include "model/stats/energy.hpp"

#include <algorithm>

#include "model/stats/block_ram.hpp"

namespace drnn {

namespace {

constexpr double kPico = 1e-12;

double number(std::uint64_t count) {
  return static_cast<double>(count);
}

using Sums = std::vector<std::pair<std::string_view, double>>;

void add_to(Sums& sums, std::string_view name, double joules) {
  const auto at =
      std::find_if(sums.begin(), sums.end(), [&](const auto& sum) { return sum.first == name; });
  if (at == sums.end())
    sums.emplace_back(name, joules);
  else
    at->second += joules;
}

double multiply_pj(const Access& a, const EnergyTable& table) {
  const double products = static_cast<double>(a.width_bits) * a.second_width_bits;
  const auto blocks = static_cast<double>(dsp48_for(a.width_bits, a.second_width_bits));
  return table["multiply.operation"] * blocks + table["multiply.bit_product"] * products;
}

const char* bit_key(Price price) {
  switch (price) {
    case Price::accumulate:
      return "accumulate.bit";
    case Price::add:
      return "add.bit";
    case Price::lookup:
      return "lookup.bit";
    case Price::block_ram:
      return "block_ram.bit";
    case Price::distributed_ram:
      return "distributed_ram.bit";
    case Price::registers:
      return "register.bit";
    case Price::axi:
      return "axi.bit";
    case Price::none:
    case Price::in_multiplier:
    case Price::multiply:
      break;
  }
  return nullptr;
}

void add_ddr(const AccessCounts& counts, const EnergyPrices& prices,
             std::vector<EnergyPart>& parts) {
  const DdrChipEnergy chip = ddr_chip_energy(prices.ddr, prices.ddr_device, prices.timings);
  const DdrCounts& d = counts.ddr;
  const double chips = counts.ddr_chips;
  const auto seconds = [&](std::uint64_t clocks) {
    return number(clocks) * static_cast<double>(d.tck_ps) * kPico;
  };
  const auto part = [&](const char* name, Phase phase, double joules) {
    parts.push_back({name, phase, chips * joules});
  };
  part("ddr_activate", Phase::transfer, number(d.activates) * chip.activate_j);
  part("ddr_read", Phase::transfer, number(d.reads) * chip.read_j);
  part("ddr_write", Phase::transfer, number(d.writes) * chip.write_j);
  part("ddr_io", Phase::transfer,
       number(d.reads) * chip.read_io_j + number(d.writes) * chip.write_io_j);
  part("ddr_refresh", Phase::whole_run, number(d.refreshes) * chip.refresh_j);
  part("ddr_background", Phase::whole_run,
       seconds(d.active_clocks) * chip.active_w +
           seconds(d.clocks - d.active_clocks) * chip.precharged_w +
           number(d.refreshes) * chip.refresh_standby_j);
}

void add_standing(const AccessCounts& c, const EnergyTable& table, std::vector<EnergyPart>& parts) {
  const auto clocked = [&](double amount, const char* key) {
    return amount * number(c.cycles) * table[key] * kPico;
  };
  const double clock = clocked(static_cast<double>(c.flip_flops), "clock.flip_flop") +
                       clocked(c.bram36, "clock.bram36") +
                       clocked(static_cast<double>(c.dsp), "clock.dsp");
  parts.push_back({"clock", Phase::whole_run, clock});
  parts.push_back({"logic", Phase::whole_run, clocked(static_cast<double>(c.luts), "logic.lut")});
  parts.push_back({"static_device", Phase::whole_run, c.time_s() * table["static." + c.device]});
  parts.push_back({"static_ps", Phase::whole_run, c.time_s() * table["static.ps"]});
}

}  // namespace

void EnergyPrices::change(std::string_view key, double value) {
  on_chip.change(key, value);
  ddr.change(key, value);
}

std::vector<EnergyEntry> EnergyPrices::entries() const {
  std::vector<EnergyEntry> all = on_chip.entries();
  all.insert(all.end(), ddr.entries().begin(), ddr.entries().end());
  return all;
}

double Energy::standing_w() const {
  double joules = 0;
  for (const EnergyPart& part : parts)
    if (part.phase == Phase::whole_run) joules += part.joules;
  return joules / time_s;
}

Sums Energy::by_component() const {
  Sums sums;
  for (const EnergyPart& part : parts) add_to(sums, part.component, part.joules);
  return sums;
}

Sums Energy::by_phase() const {
  Sums sums;
  for (const Phase phase : phases()) sums.emplace_back(to_string(phase), 0.0);
  for (const EnergyPart& part : parts) add_to(sums, to_string(part.phase), part.joules);
  return sums;
}

std::vector<std::string_view> constants_of(const Access& a) {
  if (a.price == Price::multiply) return {"multiply.operation", "multiply.bit_product"};
  const char* key = bit_key(a.price);
  if (!key) return {};
  return {key};
}

double access_energy_j(const Access& a, const EnergyTable& table) {
  if (a.price == Price::multiply) return number(a.count) * multiply_pj(a, table) * kPico;
  const char* key = bit_key(a.price);
  return key ? number(a.bits()) * table[key] * kPico : 0.0;
}

Energy energy_of(const AccessCounts& counts, const EnergyPrices& prices) {
  Energy energy;
  energy.time_s = counts.time_s();
  for (const Access& access : counts.accesses)
    energy.parts.push_back(
        {access.component, access.phase, access_energy_j(access, prices.on_chip)});
  add_ddr(counts, prices, energy.parts);
  add_standing(counts, prices.on_chip, energy.parts);
  for (EnergyPart& part : energy.parts) part.joules *= prices.scale;
  for (const auto& [component, joules] : energy.by_component()) energy.total_j += joules;
  return energy;
}

EnergyPrices calibrated(const AccessCounts& counts, const EnergyPrices& prices, double watts) {
  EnergyPrices result = prices;
  result.scale = prices.scale * watts / energy_of(counts, prices).power_w();
  return result;
}

}  // namespace drnn
