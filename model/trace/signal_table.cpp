#include "model/trace/signal_table.hpp"

#include <algorithm>
#include <stdexcept>

namespace drnn {

SignalTable::SignalTable(const Signals& signals) {
  for (const Probe& probe : signals.probes()) {
    sources_.push_back({probe, entries_.size()});
    for (const Signal& signal : probe.signals) add_entry(probe, signal);
  }
  values_.assign(entries_.size(), 0);
}

void SignalTable::add_entry(const Probe& probe, const Signal& signal) {
  Entry entry{probe.scope, signal.name, signal.kind, signal.bits, probe.detail, {}};
  if (signal.kind == Signal::Kind::state) {
    entry.bits = kStateBits;
    for (const std::string_view name : signal.states) entry.codes.push_back(code_of(name));
  }
  entries_.push_back(std::move(entry));
  source_of_.push_back(sources_.size() - 1);
}

std::uint8_t SignalTable::code_of(std::string_view name) {
  const auto found = std::find(state_names_.begin(), state_names_.end(), name);
  const auto code = static_cast<std::size_t>(found - state_names_.begin());
  if (code >> kStateBits != 0) throw std::logic_error("more names of states than codes");
  if (found == state_names_.end()) state_names_.emplace_back(name);
  return static_cast<std::uint8_t>(code);
}

std::optional<std::size_t> SignalTable::find(std::string_view full_name) const {
  for (std::size_t i = 0; i < entries_.size(); ++i)
    if (entries_[i].full_name() == full_name) return i;
  return std::nullopt;
}

void SignalTable::watch(std::size_t index) {
  Source& source = sources_[source_of_[index]];
  if (source.watched) return;
  source.watched = true;
  watches_detail_ |= source.probe.detail;
  AtMoment& moment = moments_[static_cast<std::size_t>(source.probe.moment)];
  moment.readers.push_back({source.probe.read, source.probe.source, source.first});
  for (std::size_t i = source.first; i < source.first + source.probe.signals.size(); ++i) {
    const Entry& entry = entries_[i];
    if (entry.kind == Signal::Kind::signed_number && entry.bits < 64)
      moment.masked.push_back({i, (std::uint64_t{1} << entry.bits) - 1});
    if (entry.kind == Signal::Kind::state) moment.coded.push_back({i, entry.codes.data()});
  }
}

void SignalTable::sample(Moment at) {
  const AtMoment& moment = moments_[static_cast<std::size_t>(at)];
  for (const Reader& reader : moment.readers) reader.read(reader.source, &values_[reader.first]);
  for (const Masked& masked : moment.masked) values_[masked.index] &= masked.mask;
  for (const Coded& coded : moment.coded) values_[coded.index] = coded.codes[values_[coded.index]];
}

}  // namespace drnn
