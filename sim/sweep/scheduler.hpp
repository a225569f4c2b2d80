#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "sim/sweep/point_order.hpp"
#include "sim/sweep/result_database.hpp"
#include "sim/sweep/sweep_task.hpp"
#include "sim/sweep/worker_pool.hpp"

namespace drnn {

/// Runs the points that a database lacks, in parallel processes, and puts their rows there.
///
/// Points on the same hardware form a group: their references run once, beside the points where
/// the group is large; rows that wait for them are held, at most kMostHeld of a group. Groups open
/// in order as processes become free, so that few are open at a time. A process takes on several
/// small groups of one workload, because starting it costs as much as such a group. A process that
/// crashes costs the point it was at, which a process with that group alone finds out; one that is
/// killed from outside is tried once more.
class Scheduler {
 public:
  static constexpr std::size_t kMostHeld = 256;
  static constexpr std::uint64_t kMostPointsATask = 64;
  /// Of a process with several tasks.
  static constexpr std::uint64_t kMostRunsTogether = 32;

  struct Hooks {
    std::function<void()> each_turn;             ///< may throw, which ends the sweep
    std::function<void(std::uint64_t)> on_rows;  ///< so many points more are in the database
  };

  Scheduler(SweepWork& work, const PointOrder& order, ResultDatabase& database, std::size_t jobs,
            Hooks hooks);

  /// Everything at these positions that the database lacks. Throws what a hook throws, and
  /// Interrupted where a process was told to end by a signal that means the whole sweep; what has
  /// come until then is in the database.
  void run(const PositionRange& positions);

  /// The most rows that ever waited for a reference at once.
  std::size_t most_held() const { return most_held_; }

 private:
  using Json = nlohmann::ordered_json;

  struct Group {
    std::uint64_t next, end;  ///< positions whose points are in no task yet
    std::uint64_t hardware;   ///< a point that has it
    std::uint64_t points_a_task;
    SweepWork::Run run;
    std::size_t most_together = 1;    ///< see SweepWork
    std::deque<SweepTask> waiting{};  ///< to be run before further points
    std::map<SweepReference, std::uint64_t> cycles{};
    std::string failure{};  ///< of a reference
    std::vector<Json> held{};
    std::uint64_t points_under_way = 0;
    std::size_t running = 0;
  };
  struct Running {
    Group* group;
    SweepTask task;
    std::size_t answered = 0;
  };
  /// Of one process: the first is under way.
  struct Tasks {
    std::deque<Running> left;
    bool several = false;  ///< at its start
  };

  void run_all();
  bool start_process();
  void start(Tasks tasks);
  bool take_any(Tasks& tasks);
  bool take_small(Tasks& tasks);
  bool fits(const Tasks& tasks, const Group& group) const;
  std::uint64_t room(const Tasks& tasks) const;
  void take_on(Tasks& tasks, Group& group, SweepTask task);
  bool open_group();
  void plan(Group& group);
  std::uint64_t points_a_task(std::uint64_t points) const;
  void refuse(const PositionRange& positions, const std::string& status,
              const std::function<std::string(std::uint64_t)>& why);
  std::optional<SweepTask> next_task(Group& group);
  std::vector<std::uint64_t> take_points(Group& group, std::uint64_t most);
  void drop_finished();

  void receive(std::uint64_t id, const WorkerMessage& message);
  void receive_row(Running& running, const WorkerMessage& message);
  void ended(std::uint64_t id, const WorkerEnd& end);
  static SweepTask rest_of(Running& running);
  void crashed(Group& group, SweepTask rest, const WorkerEnd& end);
  void fail_reference(Group& group, SweepReference reference, const std::string& why);
  bool complete(const Group& group) const;
  void release(Group& group);
  void add(const Group& group, Json row);
  void add_failed(std::uint64_t point, const std::string& status, const std::string& message);

  SweepWork& work_;
  const PointOrder& order_;
  ResultDatabase& database_;
  const std::size_t jobs_;
  const Hooks hooks_;
  PositionRange left_;
  std::list<Group> groups_;
  std::map<std::uint64_t, Tasks> running_;  ///< of each process
  std::uint64_t next_id_ = 0;
  std::size_t most_held_ = 0;
  WorkerPool pool_;
};

}  // namespace drnn
