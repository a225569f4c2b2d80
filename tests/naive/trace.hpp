#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace drnn::naive {

/// The blocks, as both sides number them. A second delta unit and FIFO are those of h.
enum class Part {
  input_fifo,
  delta_unit,
  delta_unit_h,
  delta_fifo,
  delta_fifo_h,
  mxv_unit,
  weight_banks,
  accumulators,
  activation_pipeline,
  state_memory,
  sequencer,
  output_fifo,
  weight_loader,
};
constexpr int kParts = 13;

/// `first` or, for the delta unit and FIFO of h, the part behind it.
constexpr Part part(Part first, int scanner) {
  return static_cast<Part>(static_cast<int>(first) + scanner);
}

/// One thing that happened in a cycle: a handshake, a report or permission that changed (in the
/// cycle at whose end it changes), or a new cause. Names are literals.
struct Record {
  std::uint64_t cycle = 0;
  Part part = Part::input_fifo;
  std::string_view what;
  std::int64_t a = 0, b = 0, c = 0;
  std::string_view cause{};

  bool operator==(const Record& o) const;
  std::string text() const;
};

/// All that happened in a run, in one order whatever the order in which it was noted.
class Trace {
 public:
  void note(const Record& record) { records_.push_back(record); }
  /// Sorts by cycle, part and name; what a part did under one name in one cycle keeps its order.
  void sort();
  std::size_t size() const { return records_.size(); }

  /// Empty if equal; otherwise the first difference and what came before it.
  friend std::string difference(const Trace& model, const Trace& reference);

 private:
  std::string around(std::size_t first, std::size_t last) const;
  std::vector<Record> records_;
};

std::string difference(const Trace& model, const Trace& reference);

}  // namespace drnn::naive
