#!/bin/sh
# In cargo's place of rustc for our own two crates (RUSTC_WORKSPACE_WRAPPER): counts which branches are taken. All that
# they stand on is what the tests have compiled already, so that Typst is not compiled again.
rustc=$1
shift
link=
case " $* " in
*" --crate-name fuzz_"*) link="-Clink-arg=$KANSLI_LIBFUZZER -Clink-arg=-lstdc++" ;;
esac
case " $* " in
*" --crate-name kansli "* | *" --crate-name kansli_fuzz "* | *" --crate-name fuzz_"*)
  # shellcheck disable=SC2086
  exec "$rustc" "$@" $link --cfg fuzzing -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares
  ;;
*) exec "$rustc" "$@" ;;
esac
