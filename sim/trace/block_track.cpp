#include "sim/trace/block_track.hpp"

#include <utility>

#include "sim/trace/names.hpp"

namespace drnn {

namespace {

constexpr std::uint64_t kNone = SliceStack::kNone;

/// Causes only.
class PlainTrack : public BlockTrack {
 public:
  PlainTrack(SignalTable& table, const std::string& scope, TraceEventWriter& writer, int track)
      : BlockTrack(table, scope, writer, track) {}

  bool update(Cycle now) override {
    const auto label = [&](std::size_t) { return SliceStack::Label{state_name(cause()), {}}; };
    return stack_.update(now, {cause(), kNone, kNone}, label);
  }
};

/// Of blocks that work on one task after the other: task, cause, and in the busy cycles what was
/// issued last: a column, or a group of units. A task begins with what is issued first, or its
/// first busy cycle where nothing is issued.
class TaskTrack : public BlockTrack {
 public:
  TaskTrack(SignalTable& table, const std::string& scope, TraceEventWriter& writer, int track,
            std::uint64_t layers)
      : BlockTrack(table, scope, writer, track),
        layers_(layers),
        task_(signal("task").value()),
        issue_(signal("issue")),
        column_(signal("column")),
        operand_(signal("operand")),
        delta_(signal("delta")),
        unit_(signal("unit")) {}

  bool update(Cycle now) override {
    const bool busy = cause_is("busy");
    const std::uint64_t task = value(task_);
    const bool issues = issue_ && value(*issue_) != 0;
    if (issues) ++issued_;
    const bool begun = (issue_ ? issues : busy) || stack_.key(0) == task;
    const bool shows_issue = begun && busy && (issues || stack_.key(2) != kNone);
    return stack_.update(now, {begun ? task : kNone, cause(), shows_issue ? issued_ : kNone},
                         [&](std::size_t level) { return label(level); });
  }

 private:
  SliceStack::Label label(std::size_t level) const {
    if (level == 1) return {state_name(cause()), {}};
    if (level == 0) {
      const std::string step = std::to_string(value(task_) / layers_);
      const std::string layer = std::to_string(value(task_) % layers_);
      return {"step " + step + " layer " + layer, {{"step", step}, {"layer", layer}}};
    }
    if (!column_) return {"unit " + std::to_string(value(*unit_)), {}};
    const std::string column = std::to_string(value(*column_));
    return {"column " + column,
            {{"column", column},
             {"operand", quoted(state_name(value(*operand_)))},
             {"delta", std::to_string(signed_value(*delta_))}}};
  }

  const std::uint64_t layers_;
  const std::size_t task_;
  const std::optional<std::size_t> issue_, column_, operand_, delta_, unit_;
  std::uint64_t issued_ = 0;
};

/// Of EdgeDRNN's state machines: state and layer, the column that is multiplied, cause.
class StateTrack : public BlockTrack {
 public:
  StateTrack(SignalTable& table, const std::string& scope, TraceEventWriter& writer, int track)
      : BlockTrack(table, scope, writer, track),
        state_(signal("state").value()),
        layer_(signal("layer").value()) {
    const std::string accelerator = scope.substr(0, scope.rfind('.'));
    popped_ = table.find(accelerator + ".value_fifo.popped");
    if (popped_) table.watch(*popped_);
  }

  bool update(Cycle now) override {
    const bool in_column = cause_is("busy") || cause_is("weight_wait");
    const bool multiplies = popped_ && in_column && state_name(value(state_)) == "MAC";
    const bool changed = stack_.update(now,
                                       {value(layer_) << SignalTable::kStateBits | value(state_),
                                        multiplies ? columns_ : kNone, cause()},
                                       [&](std::size_t level) { return label(level); });
    if (popped_) columns_ += value(*popped_);
    return changed;
  }

 private:
  SliceStack::Label label(std::size_t level) const {
    if (level == 2) return {state_name(cause()), {}};
    if (level == 1) return {"column", {}};
    const std::string layer = std::to_string(value(layer_));
    return {state_name(value(state_)) + " layer " + layer, {{"layer", layer}}};
  }

  const std::size_t state_, layer_;
  std::optional<std::size_t> popped_;
  std::uint64_t columns_ = 0;  ///< that have left the FIFO
};

}  // namespace

BlockTrack::BlockTrack(SignalTable& table, std::string scope, TraceEventWriter& writer, int track)
    : stack_(writer, track),
      table_(table),
      scope_(std::move(scope)),
      cause_(table.find(scope_ + ".cause").value()) {
  table_.watch(cause_);
}

std::optional<std::size_t> BlockTrack::signal(const char* name) {
  const auto index = table_.find(scope_ + "." + name);
  if (index) table_.watch(*index);
  return index;
}

std::int64_t BlockTrack::signed_value(std::size_t index) const {
  const std::uint64_t sign = std::uint64_t{1} << (table_.entries()[index].bits - 1);
  return static_cast<std::int64_t>((value(index) ^ sign) - sign);
}

std::unique_ptr<BlockTrack> make_block_track(SignalTable& table, const std::string& scope,
                                             TraceEventWriter& writer, int track,
                                             std::uint64_t layers) {
  if (table.find(scope + ".task"))
    return std::make_unique<TaskTrack>(table, scope, writer, track, layers);
  if (table.find(scope + ".state"))
    return std::make_unique<StateTrack>(table, scope, writer, track);
  return std::make_unique<PlainTrack>(table, scope, writer, track);
}

}  // namespace drnn
