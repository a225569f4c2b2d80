#pragma once

#include <cstdint>
#include <vector>

#include "model/arith/numeric_profile.hpp"

namespace drnn {

/// A range-addressed look-up table (RALUT): a step function over the activation format, stored as
/// the inclusive upper bound of each range of equal output, in ascending order; the last range is
/// unbounded. Outputs are in units of the activation format.
class RangeTable {
 public:
  struct Range {
    std::int32_t upper;  ///< inclusive, in units of the activation format
    std::int32_t value;  ///< in units of the activation format
  };

  explicit RangeTable(std::vector<Range> ranges, const FixedFormat& input);

  /// The output for an input inside the activation format.
  std::int32_t operator()(std::int32_t raw) const { return outputs_[raw - min_raw_]; }

  const std::vector<Range>& ranges() const { return ranges_; }

  /// FNV-1a over every (upper, value): the same table has the same hash on every machine.
  std::uint64_t hash() const;

 private:
  std::vector<Range> ranges_;
  std::int32_t min_raw_;
  std::vector<std::int32_t> outputs_;  ///< expanded once: the model looks up, it never searches
};

/// The two tables of a numeric profile: output = step * floor-or-round as the profile says.
struct Nonlinearities {
  explicit Nonlinearities(const NumericProfile& profile);

  RangeTable sigmoid;
  RangeTable tanh;
};

/// The hash that the tables of a named profile must have: {sigmoid, tanh}.
struct TableHashes {
  std::uint64_t sigmoid;
  std::uint64_t tanh;
};
TableHashes committed_table_hashes(std::string_view profile_name);

/// Throws std::runtime_error where the tables of a named profile differ from the committed hash,
/// so that a result can never come from a table which another compiler or library has bent.
void verify_tables(const Nonlinearities& tables, std::string_view profile_name);

}  // namespace drnn
