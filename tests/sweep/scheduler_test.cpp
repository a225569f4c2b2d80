#include "sim/sweep/scheduler.hpp"

#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>
#include <functional>
#include <map>

#include "model/config/errors.hpp"
#include "tests/formats/temporary_folder.hpp"
#include "tests/sweep/database_text.hpp"

using namespace drnn;
using namespace drnn::test;
using Json = nlohmann::ordered_json;
using Strings = std::vector<std::string>;

namespace {

const SweepMeta kScheduledMeta{{"schema", "1"}};

void die(int signal) {
  std::signal(signal, SIG_DFL);
  ::raise(signal);
}

/// Points without a simulation: cycles are 100 more than the point, those of the references 1000
/// and 500. What was run is noted in a file, since it is run in other processes.
class FakeWork : public SweepWork {
 public:
  void keep(std::uint64_t, const std::string&) override {}
  std::size_t most_together() const override { return together; }
  explicit FakeWork(const std::string& log) : log_(log) {}

  std::vector<SweepReference> references() const override {
    return {SweepReference::dense, SweepReference::theta0};
  }
  std::string hardware_fault(std::uint64_t point) override {
    return hardware_faulty(point) ? "no such hardware" : "";
  }
  std::string point_fault(std::uint64_t) override { return "no such point"; }
  Json point_row(std::uint64_t point, const std::string& status,
                 const std::string& message) override {
    return {{"point", point}, {"status", status}, {"message", message}};
  }
  Run prepare(std::uint64_t point) override {
    before_prepare(point);
    return [this](const SweepTask& task) {
      at_ready(task.hardware);
      return std::make_unique<FakeRun>(*this, task);
    };
  }

  std::size_t together = 1000;
  std::function<bool(std::uint64_t)> hardware_faulty = [](auto) { return false; };
  std::function<void(std::uint64_t)> before_prepare = [](auto) {};
  std::function<void(std::uint64_t)> at_ready = [](auto) {};
  std::function<void(std::uint64_t)> at_point = [](auto) {};
  std::function<void(SweepReference)> at_reference = [](auto) {};

  void note(const std::string& what) const { std::ofstream(log_, std::ios::app) << what + "\n"; }

 private:
  class FakeRun : public TaskRun {
   public:
    FakeRun(const FakeWork& work, const SweepTask& task) : work_(work), task_(task) {}
    bool run(const WorkerPool::Send& send) override { return work_.run(task_, send); }

   private:
    const FakeWork& work_;
    const SweepTask task_;
  };

  bool run(const SweepTask& task, const WorkerPool::Send& send) const {
    for (const SweepReference reference : task.references) {
      const bool dense = reference == SweepReference::dense;
      note(std::string(dense ? "dense " : "theta0 ") + std::to_string(task.hardware / 10));
      const auto number = static_cast<std::uint64_t>(reference);
      try {
        at_reference(reference);
      } catch (const std::exception& error) {
        send({static_cast<std::uint8_t>(SweepMessage::reference_failed), number, error.what()});
        return false;
      }
      send({static_cast<std::uint8_t>(SweepMessage::reference), number, dense ? "1000" : "500"});
    }
    for (const std::uint64_t point : task.points)
      if (!run_point(point, send)) return false;
    return true;
  }

  bool run_point(std::uint64_t point, const WorkerPool::Send& send) const {
    note("point " + std::to_string(point));
    Json row = {{"point", point},        {"status", "done"},
                {"message", nullptr},    {"cycles.total", 100 + point},
                {"speedup.vs_dense", 0}, {"speedup.vs_theta0", nullptr}};
    bool goes_on = true;
    try {
      at_point(point);
    } catch (const std::exception& error) {
      row = {{"point", point}, {"status", "failed"}, {"message", error.what()}};
      goes_on = false;
    }
    send({static_cast<std::uint8_t>(SweepMessage::row), point, encode_row(row)});
    return goes_on;
  }

  const std::string log_;
};

/// Axes of hardware and thresholds, ten thresholds each.
class Sweep {
 public:
  explicit Sweep(int hardware, int thresholds = 10)
      : grid_(Grid::full({{"delta.lanes", numbers(hardware)}, {"theta", numbers(thresholds)}})),
        order_(grid_, {AxisRole::elaboration, AxisRole::threshold}),
        work(path("log")) {}

