#!/usr/bin/env bash
# run.sh SOURCE BUILD READER...: builds the fuzzers with clang and runs each for some seconds, from
# the same seed, on what stands in traces/ and configs/. FUZZ_SECONDS: how long each; default 3.
# A crash, a leak of memory, a hang of 5 s, an allocation above 256 MB or an exception other than
# InputError is a failure; its input is left in BUILD.
set -euo pipefail
source=$1 build=$2
shift 2

clang=$(command -v clang++ || command -v clang++-14) || {
  echo "SKIPPED: no clang++ (Debian: clang, libclang-rt-14-dev)"
  exit 77
}

flags="-g1 -fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=undefined"
cmake -S "$source" -B "$build" -G Ninja -DDRNN_FUZZ=ON -DCMAKE_BUILD_TYPE=Release \
  -DCMAKE_CXX_COMPILER="$clang" -DCMAKE_CXX_FLAGS_RELEASE="-O1 $flags" \
  -DCMAKE_C_FLAGS_RELEASE="-O1" >"$build.log"
cmake --build "$build" --target "${@/#/fuzz_}" >>"$build.log" || {
  tail -n 40 "$build.log"
  exit 1
}

# Good files, cut to a size that can be mutated in the time.
seeds() {
  mkdir -p "$build/seeds/$1"
  case $1 in
    onnx) cp "$source"/traces/crane/crane.onnx "$build/seeds/$1" ;;
    npy) for f in "$source"/traces/*/features/*0.npy; do
      { printf '\050'; head -c 4000 "$f"; } >"$build/seeds/$1/$(basename "$f")"
    done ;;
    labels) cp "$source"/traces/digits/labels.csv "$build/seeds/$1" ;;
    list) cp "$source"/traces/digits/first_eight.txt "$build/seeds/$1" ;;
    configuration) cp "$source"/configs/*.ini "$build/seeds/$1" ;;
    energy_table) cp "$source"/configs/energy/*.ini "$build/seeds/$1" ;;
    sweep) for f in "$source"/configs/sweeps/*; do
      case $f in *.json) first='\001' ;; *) first='\000' ;; esac
      { printf "$first"; cat "$f"; } >"$build/seeds/$1/$(basename "$f")"
    done ;;
    memory_trace) printf '0x1000 READ 0\n0x2040 WRITE 12\n' >"$build/seeds/$1/two" ;;
    synthetic) printf 'layers=40x64x64,steps=9,density_x=0.1,density_h=1,seed=3' >"$build/seeds/$1/one" ;;
    conformance) printf 'key,value\nnum_pe,8\nlayer_sizes,16 32\nthx_q8_8,64\n' >"$build/seeds/$1/a"
      printf 'cycle,address\n12,400\n' >"$build/seeds/$1/b" ;;
  esac
}

status=0
for reader in "$@"; do
  seeds "$reader"
  mkdir -p "$build/corpus/$reader"
  if "$build/tests/fuzz/fuzz_$reader" -seed=1 -max_total_time="${FUZZ_SECONDS:-3}" -timeout=5 \
    -rss_limit_mb=1024 -malloc_limit_mb=256 -print_final_stats=1 \
    -artifact_prefix="$build/$reader-" "$build/corpus/$reader" "$build/seeds/$reader" \
    >"$build/$reader.log" 2>&1; then
    echo "$reader: $(sed -n 's/^stat::number_of_executed_units: *//p' "$build/$reader.log") inputs, no fault"
  else
    status=1
    echo "$reader: FAILED"
    tail -n 30 "$build/$reader.log"
  fi
done
rm -f /dev/shm/drnn_fuzz_*
exit $status
