#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

namespace drnn::test {

/// A timeline, read by what the Trace Event Format documents. Times in picoseconds.
class TimelineFile {
 public:
  using Json = nlohmann::json;

  struct Slice {
    std::string name;
    std::uint64_t begin, end;
    Json arguments;
  };
  struct FlowPoint {
    char phase;
    int track;
    std::uint64_t time;
    bool binds_enclosing;
  };
  struct Count {
    std::uint64_t time, value;
  };

  explicit TimelineFile(const std::string& text) {
    const Json file = Json::parse(text);
    for (const Json& event : file.at("traceEvents")) read(event);
  }

  std::map<int, std::string> names;          ///< of tracks
  std::map<int, std::vector<Slice>> slices;  ///< by track, in the file's order
  std::map<std::uint64_t, std::vector<FlowPoint>> flows;
  std::map<std::string, std::vector<Count>> counters;

  const std::vector<Slice>& slices_of(const std::string& name) const {
    for (const auto& [track, its_name] : names)
      if (its_name == name && slices.count(track) > 0) return slices.at(track);
    throw std::runtime_error("the timeline has no track " + name);
  }

 private:
  static std::uint64_t picoseconds(const Json& time) {
    const double ps = time.get<double>() * 1e6;
    const auto whole = static_cast<std::uint64_t>(ps + 0.5);
    if (ps < 0 || ps - static_cast<double>(whole) > 0.01 || static_cast<double>(whole) - ps > 0.01)
      throw std::runtime_error("no whole picosecond: " + time.dump());
    return whole;
  }

  void read(const Json& event) {
    const std::string phase = event.at("ph").get<std::string>();
    if (event.at("pid") != 1) throw std::runtime_error("a process of its own: " + event.dump());
    if (phase == "M") return read_metadata(event);
    const std::uint64_t time = picoseconds(event.at("ts"));
    if (phase == "C") {
      const Json& arguments = event.at("args");
      if (arguments.size() != 1) throw std::runtime_error("a counter of many: " + event.dump());
      counters[event.at("name")].push_back({time, arguments.begin()->get<std::uint64_t>()});
      return;
    }
    const int track = event.at("tid").get<int>();
    if (names.count(track) == 0) throw std::runtime_error("a track without name: " + event.dump());
    if (phase == "X") {
      slices[track].push_back(
          {event.at("name"), time, time + picoseconds(event.at("dur")), event.at("args")});
    } else if (phase == "s" || phase == "t" || phase == "f") {
      if (event.at("name") != "delta" || event.at("cat") != "delta")
        throw std::runtime_error("a flow that does not match: " + event.dump());
      flows[event.at("id").get<std::uint64_t>()].push_back(
          {phase[0], track, time, event.value("bp", "") == "e"});
    } else {
      throw std::runtime_error("unknown phase: " + event.dump());
    }
  }

  void read_metadata(const Json& event) {
    const std::string name = event.at("name").get<std::string>();
    const Json& arguments = event.at("args");
    if (name == "thread_name") names[event.at("tid").get<int>()] = arguments.at("name");
    if (name == "thread_sort_index") arguments.at("sort_index").get<int>();
    if (name == "process_name") arguments.at("name").get<std::string>();
  }
};

}  // namespace drnn::test
