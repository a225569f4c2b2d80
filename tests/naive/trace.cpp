#include "tests/naive/trace.hpp"

#include <algorithm>
#include <tuple>

namespace drnn::naive {

namespace {

constexpr const char* kPartNames[kParts] = {
    "input_fifo", "delta_unit",   "delta_unit_h", "delta_fifo",          "delta_fifo_h",
    "mxv_unit",   "weight_banks", "accumulators", "activation_pipeline", "state_memory",
    "sequencer",  "output_fifo",  "weight_loader"};

}  // namespace

bool Record::operator==(const Record& o) const {
  return std::tie(cycle, part, what, a, b, c, cause) ==
         std::tie(o.cycle, o.part, o.what, o.a, o.b, o.c, o.cause);
}

std::string Record::text() const {
  std::string line = "cycle " + std::to_string(cycle) + ": " + kPartNames[static_cast<int>(part)] +
                     " " + std::string(what);
  if (!cause.empty()) line += " " + std::string(cause);
  return line + " " + std::to_string(a) + " " + std::to_string(b) + " " + std::to_string(c);
}

void Trace::sort() {
  std::stable_sort(records_.begin(), records_.end(), [](const Record& x, const Record& y) {
    return std::tie(x.cycle, x.part, x.what) < std::tie(y.cycle, y.part, y.what);
  });
}

std::string Trace::around(std::size_t first, std::size_t last) const {
  std::string text;
  for (std::size_t i = first; i < std::min(last, records_.size()); ++i)
    text += "    " + records_[i].text() + "\n";
  return last > records_.size() ? text + "    (end)\n" : text;
}

std::string difference(const Trace& model, const Trace& reference) {
  const auto [m, r] = std::mismatch(model.records_.begin(), model.records_.end(),
                                    reference.records_.begin(), reference.records_.end());
  if (m == model.records_.end() && r == reference.records_.end()) return "";
  const auto at = static_cast<std::size_t>(m - model.records_.begin());
  return "  both:\n" + model.around(at - std::min<std::size_t>(at, 12), at) + "  model:\n" +
         model.around(at, at + 4) + "  reference:\n" + reference.around(at, at + 4);
}

}  // namespace drnn::naive
