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
    while (!pool_.full() && start_process()) hooks_.each_turn();
    if (pool_.empty()) break;
    pool_.wait(
        kTurnMs, [this](auto id, const auto& message) { receive(id, message); },
        [this](auto id, const auto& end) { ended(id, end); });
  }
}

bool Scheduler::start_process() {
  drop_finished();
  Tasks tasks;
  if (!take_any(tasks) && !(open_group() && take_any(tasks))) return false;
  while (take_small(tasks) || (room(tasks) > 0 && open_group() && take_small(tasks))) {
  }
  start(std::move(tasks));
  return true;
}

void Scheduler::start(Tasks tasks) {
  tasks.several = tasks.left.size() > 1;
  const std::uint64_t id = next_id_++;
  pool_.start(id, [&](const WorkerPool::Send& send) {
    std::vector<std::unique_ptr<TaskRun>> runs;
    for (const Running& running : tasks.left) runs.push_back(running.group->run(running.task));
    for (const auto& run : runs) {
      if (!run->run(send)) return;
      send({static_cast<std::uint8_t>(SweepMessage::task_ended), 0, ""});
    }
  });
  running_.emplace(id, std::move(tasks));
}

bool Scheduler::take_any(Tasks& tasks) {
  for (Group& group : groups_) {
    auto task = next_task(group);
    if (!task) continue;
    take_on(tasks, group, std::move(*task));
    return true;
  }
  return false;
}

/// A further task for the same process.
bool Scheduler::take_small(Tasks& tasks) {
  for (Group& group : groups_) {
    if (!fits(tasks, group)) continue;
    SweepTask task = std::move(group.waiting.front());
    group.waiting.pop_front();
    take_on(tasks, group, std::move(task));
    return true;
  }
  return false;
}

/// Where groups are large, their tasks go to different processes.
bool Scheduler::fits(const Tasks& tasks, const Group& group) const {
  const Running& first = tasks.left.front();
  const bool small = first.group->next == first.group->end && group.next == group.end;
  if (!small || group.waiting.empty()) return false;
  if (tasks.left.size() >= first.group->most_together) return false;
  const SweepTask& task = group.waiting.front();
  return !task.alone && !first.task.alone && task.runs() <= room(tasks) &&
         order_.same_workload(first.group->hardware, group.hardware);
}

/// For so many runs more, so few that all processes have something to run until the end.
std::uint64_t Scheduler::room(const Tasks& tasks) const {
  std::uint64_t runs = 0;
  for (const Running& running : tasks.left) runs += running.task.runs();
  const std::uint64_t runs_left = (left_.end - left_.begin) * (1 + work_.references().size());
  const std::uint64_t most = std::min(kMostRunsTogether, runs_left / (2 * jobs_));
  return runs < most ? most - runs : 0;
}

void Scheduler::take_on(Tasks& tasks, Group& group, SweepTask task) {
  ++group.running;
  group.points_under_way += task.points.size();
  tasks.left.push_back({&group, std::move(task)});
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
    Group group{range.begin, range.end, 0, points_a_task(range.end - range.begin), {}};
    left_.begin = range.end;
    const std::vector<std::uint64_t> first = take_points(group, 1);
    if (first.empty()) continue;
    group.next = range.begin;
    hooks_.each_turn();
    group.hardware = first.front();
    if (!work_.hardware_fault(group.hardware).empty()) {
      refuse(range, point_status::kInvalid, [&](auto point) { return work_.point_fault(point); });
      continue;
    }
    try {
      group.run = work_.prepare(group.hardware);
      group.most_together = work_.most_together();
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
    plan(groups_.back());
    return true;
  }
  return false;
}

/// Points in one task run behind their references; otherwise those are tasks of their own, which
/// start first because they take longest.
void Scheduler::plan(Group& group) {
  if (group.end - group.next <= group.points_a_task) {
    group.waiting.push_back(
        {group.hardware, work_.references(), take_points(group, group.points_a_task)});
    return;
  }
  for (const SweepReference reference : work_.references())
    group.waiting.push_back({group.hardware, {reference}});
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
  task.hardware = group.hardware;
  return task;
}

void Scheduler::receive(std::uint64_t id, const WorkerMessage& message) {
  Tasks& tasks = running_.at(id);
  Running& running = tasks.left.front();
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
    case SweepMessage::task_ended:
      --running.group->running;
      tasks.left.pop_front();
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
  Tasks tasks = std::move(running_.at(id));
  running_.erase(id);
  if (means_the_sweep(end.signal)) throw Interrupted();
  const bool in_order = end.signal == 0 && end.exit_code == 0;
  for (std::size_t i = 0; i < tasks.left.size(); ++i) {
    Running& running = tasks.left[i];
    Group& group = *running.group;
    SweepTask rest = rest_of(running);
    if (rest.runs() == 0) continue;
    if (!group.failure.empty()) {
      for (const std::uint64_t point : rest.points)
        add_failed(point, point_status::kFailed, group.failure);
    } else if (in_order && (i > 0 || running.answered > 0)) {
      group.waiting.push_front(std::move(rest));
    } else if (tasks.several) {
      rest.alone = true;
      group.waiting.push_front(std::move(rest));
    } else {
      crashed(group, std::move(rest), end);
    }
  }
}

/// Of a process that has ended.
SweepTask Scheduler::rest_of(Running& running) {
  SweepTask rest = std::move(running.task);
  rest.points.erase(rest.points.begin(),
                    rest.points.begin() + static_cast<std::ptrdiff_t>(running.answered));
  if (running.answered > 0) rest.again = false;  // it is another point now
  --running.group->running;
  running.group->points_under_way -= rest.points.size();
  return rest;
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
