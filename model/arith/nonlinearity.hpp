#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "model/arith/numeric_profile.hpp"

namespace drnn {

/// A range-addressed look-up table (RALUT): a step function over the activation format, stored as
/// the inclusive upper bound of each range of equal output, in ascending order; the last range ends
/// at the format's maximum. Outputs are in units of the activation format.
class RangeTable {
 public:
  struct Range {
    std::int32_t upper;  ///< inclusive, in units of the activation format
    std::int32_t value;  ///< in units of the activation format
  };

  /// Throws std::invalid_argument unless the bounds ascend, lie inside `input` (at most 16 bits)
  /// and end at its maximum.
  explicit RangeTable(std::vector<Range> ranges, const FixedFormat& input);

  /// The output for an input inside the activation format.
  std::int32_t operator()(std::int32_t raw) const { return outputs_[raw - min_raw_]; }

  /// The output for min_raw() and those for the inputs behind it.
  const std::int16_t* outputs() const { return outputs_.data(); }
  std::int32_t min_raw() const { return min_raw_; }

  const std::vector<Range>& ranges() const { return ranges_; }

  /// FNV-1a over every (upper, value): the same table has the same hash on every machine.
  std::uint64_t hash() const;

 private:
  std::vector<Range> ranges_;
  std::int32_t min_raw_;
  std::vector<std::int16_t> outputs_;  ///< expanded once: the model looks up, it never searches
};

/// The two tables of a numeric profile. With F = activation.frac_bits, G = gate_frac_bits and x
/// floored to a multiple of gate_input_step_lsb:
///     value(x) = 2^(F-G) * floor(2^G * f(x * 2^-F) + 1/2)
/// This is both the RTL's "round" (edgedrnn) and the contract's "floor(256*f + 0.5)" (q88): the two
/// could only differ on a tie, and there is none. e^x is irrational for every rational x but 0
/// (Lambert), so 2^G*f is a multiple of 1/2 at x = 0 alone, where it is 2^(G-1) for sigmoid (a tie
/// only for G = 0, and then it rounds up) and 0 for tanh.
struct Nonlinearities {
  /// Throws std::invalid_argument for a profile that validate() refuses.
  explicit Nonlinearities(const NumericProfile& profile);

  RangeTable sigmoid;
  RangeTable tanh;
};

/// The hash that the tables of a named profile must have: {sigmoid, tanh}.
struct TableHashes {
  std::uint64_t sigmoid;
  std::uint64_t tanh;
};

/// Throws std::invalid_argument for a name that numeric_profile() does not know.
TableHashes committed_table_hashes(std::string_view profile_name);

/// Throws std::runtime_error where the tables of a named profile differ from the committed hash,
/// so that a result can never come from a table which another compiler or library has bent.
void verify_tables(const Nonlinearities& tables, std::string_view profile_name);

}  // namespace drnn
