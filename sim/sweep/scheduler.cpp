#include "sim/sweep/scheduler.hpp"

#include <algorithm>
#include <csignal>
#include <cstring>
#include <utility>

#include "model/config/errors.hpp"

namespace drnn {

namespace {

constexpr int kTurnMs = 100;

const char* name_of(SweepReference reference) {
  return reference == SweepReference::dense ? "dense" : "theta 0";
}

const char* column_of(SweepReference reference) {
  return reference == SweepReference::dense ? "speedup.vs_dense" : "speedup.vs_theta0";
}

std::string describe(const WorkerEnd& end) {
  if (end.signal == 0) return "its process ended with exit code " + std::to_string(end.exit_code);
  return "its process ended by signal " + std::to_string(end.signal) + " (" +
         ::strsignal(end.signal) + ")";
}

/// Signals by which users, shells and batch systems end programs.
bool means_the_sweep(int signal) {
  return signal == SIGTERM || signal == SIGINT || signal == SIGHUP || signal == SIGQUIT;
}

}  // namespace

Scheduler::Scheduler(SweepWork& work, const PointOrder& order, ResultDatabase& database,
                     std::size_t jobs, Hooks hooks)
    : work_(work),
      order_(order),
      database_(database),
      jobs_(jobs),
      hooks_(std::move(hooks)),
      pool_(jobs) {}

void Scheduler::run(const PositionRange& positions) {
  left_ = positions;
  try {
    run_all();
  } catch (...) {
    database_.commit();
    throw;
  }
  database_.finish();
}

void Scheduler::run_all() {
  while (true) {
    hooks_.each_turn();
    while (!pool_.full() && start_task()) hooks_.each_turn();
    if (pool_.empty()) break;
    pool_.wait(
        kTurnMs, [this](auto id, const auto& message) { receive(id, message); },
        [this](auto id, const auto& end) { ended(id, end); });
  }
}

bool Scheduler::start_task() {
  drop_finished();
  for (Group& group : groups_) {
    auto task = next_task(group);
    if (!task) continue;
    const std::uint64_t id = next_id_++;
    pool_.start(id, [&](const WorkerPool::Send& send) { group.run(*task, send); });
    ++group.running;
    group.points_under_way += task->points.size();
    running_.emplace(id, Running{&group, std::move(*task)});
    return true;
  }
  return open_group();
}

void Scheduler::drop_finished() {
  groups_.remove_if([](const Group& group) {
    return group.next == group.end && group.waiting.empty() && group.running == 0 &&
           group.held.empty();
  });
}

/// Opens the next group that has something to run; refuses on the way what cannot be.
bool Scheduler::open_group() {
  while (left_.begin < left_.end) {
    const PositionRange range{left_.begin, order_.hardware_end(left_.begin, left_.end)};
    Group group{range.begin, range.end, points_a_task(range.end - range.begin), {}};
    left_.begin = range.end;
    const std::vector<std::uint64_t> first = take_points(group, 1);
    if (first.empty()) continue;
    group.next = range.begin;
    hooks_.each_turn();
    const std::uint64_t hardware = first.front();
    if (!work_.hardware_fault(hardware).empty()) {
      refuse(range, point_status::kInvalid, [&](auto point) { return work_.point_fault(point); });
      continue;
    }
    try {
      group.run = work_.prepare(hardware);
    } catch (const Interrupted&) {
      throw;
    } catch (const ExcludedPoints& excluded) {
      refuse(range, point_status::kExcluded, [&](auto) { return excluded.what(); });
      continue;
    } catch (const InputError& error) {
      refuse(range, point_status::kInvalid, [&](auto) { return error.what(); });
      continue;
    } catch (const std::exception& error) {
      refuse(range, point_status::kFailed, [&](auto) { return error.what(); });
      continue;
    }
    groups_.push_back(std::move(group));
    plan(groups_.back(), hardware);
    return true;
  }
  return false;
}

/// Points in one task run behind their references; otherwise those are tasks of their own, which
/// start first because they take longest.
void Scheduler::plan(Group& group, std::uint64_t hardware) {
  if (group.end - group.next <= group.points_a_task) {
    group.waiting.push_back(
        {hardware, work_.references(), take_points(group, group.points_a_task)});
    return;
  }
  for (const SweepReference reference : work_.references())
    group.waiting.push_back({hardware, {reference}});
}

/// All of a group's where many groups are left to share the processes among.
std::uint64_t Scheduler::points_a_task(std::uint64_t points) const {
  const std::uint64_t groups_left = (left_.end - left_.begin) / points;
  const std::uint64_t share =
      groups_left >= 2 * jobs_ || jobs_ == 1 ? points : points / (4 * jobs_);
  return std::clamp<std::uint64_t>(share, 1, kMostPointsATask);
}

void Scheduler::refuse(const PositionRange& positions, const std::string& status,
                       const std::function<std::string(std::uint64_t)>& why) {
  for (std::uint64_t position = positions.begin; position < positions.end; ++position) {
    const std::uint64_t point = order_.point(position);
    if (!database_.has(point)) add_failed(point, status, why(point));
    hooks_.each_turn();
  }
}

/// Points that the database lacks, at most so many.
std::vector<std::uint64_t> Scheduler::take_points(Group& group, std::uint64_t most) {
  std::vector<std::uint64_t> points;
  for (; group.next < group.end && points.size() < most; ++group.next) {
    const std::uint64_t point = order_.point(group.next);
    if (!database_.has(point)) points.push_back(point);
  }
  return points;
}

std::optional<SweepTask> Scheduler::next_task(Group& group) {
  if (!group.waiting.empty()) {
    SweepTask task = std::move(group.waiting.front());
    group.waiting.pop_front();
    return task;
  }
  const std::size_t waiting = group.held.size() + group.points_under_way;
  if (!complete(group) && waiting + group.points_a_task > kMostHeld) return std::nullopt;
  SweepTask task;
  task.points = take_points(group, group.points_a_task);
  if (task.points.empty()) return std::nullopt;
  task.hardware = task.points.front();
  return task;
}

void Scheduler::receive(std::uint64_t id, const WorkerMessage& message) {
  Running& running = running_.at(id);
  const auto reference = static_cast<SweepReference>(message.number);
  switch (static_cast<SweepMessage>(message.kind)) {
    case SweepMessage::row:
      receive_row(running, message);
      return;
    case SweepMessage::reference:
      running.group->cycles[reference] = std::stoull(message.text);
      break;
    case SweepMessage::reference_failed:
      fail_reference(*running.group, reference, message.text);
      break;
    case SweepMessage::recording:
      work_.keep(message.number, message.text);
      return;
  }
  auto& asked = running.task.references;
  asked.erase(std::remove(asked.begin(), asked.end(), reference), asked.end());
  release(*running.group);
}

void Scheduler::receive_row(Running& running, const WorkerMessage& message) {
  Group& group = *running.group;
  ++running.answered;
  --group.points_under_way;
  group.held.push_back(decode_row(message.text));
  most_held_ = std::max(most_held_, group.held.size());
  release(group);
}

bool Scheduler::complete(const Group& group) const {
  return !group.failure.empty() || group.cycles.size() == work_.references().size();
}

void Scheduler::release(Group& group) {
  if (!complete(group)) return;
  for (Json& row : group.held) add(group, std::move(row));
  group.held.clear();
}

void Scheduler::add(const Group& group, Json row) {
  const bool done = row["status"] == point_status::kDone;
  if (done && !group.failure.empty()) {
    add_failed(row["point"], point_status::kFailed, group.failure);
    return;
  }
  if (done)
    for (const auto& [reference, cycles] : group.cycles)
      row[column_of(reference)] =
          static_cast<double>(cycles) / static_cast<double>(row["cycles.total"]);
  database_.add(row);
  hooks_.on_rows(1);
}

void Scheduler::add_failed(std::uint64_t point, const std::string& status,
                           const std::string& message) {
  database_.add(work_.point_row(point, status, message));
  hooks_.on_rows(1);
}

/// Nothing of the group is worth running any more.
void Scheduler::fail_reference(Group& group, SweepReference reference, const std::string& why) {
  if (group.failure.empty())
    group.failure = std::string("the ") + name_of(reference) + " reference: " + why;
  const std::string message = group.failure;
  for (const SweepTask& task : std::exchange(group.waiting, {}))
    for (const std::uint64_t point : task.points) add_failed(point, point_status::kFailed, message);
  refuse({group.next, group.end}, point_status::kFailed, [&](auto) { return message; });
  group.next = group.end;
}

void Scheduler::ended(std::uint64_t id, const WorkerEnd& end) {
  Running running = std::move(running_.at(id));
  running_.erase(id);
  if (means_the_sweep(end.signal)) throw Interrupted();
  Group& group = *running.group;
  SweepTask rest = std::move(running.task);
  rest.points.erase(rest.points.begin(),
                    rest.points.begin() + static_cast<std::ptrdiff_t>(running.answered));
  if (running.answered > 0) rest.again = false;  // it is another point now
  --group.running;
  group.points_under_way -= rest.points.size();
  const bool in_order = end.signal == 0 && end.exit_code == 0;
  if (rest.points.empty() && rest.references.empty()) return;
  if (!group.failure.empty()) {
    for (const std::uint64_t point : rest.points)
      add_failed(point, point_status::kFailed, group.failure);
  } else if (in_order && running.answered > 0) {
    group.waiting.push_front(std::move(rest));
  } else {
    crashed(group, std::move(rest), end);
  }
}

void Scheduler::crashed(Group& group, SweepTask rest, const WorkerEnd& end) {
  // The kernel kills what takes too much memory, but so do batch systems with a whole job.
  if (end.signal == SIGKILL && !rest.again) {
    rest.again = true;
    group.waiting.push_front(std::move(rest));
    return;
  }
  if (!rest.references.empty()) {
    const SweepReference reference = rest.references.front();
    group.waiting.push_front(std::move(rest));
    fail_reference(group, reference, describe(end));
    release(group);
    return;
  }
  add_failed(rest.points.front(), point_status::kCrashed, describe(end));
  rest.points.erase(rest.points.begin());
  rest.again = false;
  if (!rest.points.empty()) group.waiting.push_front(std::move(rest));
}

}  // namespace drnn
