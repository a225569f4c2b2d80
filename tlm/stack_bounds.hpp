#pragma once

namespace drnn {

/// To be called after sc_start(). SystemC 2.3.4 tells the address sanitizer of its switches between
/// stacks, but on the way back gives the main one no bounds; an exception thrown on it then leads
/// to false reports. This names the bounds again. Does nothing in a build without that sanitizer.
void restore_stack_bounds();

}  // namespace drnn
