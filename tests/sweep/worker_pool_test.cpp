#include "sim/sweep/worker_pool.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <cstdlib>
#include <map>
#include <stdexcept>

using namespace drnn;

namespace {

struct Heard {
  std::map<std::uint64_t, std::vector<std::string>> texts;
  std::map<std::uint64_t, WorkerEnd> ends;
};

/// Until all processes have ended.
Heard listen(WorkerPool& pool) {
  Heard heard;
  while (!pool.empty())
    pool.wait(
        1000,
        [&](auto id, const WorkerMessage& message) {
          CHECK(heard.ends.count(id) == 0);
          heard.texts[id].push_back(message.text);
        },
        [&](auto id, const WorkerEnd& end) { heard.ends[id] = end; });
  return heard;
}

}  // namespace

TEST_CASE("messages of any size come whole, in order and before the end", "[pool]") {
  WorkerPool pool(3);
  const std::vector<std::size_t> sizes{0, 1, 65535, 65536, 65537, 3000000};
  for (const std::uint64_t id : {7, 8, 9})
    pool.start(id, [&](const WorkerPool::Send& send) {
      for (const std::size_t size : sizes)
        send({1, size, std::string(size, static_cast<char>('a' + id % 26))});
    });
  CHECK(pool.full());
  const Heard heard = listen(pool);
  for (const std::uint64_t id : {7, 8, 9}) {
    REQUIRE(heard.texts.at(id).size() == sizes.size());
    for (std::size_t i = 0; i < sizes.size(); ++i)
      CHECK(heard.texts.at(id)[i] == std::string(sizes[i], static_cast<char>('a' + id % 26)));
    CHECK(heard.ends.at(id).exit_code == 0);
    CHECK(heard.ends.at(id).signal == 0);
  }
}

TEST_CASE("a process that crashes has said what it said, and the others go on", "[pool]") {
  WorkerPool pool(4);
  pool.start(1, [](const auto& send) {
    send({0, 0, "before"});
    std::signal(SIGSEGV, SIG_DFL);
    ::raise(SIGSEGV);
  });
  pool.start(2, [](const auto&) { throw std::runtime_error("thrown"); });
  pool.start(3, [](const auto&) { ::_exit(5); });
  pool.start(4, [](const auto& send) {
    ::usleep(100000);
    send({0, 0, "late"});
  });
  const Heard heard = listen(pool);
  CHECK(heard.texts.at(1) == std::vector<std::string>{"before"});
  CHECK(heard.ends.at(1).signal == SIGSEGV);
  CHECK(heard.ends.at(2).exit_code == 1);
  CHECK(heard.ends.at(3).exit_code == 5);
  CHECK(heard.texts.at(4) == std::vector<std::string>{"late"});
}

TEST_CASE("a pool that goes away ends its processes", "[pool]") {
  int ends[2];
  REQUIRE(::pipe(ends) == 0);
  {
    WorkerPool pool(1);
    pool.start(1, [&](const auto&) {
      while (true) ::pause();
    });
  }
  // Nobody else can write: the end of the pipe is seen once the process is gone.
  ::close(ends[1]);
  char byte;
  CHECK(::read(ends[0], &byte, 1) == 0);
  ::close(ends[0]);
}

TEST_CASE("Ctrl-C is for the process that has the pool", "[pool]") {
  WorkerPool pool(1);
  pool.start(1, [](const auto& send) {
    ::raise(SIGINT);
    send({0, 0, "alive"});
  });
  CHECK(listen(pool).texts.at(1) == std::vector<std::string>{"alive"});
}