  std::string path(const std::string& name) const { return (folder_.path() / name).string(); }

  /// Returns the most rows that were held.
  std::size_t run(const std::string& name, std::size_t jobs, bool resume = false) {
    ResultDatabase database(path(name), kScheduledMeta, resume);
    Scheduler scheduler(work, order_, database, jobs,
                        {each_turn, [&](std::uint64_t rows) { rows_ += rows; }});
    scheduler.run({0, order_.size()});
    return scheduler.most_held();
  }

  Strings of(const std::string& name, const std::string& what) {
    return query(path(name), "SELECT " + what + " FROM points ORDER BY point");
  }
  /// How often a line stands in the log.
  int times(const std::string& what) const {
    std::ifstream log(path("log"));
    int count = 0;
    for (std::string line; std::getline(log, line);) count += line == what;
    return count;
  }
  /// How often each line that begins with a digit stands there.
  std::vector<int> times_of_numbers() const {
    std::ifstream log(path("log"));
    std::map<std::string, int> counts;
    for (std::string line; std::getline(log, line);)
      if (line.front() >= '0' && line.front() <= '9') ++counts[line];
    std::vector<int> times;
    for (const auto& [line, count] : counts) times.push_back(count);
    return times;
  }
  std::uint64_t size() const { return order_.size(); }
  std::uint64_t rows() const { return rows_; }

 private:
  static Strings numbers(int count) {
    Strings result;
    for (int i = 0; i < count; ++i) result.push_back(std::to_string(i));
    return result;
  }

  TemporaryFolder folder_;
  const Grid grid_;
  const PointOrder order_;
  std::uint64_t rows_ = 0;

 public:
  FakeWork work;
  std::function<void()> each_turn = [] {};
};

}  // namespace

TEST_CASE("the database is the same for any number of processes", "[scheduler]") {
  Sweep sweep(7);
  sweep.run("one", 1);
  CHECK(sweep.rows() == sweep.size());
  for (const std::size_t jobs : {2, 3, 16, 100}) {
    sweep.run(std::to_string(jobs), jobs);
    CHECK(database_text(sweep.path(std::to_string(jobs))) == database_text(sweep.path("one")));
  }
  CHECK(sweep.of("one", R"("speedup.vs_dense" * "cycles.total")") == Strings(70, "1000.0"));
  CHECK(sweep.of("one", R"("speedup.vs_theta0" * "cycles.total")") == Strings(70, "500.0"));
}

TEST_CASE("references run once a hardware, points once", "[scheduler]") {
  const std::size_t jobs = GENERATE(1, 2, 5, 40);
  const int hardware = GENERATE(1, 3, 30);
  Sweep sweep(hardware);
  sweep.run("db", jobs);
  for (int h = 0; h < hardware; ++h) {
    CHECK(sweep.times("dense " + std::to_string(h)) == 1);
    CHECK(sweep.times("theta0 " + std::to_string(h)) == 1);
  }
  for (std::uint64_t point = 0; point < sweep.size(); ++point)
    CHECK(sweep.times("point " + std::to_string(point)) == 1);
}

TEST_CASE("a crash costs its point and no other", "[scheduler]") {
  const std::size_t jobs = GENERATE(1, 3);
  const int signal = GENERATE(SIGSEGV, SIGABRT, SIGFPE);
  Sweep sweep(3);
  sweep.work.at_point = [signal](std::uint64_t point) {
    if (point == 4 || point == 5 || point == 29) die(signal);
  };
  sweep.run("db", jobs);
  const Strings status = sweep.of("db", "status"), message = sweep.of("db", "message");
  REQUIRE(status.size() == 30);
  for (std::size_t i = 0; i < 30; ++i) {
    const bool crash = i == 4 || i == 5 || i == 29;
    CHECK(status[i] == (crash ? "crashed" : "done"));
    if (crash)
      CHECK_THAT(message[i],
                 Catch::StartsWith("its process ended by signal " + std::to_string(signal)));
  }
}

