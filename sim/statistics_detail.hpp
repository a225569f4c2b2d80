#pragma once

namespace drnn {

/// How much of a run's statistics is put together: all of it, or what a row of results takes, which
/// leaves lists and tables out. They are most of the work.
enum class StatisticsDetail { all, columns };

}  // namespace drnn
