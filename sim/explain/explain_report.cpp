#include "sim/explain/explain_report.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "sim/explain/remedy.hpp"
#include "sim/report_text.hpp"

namespace drnn {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kRemediesShown = 3;

std::uint64_t cycles_without_reset(const ExplainedPart& part) {
  return sum(part.causes) - part.causes[index_of(CycleCause::reset)];
}

double percent(std::uint64_t part, std::uint64_t whole) {
  return 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

double speedup(std::uint64_t total, std::uint64_t saved) {
  return static_cast<double>(total) / static_cast<double>(total - saved);
}

double per_step(std::uint64_t cycles, std::uint64_t steps) {
  return static_cast<double>(cycles) / static_cast<double>(steps);
}

std::uint64_t group_cycles(const CauseCycleCounts& causes, std::string_view group) {
  std::uint64_t cycles = 0;
  for (std::size_t i = 0; i < kCycleCauseCount; ++i)
    if (kCycleCauses[i].group == group) cycles += causes[i];
  return cycles;
}

void print_branch(std::ostream& out, const std::string& name, std::uint64_t cycles,
                  std::uint64_t total, std::uint64_t steps, const std::string& note = "") {
  out << text("%-22s %14s  %5.1f %%  %10.2f a step%s\n", name.c_str(), grouped(cycles).c_str(),
              percent(cycles, total), per_step(cycles, steps), note.c_str());
}

void print_tree(std::ostream& out, const ExplainedPart& part) {
  const std::uint64_t total = sum(part.causes);
  std::string_view group;
  for (std::size_t i = 0; i < kCycleCauseCount; ++i) {
    const CycleCauseText& cause = kCycleCauses[i];
    const std::uint64_t in_group = group_cycles(part.causes, cause.group);
    if (in_group > 0 && cause.group != group)
      print_branch(out, std::string(cause.group), in_group, total, part.steps);
    group = cause.group;
    if (part.causes[i] > 0)
      print_branch(out, "  " + std::string(cause.name), part.causes[i], total, part.steps);
  }
}

/// The causes of which the part has the most, besides work.
std::string waits_text(const ExplainedPart& part) {
  std::vector<std::size_t> order;
  for (std::size_t i = 1; i < kCycleCauseCount; ++i)
    if (part.causes[i] > 0) order.push_back(i);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return part.causes[a] > part.causes[b]; });
  std::string result;
  for (std::size_t i = 0; i < std::min<std::size_t>(3, order.size()); ++i)
    result += ", " + std::string(kCycleCauses[order[i]].name) + " " +
              std::to_string(part.causes[order[i]]);
  return result;
}

void print_parts(std::ostream& out, const ExplainedRun& run, const char* name) {
  for (std::size_t i = 0; i < run.parts.size(); ++i) {
    const ExplainedPart& part = run.parts[i];
    out << text("%-8s %6zu %14s cycles: mac %llu%s\n", name, i,
                grouped(cycles_without_reset(part)).c_str(),
                static_cast<unsigned long long>(part.causes[index_of(CycleCause::mac)]),
                waits_text(part).c_str());
  }
}

std::string names_of(const std::vector<CycleCause>& causes) {
  std::string names;
  for (const CycleCause cause : causes)
    names += (names.empty() ? "" : ", ") + std::string(name_of(cause));
  return names;
}

void print_remedies(std::ostream& out, const ExplainedRun& run) {
  const std::vector<Remedy> remedies = remedies_for(run);
  const std::uint64_t total = sum(run.whole.causes);
  const std::uint64_t work = group_cycles(run.whole.causes, "work");
  out << text("work alone would take %s cycles, %.2fx\n", grouped(work).c_str(),
              speedup(total, total - work));
  if (remedies.empty()) out << "no parameter works on what is waited for\n";
  for (std::size_t i = 0; i < std::min(kRemediesShown, remedies.size()); ++i) {
    const Remedy& r = remedies[i];
    out << text("%-10s %s = %lld, now %lld: about %s cycles fewer, %.2fx (all %s: %s, %.2fx)\n",
                i == 0 ? "helps most" : "then", r.parameter.c_str(),
                static_cast<long long>(r.remedy_value), static_cast<long long>(r.value),
                grouped(r.cycles_predicted).c_str(), speedup(total, r.cycles_predicted),
                names_of(r.causes).c_str(), grouped(r.cycles_of_causes).c_str(),
                speedup(total, r.cycles_of_causes));
  }
  if (!remedies.empty())
    out << "optimistic: 'all' is saved if those causes are gone altogether, 'about' is the part "
           "that the change\nremoves, and waits that they covered come to light; simulate the "
           "change with --set\n";
}

