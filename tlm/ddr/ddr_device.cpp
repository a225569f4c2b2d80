#include "tlm/ddr/ddr_device.hpp"

#include <algorithm>
#include <stdexcept>

namespace drnn {

namespace {

/// A JEDEC speed bin with a 2 KB page (x16), times in ps (JESD79-3). The slowest usual bin of each
/// speed: 800E, 1066F and 1333H.
struct SpeedBin {
  const char* name;
  std::uint32_t tck_ps;
  int cl, cwl;
  std::uint32_t trcd_ps, trp_ps, tras_ps, trc_ps, trrd_ps, tfaw_ps;
};

constexpr SpeedBin kSpeedBins[] = {
    {"800", 2500, 6, 5, 15000, 15000, 37500, 52500, 10000, 50000},
    {"1066", 1875, 7, 6, 13125, 13125, 37500, 50625, 10000, 50000},
    {"1333", 1500, 9, 7, 13500, 13500, 36000, 49500, 7500, 45000},
};

/// A chip of 16 bit: rows of each bank and the time of a refresh (JESD79-3).
struct Density {
  const char* name;
  std::uint32_t rows;
  std::uint32_t trfc_ps;
};

constexpr Density kDensities[] = {
    {"1gb", 8192, 110000}, {"2gb", 16384, 160000}, {"4gb", 32768, 260000}};

constexpr std::uint32_t kColumns = 1024;
constexpr std::uint32_t kWriteRecoveryPs = 15000;  ///< tWR, all bins
constexpr std::uint32_t kColumnToOtherPs = 7500;   ///< tWTR and tRTP, at least four clocks
constexpr std::uint32_t kRefreshIntervalPs = 7800000;
constexpr int kLeastClocks = 4;  ///< of tRRD, tWTR, tRTP and tCCD

std::string name_of(const SpeedBin& bin, const Density& density) {
  return std::string("ddr3-") + bin.name + "-" + density.name + "-x16";
}

DdrTiming timing_of(const SpeedBin& bin, const Density& density) {
  const auto clocks = [&](std::uint32_t ps) {
    return static_cast<int>((ps + bin.tck_ps - 1) / bin.tck_ps);
  };
  DdrTiming t{};
  t.cl = bin.cl;
  t.cwl = bin.cwl;
  t.trcd = clocks(bin.trcd_ps);
  t.trp = clocks(bin.trp_ps);
  t.tras = clocks(bin.tras_ps);
  t.trc = clocks(bin.trc_ps);
  t.trrd = std::max(kLeastClocks, clocks(bin.trrd_ps));
  t.tfaw = clocks(bin.tfaw_ps);
  t.twr = clocks(kWriteRecoveryPs);
  t.twtr = t.trtp = std::max(kLeastClocks, clocks(kColumnToOtherPs));
  t.tccd = kLeastClocks;
  t.trfc = clocks(density.trfc_ps);
  t.trefi = static_cast<int>(kRefreshIntervalPs / bin.tck_ps);
  return t;
}

DdrDevice device_of(const SpeedBin& bin, const Density& density) {
  DdrDevice device;
  device.name = name_of(bin, density);
  device.tck_ps = bin.tck_ps;
  device.timing = timing_of(bin, density);
  device.rows = density.rows;
  device.columns = kColumns;
  return device;
}

}  // namespace

std::vector<std::string> ddr_device_names() {
  std::vector<std::string> names;
  for (const SpeedBin& bin : kSpeedBins)
    for (const Density& density : kDensities) names.push_back(name_of(bin, density));
  return names;
}

DdrDevice ddr_device(std::string_view name) {
  for (const SpeedBin& bin : kSpeedBins)
    for (const Density& density : kDensities)
      if (name == name_of(bin, density)) return device_of(bin, density);
  throw std::invalid_argument("no DDR device " + std::string(name));
}

}  // namespace drnn
