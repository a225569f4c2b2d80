#include "sim/trace/delta_flows.hpp"

#include <algorithm>
#include <utility>

namespace drnn {

namespace {

using Tracks = std::map<std::string, int>;

/// The scopes whose last component begins with `name`.
std::vector<std::string> scopes_of(const Tracks& tracks, const std::string& name) {
  std::vector<std::string> result;
  for (const auto& [scope, track] : tracks)
    if (scope.compare(scope.rfind('.') + 1, name.size(), name) == 0) result.push_back(scope);
  return result;
}

std::string replaced(std::string text, const std::string& part, const std::string& by) {
  return text.replace(text.rfind(part), part.size(), by);
}

class DrnnFlows : public DeltaFlows {
 public:
  DrnnFlows(SignalTable& table, TraceEventWriter& writer, const Tracks& tracks,
            std::vector<FlowLayer> layers, std::uint64_t lanes)
      : DeltaFlows(table, writer), layers_(std::move(layers)), lanes_(lanes) {
    for (const std::string& scope : scopes_of(tracks, "delta_fifo"))
      fifos_.push_back(fifo(scope, tracks.at(replaced(scope, "delta_fifo", "delta_unit"))));
    const std::string mxv = scopes_of(tracks, "mxv_unit").front();
    const std::string activation = scopes_of(tracks, "activation_pipeline").front();
    columns_ = tracks.at(mxv);
    activations_ = tracks.at(activation);
    mxv_task_ = watched(mxv + ".task");
    column_ = watched(mxv + ".column");
    operand_ = watched(mxv + ".operand");
    activation_task_ = watched(activation + ".task");
    unit_ = watched(activation + ".unit");
    issue_ = watched(activation + ".issue");
  }

  void update(Cycle now) override {
    for (Fifo& fifo : fifos_) {
      Cycle sent = 0;
      if (!follow(fifo, now, sent)) continue;
      issued_.push_back({sent, now, fifo.sender, value(mxv_task_), unit_of_column()});
    }
    if (value(issue_) != 0) activate(now);
  }

 private:
  std::uint64_t unit_of_column() const {
    const FlowLayer& layer = layers_[value(mxv_task_) % layers_.size()];
    return state_name(operand_) == "h" ? value(column_) - layer.bias_columns - layer.inputs : 0;
  }

  void activate(Cycle now) {
    const std::uint64_t task = value(activation_task_), first = value(unit_);
    const auto used = [&](const Issued& delta) {
      return delta.task == task && delta.unit >= first && delta.unit < first + lanes_;
    };
    for (const Issued& delta : issued_)
      if (used(delta)) draw(delta, columns_, activations_, now);
    issued_.erase(std::remove_if(issued_.begin(), issued_.end(), used), issued_.end());
  }

  const std::vector<FlowLayer> layers_;
  const std::uint64_t lanes_;
  std::vector<Fifo> fifos_;
  int columns_, activations_;
  std::size_t mxv_task_, column_, operand_, activation_task_, unit_, issue_;
  std::vector<Issued> issued_;
};

class EdgeFlows : public DeltaFlows {
 public:
  EdgeFlows(SignalTable& table, TraceEventWriter& writer, const Tracks& tracks)
      : DeltaFlows(table, writer),
        fifo_(fifo(scopes_of(tracks, "value_fifo").front(),
                   tracks.at(scopes_of(tracks, "input_encoding_unit").front()))) {
    const std::string controller = scopes_of(tracks, "processing_controller").front();
    track_ = tracks.at(controller);
    cause_ = watched(controller + ".cause");
    state_ = watched(controller + ".state");
  }

  void update(Cycle now) override {
    Cycle sent = 0;
    // A zero that only closes a phase leaves without a column.
    if (follow(fifo_, now, sent) && state_name(cause_) == "busy")
      issued_.push_back({sent, now, fifo_.sender, 0, 0});
    if (state_name(state_) != "ACT") return;
    for (const Issued& delta : issued_) draw(delta, track_, track_, now);
    issued_.clear();
  }

 private:
  Fifo fifo_;
  int track_;
  std::size_t cause_, state_;
  std::vector<Issued> issued_;
};

}  // namespace

std::size_t DeltaFlows::watched(const std::string& name) {
  const std::size_t index = table_.find(name).value();
  table_.watch(index);
  return index;
}

DeltaFlows::Fifo DeltaFlows::fifo(const std::string& scope, int sender) {
  return {watched(scope + ".level"), watched(scope + ".pushed"), watched(scope + ".popped"),
          sender};
}

bool DeltaFlows::follow(Fifo& fifo, Cycle now, Cycle& sent) {
  // Fewer are known than there are where some were sent before the window.
  while (fifo.sent.size() > value(fifo.level)) fifo.sent.pop_front();
  const bool known = value(fifo.popped) != 0 && fifo.sent.size() == value(fifo.level);
  if (known) {
    sent = fifo.sent.front();
    fifo.sent.pop_front();
  }
  for (std::uint64_t i = value(fifo.pushed); i > 0; --i) fifo.sent.push_back(now);
  return known;
}

void DeltaFlows::draw(const Issued& delta, int columns, int activations, Cycle now) {
  const std::uint64_t id = next_id_++;
  writer_.flow(TraceEventWriter::Flow::start, id, delta.sender, delta.sent);
  writer_.flow(TraceEventWriter::Flow::step, id, columns, delta.issued);
  writer_.flow(TraceEventWriter::Flow::finish, id, activations, now);
}

std::unique_ptr<DeltaFlows> make_delta_flows(SignalTable& table, TraceEventWriter& writer,
                                             const Tracks& tracks,
                                             const std::vector<FlowLayer>& layers,
                                             std::uint64_t activation_lanes) {
  if (scopes_of(tracks, "mxv_unit").empty())
    return std::make_unique<EdgeFlows>(table, writer, tracks);
  return std::make_unique<DrnnFlows>(table, writer, tracks, layers, activation_lanes);
}

}  // namespace drnn
