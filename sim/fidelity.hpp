#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "model/arith/network.hpp"
#include "model/arith/numeric_profile.hpp"
#include "model/spool/spooled_values.hpp"
#include "sim/accuracy.hpp"
#include "tlm/host_program.hpp"

namespace drnn {

/// How far the last layer's h is from that of another run, in activation units.
class HError {
 public:
  void add(double difference);
  void add(const HError& other);

  double rms() const;
  double max() const { return max_; }

 private:
  double squares_ = 0;
  double max_ = 0;
  std::uint64_t values_ = 0;
};

/// A run's h against two references.
struct Fidelity {
  HError vs_theta0;  ///< the same formats with both thresholds zero
  HError vs_float;   ///< the network as trained, in double precision, on the features as read

  void add(const Fidelity& other);
};

/// A run's score beside those of the references: what threshold and formats cost.
struct Accuracy {
  Score run;
  Score theta0;
  Score trained;
};

/// The last layer's h of every sequence in both references.
class References {
 public:
  struct Source {
    const FloatNetwork* trained = nullptr;
    const QuantisedNetwork* network = nullptr;
    const std::vector<InputSequence>* sequences = nullptr;
    /// Real features of each sequence, (steps, inputs) row-major, before any scale.
    const std::vector<SpooledValues<double>>* features = nullptr;
  };

  /// Runs the untimed cell, to which the cycle model is bit-identical, at thresholds of zero, and
  /// the float network. `each_step` is called after each step; what it throws leaves here.
  References(const Source& source, const NumericProfile& profile,
             const std::function<void()>& each_step);

  /// Compares the outputs of sequence `index`, (steps, hidden) in the activation format.
  Fidelity compare(std::size_t index, const SpooledValues<std::int16_t>& outputs) const;

  StateSource theta0(std::size_t index) const;
  StateSource trained(std::size_t index) const;

 private:
  void run_theta0(const Source& source, const std::function<void()>& each_step);
  void run_trained(const Source& source, const std::function<void()>& each_step);

  const NumericProfile profile_;
  std::size_t hidden_ = 0;
  std::vector<SpooledValues<std::int16_t>> theta0_;
  /// To single precision: 2^-24 of a state, far below what the activation format resolves.
  std::vector<SpooledValues<float>> trained_;
};

/// Outputs of one sequence, (steps, hidden), as real values.
StateSource real_states(const SpooledValues<std::int16_t>& outputs, std::size_t hidden,
                        const FixedFormat& format);

}  // namespace drnn
