"""Runs the kernel benchmarks for a moment: each has to print a rate.

    kernel_bench_test.py KERNEL_BENCH
"""

import json
import subprocess
import sys

RATES = ("columns_per_s", "units_per_s", "elements_per_s", "steps_per_s", "cycles_per_s",
         "bursts_per_s", "text_bytes_per_s")


def main():
    command = [sys.argv[1], "--benchmark_min_time=0.01", "--benchmark_format=json"]
    listed = subprocess.run([sys.argv[1], "--benchmark_list_tests"], capture_output=True, text=True,
                            check=True).stdout.split("\n")
    names = [name for name in listed if name]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    rates = {}
    for benchmark in json.loads(result.stdout)["benchmarks"]:
        found = [rate for rate in RATES if benchmark.get(rate, 0) > 0]
        assert len(found) == 1, f"{benchmark['name']} has the rates {found}"
        rates[benchmark["name"]] = found[0]
    assert sorted(rates) == sorted(names) and len(names) > 10, (sorted(rates), sorted(names))
    print(f"{len(names)} benchmarks, each with a rate")


if __name__ == "__main__":
    main()
