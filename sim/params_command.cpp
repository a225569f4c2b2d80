#include "sim/params_command.hpp"

#include <iostream>

#include "sim/command_line.hpp"
#include "sim/run_options.hpp"

namespace drnn {

int params_command(const std::vector<std::string>& arguments) {
  const auto options = parse_params(arguments);
  if (!options) return kDone;
  const Configuration configuration = configuration_from(options->configuration);
  configuration.resolve();
  switch (options->format) {
    case ParamsOptions::Format::text:
      std::cout << configuration.to_text();
      break;
    case ParamsOptions::Format::markdown:
      std::cout << configuration.to_markdown();
      break;
    case ParamsOptions::Format::ini:
      std::cout << configuration.to_ini();
      break;
  }
  return kDone;
}

}  // namespace drnn
