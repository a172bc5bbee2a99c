#!/usr/bin/env bash
# Fuzzes Kansli with LLVM's libFuzzer, on the stable compiler.
#
#   tests/fuzz/run.sh                 every target for 10 seconds: the seeds first, then what they lead to
#   tests/fuzz/run.sh --tid 600       every target for ten minutes
#   tests/fuzz/run.sh --tid 60 docx   one target
#   tests/fuzz/run.sh --antal 400     every target so many times, the same inputs every time: for CI
#   tests/fuzz/run.sh --fron docx f   one input again
#
# cargo-fuzz would compile all dependencies once more with its flags, Typst among them (half an hour), and wants a
# nightly compiler. Here only our own crates are instrumented (rustc.sh), and the rest is what the tests compiled. A
# crash leaves its input in tests/fuzz/fynd/; once mended, it moves to tests/fuzz/seeds/TARGET/.
set -euo pipefail
cd "$(dirname "$0")/../.."
here=$PWD/tests/fuzz
seconds=10
runs=
targets=(arende text mall filnamn personnummer docx profil)
replay=
while [ $# -gt 0 ]; do
  case $1 in
  --tid) seconds=$2; shift 2 ;;
  --antal) runs=$2; shift 2 ;;
  --fron) targets=("$2"); replay=$3; shift 3 ;;
  -*) sed -n '2,12s/^# \{0,1\}//p' "$0"; exit 2 ;;
  *) targets=("$1"); shift ;;
  esac
done

target=${CARGO_TARGET_DIR:-$(cargo metadata --no-deps --format-version 1 | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')}
cargo build -q --manifest-path "$here/libfuzzer/Cargo.toml" --target-dir "$target/libfuzzer" --release
archive=$(find "$target/libfuzzer" -name libfuzzer.a | head -n 1)
# What is tried for long is worth minutes of compiling.
level=0
[ "$seconds" -lt 120 ] || level=1
KANSLI_LIBFUZZER=$archive RUSTC_WORKSPACE_WRAPPER=$here/rustc.sh CARGO_PROFILE_DEV_OPT_LEVEL=$level \
  cargo build -q -p kansli-fuzz --bins

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$here/fynd"
failed=0
tried=0
how="--tid $seconds"
[ -z "$runs" ] || how="--antal $runs"
asked=${#targets[@]}
for name in "${targets[@]}"; do
  if [ -n "$replay" ]; then
    exec "$target/debug/fuzz_$name" "$replay"
  fi
  mkdir -p "$work/$name" "$here/seeds/$name"
  # The samples are seeds of everything that reads an ärende.
  extra=()
  [ "$name" != arende ] || { mkdir "$work/prov"; cp samples/*/*.json tests/corpus/goda/*.json "$work/prov"; extra=("$work/prov"); }
  limit=(-max_total_time="$seconds")
  said="in ${seconds}s"
  [ -z "$runs" ] || { limit=(-runs="$runs" -seed=1); said="of the same"; }
  options=("${limit[@]}" -timeout=20 -rss_limit_mb=2048 -max_len=16384 -artifact_prefix="$here/fynd/$name-"
    -print_final_stats=1 -verbosity=0)
  [ ! -f "$here/$name.dict" ] || options+=(-dict="$here/$name.dict")
  if "$target/debug/fuzz_$name" "${options[@]}" "$work/$name" "$here/seeds/$name" "${extra[@]}" >"$work/log" 2>&1; then
    count=$(sed -n 's/^stat::number_of_executed_units: *//p' "$work/log")
    tried=$((tried + ${count:-0}))
    printf '%-14s %8s inputs %s, no crash; %s kept seeds\n' "$name" "$count" "$said" "$(ls "$here/seeds/$name" | wc -l)"
  else
    failed=$((failed + 1))
    printf '%-14s CRASH:\n' "$name"
    tail -n 40 "$work/log"
  fi
  # What is worth keeping of a long run: the smallest set of inputs that reaches as far.
  if [ "${KANSLI_SEEDS:-}" = 1 ]; then
    mkdir -p "$work/merged"
    "$target/debug/fuzz_$name" -merge=1 -max_len=2048 -verbosity=0 "$work/merged" "$here/seeds/$name" "$work/$name" >/dev/null 2>&1 || true
    cp -n "$work"/merged/* "$here/seeds/$name/" 2>/dev/null || true
    rm -rf "$work/merged"
  fi
done
if [ "$asked" -gt 1 ]; then
  tests/bevis.py not fuzz "tests/fuzz/run.sh $how" \
    "$failed targets of $asked crash; $tried inputs"
fi
[ "$failed" = 0 ]