TEST_CASE("small hardware shares processes, but none is left without work", "[scheduler]") {
  Sweep sweep(100, 1);
  sweep.work.at_ready = [&](std::uint64_t) { sweep.work.note(std::to_string(::getpid())); };
  sweep.run("db", 2);
  CHECK(sweep.of("db", "status") == Strings(100, "done"));
  const std::vector<int> tasks = sweep.times_of_numbers();
  CHECK(tasks.size() < 30);
  CHECK(tasks.size() > 15);
  CHECK(*std::max_element(tasks.begin(), tasks.end()) ==
        static_cast<int>(Scheduler::kMostRunsTogether / 3));  // two references and a point each
}

TEST_CASE("a process takes on no more tasks together than the work allows", "[scheduler]") {
  const int together = GENERATE(1, 2, 5);
  Sweep sweep(60, 1);
  sweep.work.together = static_cast<std::size_t>(together);
  sweep.work.at_ready = [&](std::uint64_t) { sweep.work.note(std::to_string(::getpid())); };
  sweep.run("db", 1);
  CHECK(sweep.of("db", "status") == Strings(60, "done"));
  const std::vector<int> tasks = sweep.times_of_numbers();
  CHECK(*std::max_element(tasks.begin(), tasks.end()) == together);
}

TEST_CASE("a crash among tasks of one process costs the task that it comes from", "[scheduler]") {
  const std::size_t jobs = GENERATE(1, 3);
  const bool when_ready = GENERATE(false, true);
  Sweep sweep(60, 1);
  const auto crash = [](std::uint64_t hardware) {
    if (hardware == 4 || hardware == 5 || hardware == 29) die(SIGSEGV);
  };
  (when_ready ? sweep.work.at_ready : sweep.work.at_point) = crash;
  sweep.run("db", jobs);
  const Strings status = sweep.of("db", "status");
  REQUIRE(status.size() == 60);
  for (std::size_t i = 0; i < 60; ++i) {
    const bool crashed = i == 4 || i == 5 || i == 29;
    // One that is not ready fails with its first reference.
    CHECK(status[i] == (!crashed ? "done" : when_ready ? "failed" : "crashed"));
  }
}

TEST_CASE("a failure among tasks of one process costs its point", "[scheduler]") {
  Sweep sweep(60, 1);
  sweep.work.at_point = [](std::uint64_t point) {
    if (point % 7 == 3) throw SimulationError("stuck");
  };
  sweep.run("db", 1);
  const Strings status = sweep.of("db", "status");
  REQUIRE(status.size() == 60);
  for (std::size_t i = 0; i < 60; ++i) {
    CHECK(status[i] == (i % 7 == 3 ? "failed" : "done"));
    CHECK(sweep.times("point " + std::to_string(i)) == 1);
  }
}

TEST_CASE("a process with several tasks that is killed from outside is tried once more",
          "[scheduler]") {
  Sweep sweep(60, 1);
  sweep.work.at_point = [&](std::uint64_t point) {
    if (point == 3 && sweep.times("point 3") == 1) die(SIGKILL);
  };
  sweep.run("db", 1);
  CHECK(sweep.of("db", "status") == Strings(60, "done"));
}

TEST_CASE("a failure ends its process and costs its point alone", "[scheduler]") {
  Sweep sweep(3);
  sweep.work.at_point = [](std::uint64_t point) {
    if (point % 10 == 3) throw SimulationError("stuck");
  };
  sweep.run("db", 2);
  const Strings status = sweep.of("db", "status");
  REQUIRE(status.size() == 30);
  for (std::size_t i = 0; i < 30; ++i) CHECK(status[i] == (i % 10 == 3 ? "failed" : "done"));
  CHECK(sweep.of("db", "message")[13] == "stuck");
}

TEST_CASE("a reference that fails or crashes fails the points that need it", "[scheduler]") {
  const std::size_t jobs = GENERATE(1, 4);
  const bool crash = GENERATE(false, true);
  const int hardware = GENERATE(1, 12);
  Sweep sweep(hardware);
  sweep.work.at_reference = [crash](SweepReference reference) {
    if (reference == SweepReference::dense) return;
    if (crash) die(SIGSEGV);
    throw SimulationError("stuck");
  };
  sweep.run("db", jobs);
  CHECK(sweep.of("db", "status") == Strings(sweep.size(), "failed"));
  for (const std::string& message : sweep.of("db", "message"))
    CHECK_THAT(message, Catch::StartsWith(crash ? "the theta 0 reference: its process ended by "
                                                  "signal 11"
                                                : "the theta 0 reference: stuck"));
}