Json causes_json(const CauseCycleCounts& causes) {
  Json json = Json::object();
  for (std::size_t i = 0; i < kCycleCauseCount; ++i)
    json[std::string(kCycleCauses[i].name)] = causes[i];
  return json;
}

Json names_json(const std::vector<CycleCause>& causes) {
  Json json = Json::array();
  for (const CycleCause cause : causes) json.push_back(name_of(cause));
  return json;
}

Json part_json(const ExplainedPart& part) {
  return {{"steps", part.steps},
          {"cycles", cycles_without_reset(part)},
          {"columns", part.columns},
          {"causes", causes_json(part.causes)}};
}

/// With its groups and what each cause means, so that a chart needs nothing else.
Json tree_json(const ExplainedPart& part) {
  Json tree = Json::array();
  const auto total = sum(part.causes);
  for (std::size_t i = 0; i < kCycleCauseCount; ++i)
    tree.push_back({{"cause", kCycleCauses[i].name},
                    {"group", kCycleCauses[i].group},
                    {"cycles", part.causes[i]},
                    {"share", percent(part.causes[i], total) / 100},
                    {"meaning", kCycleCauses[i].meaning}});
  return tree;
}

Json remedies_json(const ExplainedRun& run) {
  Json json = Json::array();
  const std::uint64_t total = sum(run.whole.causes);
  for (const Remedy& r : remedies_for(run))
    json.push_back({{"parameter", r.parameter},
                    {"value", r.value},
                    {"remedy_value", r.remedy_value},
                    {"causes", names_json(r.causes)},
                    {"cycles_saved_predicted", r.cycles_predicted},
                    {"speedup_predicted", speedup(total, r.cycles_predicted)},
                    {"cycles_of_causes", r.cycles_of_causes},
                    {"speedup_without_causes", speedup(total, r.cycles_of_causes)}});
  return json;
}

Json run_json(const ExplainedRun& run, ExplainBy by) {
  const ThetaEffective theta = run.configuration.theta_effective();
  Json json = {{"workload", run.workload},
               {"theta_x", theta.x},
               {"theta_h", theta.h},
               {"cycles", sum(run.whole.causes)},
               {"steps", run.whole.steps},
               {"account", tree_json(run.whole)},
               {"remedies", remedies_json(run)}};
  if (by == ExplainBy::run) return json;
  Json& parts = json[by == ExplainBy::step ? "by_step" : "by_sequence"] = Json::array();
  for (const ExplainedPart& part : run.parts) parts.push_back(part_json(part));
  return json;
}

/// The words in lines of `width`, the later ones indented.
std::string wrapped(std::string_view words, std::size_t width, std::size_t indent) {
  std::string result;
  while (words.size() > width) {
    const std::size_t end = words.rfind(' ', width);
    result += std::string(words.substr(0, end)) + "\n" + std::string(indent, ' ');
    words.remove_prefix(end + 1);
  }
  return result + std::string(words);
}

}  // namespace

void print_causes(std::ostream& out) {
  constexpr std::size_t kName = 20, kWidth = 80;
  for (const CycleCauseText& cause : kCycleCauses)
    out << text("%-*s", static_cast<int>(kName), std::string(cause.name).c_str())
        << wrapped(cause.meaning, kWidth, kName) << "\n";
}

void print_explained(std::ostream& out, const ExplainedRun& run, ExplainBy by) {
  const ThetaEffective theta = run.configuration.theta_effective();
  const std::uint64_t total = sum(run.whole.causes);
  print_line(out, "workload", run.workload);
  print_line(out, "thresholds", text("theta_x %g, theta_h %g", theta.x, theta.h));
  print_branch(out, "cycles", total, total, run.whole.steps,
               text(" with resets, %.2f without",
                    per_step(cycles_without_reset(run.whole), run.whole.steps)));
  print_tree(out, run.whole);
  if (by != ExplainBy::run) print_parts(out, run, by == ExplainBy::step ? "step" : "sequence");
  print_remedies(out, run);
}

Json explained_json(const std::vector<ExplainedRun>& runs, ExplainBy by) {
  if (runs.size() == 1) {
    Json json = {{"schema", 1}};
    json.update(run_json(runs.front(), by));
    return json;
  }
  Json all = Json::array();
  for (const ExplainedRun& run : runs) all.push_back(run_json(run, by));
  return {{"schema", 1}, {"runs", all}};
}

}  // namespace drnn
