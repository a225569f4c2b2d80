#include <map>

#include "model/blocks/network_shape.hpp"
#include "tlm/zynq_system.hpp"

namespace drnn {

namespace {

/// Hierarchical names of all modules below `top` by their last component.
void collect_places(const sc_core::sc_object& top, std::map<std::string, std::string>& places) {
  for (const sc_core::sc_object* child : top.get_child_objects()) {
    if (dynamic_cast<const sc_core::sc_module*>(child) == nullptr) continue;
    places.emplace(child->basename(), child->name());
    collect_places(*child, places);
  }
}

}  // namespace

void ZynqSystem::declare_signals(Signals& signals) const {
  signals.enter(name());
  signals.add<&StepMonitor::begun>(monitor_, Moment::evaluated, {flag("begun")});
  signals.add<&StepMonitor::steps>(monitor_, Moment::begin, {number("step", kMostTasks)});
  std::map<std::string, std::string> places;
  collect_places(*this, places);
  for (const ClockedBlock* block : domain_.engine().blocks()) {
    signals.enter(places.at(block->name()));
    block->probe_cause(signals);
    block->probe(signals);
  }
  design_->probe(signals, places.at("accelerator"));
  for (const Port& port : ports_) {
    signals.enter(port.master->name());
    port.master->probe(signals);
  }
}

void ZynqSystem::on_burst(const BurstHook& hook) {
  for (Port& port : ports_) {
    const std::string name = port.master->basename();
    port.master->on_answer(
        [hook, name](const TlmMemoryPort::Answered& answered) { hook(name, answered); });
  }
}

}  // namespace drnn