TEST_CASE("hardware that cannot be is recorded, and nothing of it runs", "[scheduler]") {
  Sweep sweep(4);
  sweep.work.hardware_faulty = [](std::uint64_t point) { return point / 10 == 2; };
  sweep.work.before_prepare = [](std::uint64_t point) {
    if (point / 10 == 1) throw InputError("does not fit");
    if (point / 10 == 3) throw SimulationError("wrong table");
  };
  sweep.run("db", 2);
  const Strings status = sweep.of("db", "status"), message = sweep.of("db", "message");
  REQUIRE(status.size() == 40);
  CHECK(status[5] == "done");
  CHECK(status[15] == "invalid");
  CHECK(message[15] == "does not fit");
  CHECK(status[25] == "invalid");
  CHECK(message[25] == "no such point");
  CHECK(status[35] == "failed");
  CHECK(sweep.times("point 15") + sweep.times("point 25") + sweep.times("point 35") == 0);
}

TEST_CASE("an interrupted sweep goes on where it was, to the same database", "[scheduler]") {
  const std::size_t jobs = GENERATE(1, 3);
  Sweep sweep(5);
  sweep.run("whole", 2);
  const std::uint64_t before = sweep.rows();
  for (std::uint64_t rows = 7; rows < 40; rows += 11) {
    sweep.each_turn = [&] {
      if (sweep.rows() - before >= rows) throw Interrupted();
    };
    CHECK_THROWS_AS(sweep.run("parts", jobs, true), Interrupted);
    CHECK(sweep.of("parts", "point").size() == sweep.rows() - before);
  }
  sweep.each_turn = [] {};
  sweep.run("parts", jobs, true);
  CHECK(database_text(sweep.path("parts")) == database_text(sweep.path("whole")));
}

TEST_CASE("a finished sweep that is resumed runs nothing", "[scheduler]") {
  Sweep sweep(3);
  sweep.run("db", 2);
  const std::string before = database_text(sweep.path("db"));
  sweep.run("db", 2, true);
  CHECK(database_text(sweep.path("db")) == before);
  CHECK(sweep.times("dense 0") == 1);
  CHECK(sweep.times("point 0") == 1);
}

TEST_CASE("a process that is killed from outside is tried once more", "[scheduler]") {
  Sweep sweep(2);
  sweep.work.at_point = [&](std::uint64_t point) {
    if (point == 3 && sweep.times("point 3") == 1) die(SIGKILL);
    if (point == 14) die(SIGKILL);
  };
  sweep.run("db", 2);
  const Strings status = sweep.of("db", "status");
  REQUIRE(status.size() == 20);
  CHECK(status[3] == "done");
  CHECK(status[14] == "crashed");
  CHECK(sweep.times("point 14") == 2);
  CHECK(std::count(status.begin(), status.end(), "done") == 19);
}

TEST_CASE("a signal that means the whole sweep ends it and is no result", "[scheduler]") {
  const int signal = GENERATE(SIGTERM, SIGHUP);
  Sweep sweep(2);
  sweep.work.at_point = [&](std::uint64_t point) {
    if (point == 3) die(signal);
  };
  CHECK_THROWS_AS(sweep.run("db", 1), Interrupted);
  sweep.work.at_point = [](auto) {};
  sweep.run("db", 1, true);
  CHECK(sweep.of("db", "status") == Strings(20, "done"));
}

TEST_CASE("rows that wait for a slow reference are few, however many points there are",
          "[scheduler]") {
  Sweep sweep(1, 3000);
  sweep.work.at_reference = [](auto) { ::usleep(500000); };
  const std::size_t held = sweep.run("db", 4);
  CHECK(held > 1);
  CHECK(held <= Scheduler::kMostHeld);
  CHECK(sweep.of("db", "status") == Strings(3000, "done"));
}
