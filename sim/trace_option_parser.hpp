#pragma once

#include <boost/program_options.hpp>

#include "sim/trace/trace_options.hpp"

namespace drnn {

/// The options that say what waveform and timeline show.
void add_window_options(boost::program_options::options_description& options);

/// Those and --vcd, --timeline. Throws InputError where they do not go together.
TraceOptions trace_options(const boost::program_options::variables_map& values);

}  // namespace drnn
