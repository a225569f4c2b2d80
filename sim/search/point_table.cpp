#include "sim/search/point_table.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>

namespace drnn {

void PointTable::set(const ParetoPoint& point) {
  const State before = state(point.number);
  State now = State::estimated;
  if (point.simulated) now = State::simulated;
  if (point.failed) now = State::failed;
  std::vector<std::uint8_t> record(record_bytes());
  std::uint8_t* to = record.data();
  const auto put = [&to](const void* from, std::size_t bytes) {
    std::memcpy(to, from, bytes);
    to += bytes;
  };
  put(&now, sizeof now);
  put(point.estimate.data(), values_ * sizeof(Interval));
  if (point.simulated) put(point.simulated->data(), values_ * sizeof(double));
  records_.write(point.number * record.size(), record.data(), record.size());
  first_ = std::min(first_, point.number);
  end_ = std::max(end_, point.number + 1);
  size_ += before == State::absent ? 1 : 0;
  simulated_ += (now == State::simulated ? 1 : 0) - (before == State::simulated ? 1 : 0);
}

ParetoPoint PointTable::point(std::uint64_t number) {
  const State known = state(number);
  if (known == State::absent) throw std::out_of_range("a point that was not entered");
  return read(number, known);
}

void PointTable::for_each(const std::function<void(const ParetoPoint&)>& what) {
  for (std::uint64_t number = 0; number < end_; ++number) {
    const State known = state(number);
    if (known != State::absent) what(read(number, known));
  }
}

PointTable::State PointTable::state(std::uint64_t number) {
  std::uint8_t byte = 0;
  records_.read(number * record_bytes(), &byte, sizeof byte);
  return static_cast<State>(byte);
}

ParetoPoint PointTable::read(std::uint64_t number, State state) {
  std::vector<std::uint8_t> record(record_bytes());
  records_.read(number * record.size(), record.data(), record.size());
  ParetoPoint point{number, std::vector<Interval>(values_), {}, state == State::failed};
  const std::uint8_t* from = record.data() + sizeof state;
  std::memcpy(point.estimate.data(), from, values_ * sizeof(Interval));
  if (state != State::simulated) return point;
  point.simulated.emplace(values_);
  std::memcpy(point.simulated->data(), from + values_ * sizeof(Interval), values_ * sizeof(double));
  return point;
}

}  // namespace drnn
