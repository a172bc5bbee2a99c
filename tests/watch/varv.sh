#!/usr/bin/env bash
# Runs the cases of watching again and again, and says which ever failed: W1 to W26 must hold every time.
#   KANSLI_VARV=20 tests/watch/varv.sh [NAMN…]
# The thousand mistakes of W26 come once, last; KANSLI_VARV=0 leaves only them.
set -uo pipefail
cd "$(dirname "$0")/../.."
rounds=${KANSLI_VARV:-20}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
cargo test --quiet --test watch --no-run || exit 1
failed=0
run() {
  if ! "$@" >"$log" 2>&1; then
    failed=$((failed + 1))
    grep -E '^test .*FAILED|panicked at|^error' "$log"
    cat "$log" >&2
  fi
}
for ((round = 1; round <= rounds; round++)); do
  run cargo test --quiet --test watch -- "$@"
  printf 'round %s of %s: %s failed so far (%ss)\n' "$round" "$rounds" "$failed" "$SECONDS"
done
run env KANSLI_LANGA=1 cargo test --quiet --test watch -- w26
printf 'W26 with 1000 mistakes: %s failed in all (%ss)\n' "$failed" "$SECONDS"
[ $# -gt 0 ] || tests/bevis.py not watch "KANSLI_VARV=$rounds tests/watch/varv.sh" \
  "$failed failures in $rounds rounds of all cases and 1000 mistakes"
[ "$failed" = 0 ]
