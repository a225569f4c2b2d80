#include "sim/table_check.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "model/arith/hash.hpp"
#include "model/arith/nonlinearity.hpp"
#include "model/config/errors.hpp"

namespace drnn {

namespace {

/// True where both profiles have the same tables by construction.
bool same_tables(const NumericProfile& a, const NumericProfile& b) {
  return a.activation == b.activation && a.gate_frac_bits == b.gate_frac_bits &&
         a.gate_input_step_lsb == b.gate_input_step_lsb;
}

}  // namespace

nlohmann::ordered_json checked_tables(const NumericProfile& profile) {
  const Nonlinearities tables(profile);
  nlohmann::ordered_json json = {{"sigmoid_hash", to_hex(tables.sigmoid.hash())},
                                 {"tanh_hash", to_hex(tables.tanh.hash())},
                                 {"committed_profile", nullptr}};
  for (const std::string& name : numeric_profile_names()) {
    if (!same_tables(profile, numeric_profile(name))) continue;
    try {
      verify_tables(tables, name);
    } catch (const std::runtime_error& error) {
      throw SimulationError(error.what());
    }
    json["committed_profile"] = name;
  }
  return json;
}

}  // namespace drnn
