#pragma once

#include <cstdint>
#include <string>

#include "model/arith/numeric_profile.hpp"

namespace drnn {

/// Which accelerator is simulated.
enum class AcceleratorKind { drnn, edgedrnn };

/// What the delta unit may scan while the activation pipeline still works on the task before.
enum class Overlap {
  none,     ///< nothing: a scan starts when the last h is written
  scan_x,   ///< operands that the running activation does not produce
  scan_xh,  ///< those, and each h as it appears
};

/// How the host hands a sequence to the accelerator.
enum class HostMode {
  stream,  ///< all steps by one pair of DMA transfers
  step,    ///< a driver call and a pair of DMA transfers for each step
};

/// How the DDR controller cuts an address, from its top to its bottom.
enum class DdrMapping {
  row_bank_column,  ///< neighbouring rows of the address space lie in different banks
  bank_row_column,  ///< each bank is one stretch of the address space
  row_column_bank,  ///< neighbouring bursts lie in different banks
};

/// What becomes of a row that a read or write has used: it stays open, or is closed at once unless
/// another queued burst wants it.
enum class DdrPagePolicy { open, closed };

/// Every parameter of either kind, typed. Names, units, ranges and tags are declared once, in
/// declarations.cpp; the initial values here are the defaults of the kind drnn.
struct Parameters {
  struct Accelerator {
    AcceleratorKind kind = AcceleratorKind::drnn;
    int reset_cycles = 2048;  ///< edgedrnn
  } accelerator;

  struct Clock {
    std::int64_t period_ps = 8000;
    std::int64_t watchdog_cycles = 100000;
  } clock;

  struct Delta {
    double theta_x = 0.25;
    double theta_h = 0.25;
    int lanes = 16;
    int scanners = 1;
    int sends_per_cycle = 1;
    int fifo_depth = 32;
  } delta;

  struct Weights {
    int read_latency_cycles = 2;
  } weights;

  struct Mac {
    int pe_per_channel = 256;
    int latency_cycles = 3;
    int accumulator_latency_cycles = 3;
    int num_pe = 8;  ///< edgedrnn: K
  } mac;

  struct Activation {
    int lanes = 16;
    int depth_cycles = 10;
    bool shared_multiplier = false;
  } activation;

  struct Sequencer {
    Overlap overlap = Overlap::scan_xh;
  } sequencer;

  struct Dma {
    int port_bits = 64;
    int input_ports = 1;
    int output_ports = 3;
    int burst_beats = 16;
    int outstanding_bursts = 8;
    int read_latency_cycles = 5;
    int write_latency_cycles = 39;
    int write_gap_tenths = 52;    ///< tenths of a cycle
    int input_fifo_words = 128;   ///< of port_bits * input_ports
    int output_fifo_words = 128;  ///< of port_bits * output_ports
    int hp_port = 2;              ///< edgedrnn: reads inputs and writes outputs
  } dma;

  /// edgedrnn: fetches the weights.
  struct DataMover {
    int hp_port = 1;
    int command_depth = 4;
    int outstanding_bursts = 96;
    int command_latency_cycles = 8;
    bool store_and_forward = true;
    int packet_gap_cycles = 2;
  } data_mover;

  struct Hp {
    int fifo_bytes = 1024;
    int outstanding_bursts = 8;
    int crossbar_request_cycles = 2;
    int crossbar_response_cycles = 1;
    int request_cycles = 7;
    int response_cycles = 7;
    int ageing_clocks = 1023;
    bool page_match = true;
  } hp;

  struct Ddr {
    std::string device = "ddr3-1066-4gb-x16";
    int chips = 2;
    DdrMapping mapping = DdrMapping::row_bank_column;
    DdrPagePolicy page_policy = DdrPagePolicy::open;
    int transaction_queue = 32;
    int bank_queue = 8;
    int row_hit_limit = 4;
    int age_limit_clocks = 512;
  } ddr;

  struct Host {
    HostMode mode = HostMode::stream;
    int register_access_cycles = 6;
    int driver_call_cycles = 125;
  } host;

  struct Device {
    std::string name = "xc7z100";
  } device;

  /// What is done with values that their format does not hold.
  struct Quantisation {
    bool saturate = false;
    bool scale = false;
  } quantisation;

  NumericProfile numeric;
  std::string numeric_profile_name = "drnn";
};

/// The defaults of a kind, with its numeric profile.
Parameters default_parameters(AcceleratorKind kind);

}  // namespace drnn
