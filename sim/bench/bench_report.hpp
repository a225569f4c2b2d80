#pragma once

#include <nlohmann/json.hpp>
#include <ostream>
#include <string>

namespace drnn {

/// The processor's name and how many there are.
nlohmann::ordered_json bench_machine();

/// The goals, from what the cases measured: an object each with what, value, unit, must, aim and
/// met ("aim", "must" or "no").
nlohmann::ordered_json bench_goals(const nlohmann::ordered_json& measured);

/// The table for people.
void print_bench(std::ostream& out, const nlohmann::ordered_json& report);

}  // namespace drnn
