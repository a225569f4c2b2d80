#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "model/arith/delta_gru.hpp"
#include "model/arith/network.hpp"
#include "model/spool/spooled_values.hpp"
#include "tlm/host_driver.hpp"

namespace drnn {

/// Input words of one sequence, row-major (steps, inputs), activation format.
struct InputSequence {
  std::uint64_t steps = 0;
  SpooledValues<std::int16_t> words;
};

/// The program that the host runs by default: with the C driver of the design's kind it boots the
/// accelerator, then runs sequence after sequence, each after a state reset.
class HostProgram {
 public:
  struct Job {
    const QuantisedNetwork* network = nullptr;
    const std::vector<InputSequence>* sequences = nullptr;
    DeltaSettings settings;
  };

  /// config: where the driver finds things, and its longest transfer.
  HostProgram(HostDriver& host, const drnn_config& config);
  virtual ~HostProgram() = default;
  HostProgram(const HostProgram&) = delete;
  HostProgram& operator=(const HostProgram&) = delete;

  /// For the jobs to come.
  void set_driver_config(const drnn_config& config) { config_ = config; }

  /// Runs a job, in the host's process. Throws SimulationError where the driver reports an error.
  void run(const Job& job);

  /// Cycles from the last job's first register write to the load's last, weights included.
  Cycle load_cycles() const { return load_cycles_; }
  /// Called when the load has ended, before the first sequence.
  void on_loaded(std::function<void()> hook) { loaded_ = std::move(hook); }
  /// Calls of the driver since the load: state resets, streams, steps.
  std::uint64_t driver_calls() const { return driver_calls_; }
  /// The last layer's h of the last job's sequences, (steps, hidden).
  SpooledValues<std::int16_t> outputs() const { return {outputs_, 0, outputs_->size()}; }

 protected:
  /// Initialises the driver and loads the job's network.
  virtual void load(const Job& job) = 0;
  virtual void reset_state() = 0;
  /// Runs its steps and keeps their outputs.
  virtual void run_sequence(const InputSequence& sequence) = 0;

  HostDriver& host() { return host_; }
  const drnn_config& config() const { return config_; }
  void keep_outputs(const std::vector<std::int16_t>& words) {
    outputs_->append(words.data(), words.size());
  }
  /// Counts a call of the driver. Throws SimulationError where it returned an error.
  void call(int result);
  void check(int result) const;

 private:
  HostDriver& host_;
  drnn_config config_;
  Cycle load_cycles_ = 0;
  std::uint64_t driver_calls_ = 0;
  std::shared_ptr<Spool<std::int16_t>> outputs_ = std::make_shared<Spool<std::int16_t>>();
  std::function<void()> loaded_;
};

}  // namespace drnn
