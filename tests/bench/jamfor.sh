#!/bin/sh
# Installs the programs that `cargo bench --bench kansli` compares with, under target/jamfor; nothing outside it.
#   tests/bench/jamfor.sh          Typst's Python wheel and WeasyPrint
#   tests/bench/jamfor.sh --typst  also the Typst CLI, which takes a good while to build
#   tests/bench/jamfor.sh --watch  that, mdBook, and headless Chromium with its driver, for T11 and W
set -eu
cd "$(dirname "$0")/../.."
target=$(cargo metadata --format-version 1 --no-deps --offline | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')
cache="$target/jamfor"
mkdir -p "$cache"
[ -x "$cache/venv/bin/python" ] || python3 -m venv "$cache/venv"
"$cache/venv/bin/pip" install --quiet typst==0.15.2 weasyprint==70.0
if [ -n "${1:-}" ] && [ ! -x "$cache/bin/typst" ]; then
    cargo install typst-cli --version 0.15.1 --locked --root "$cache" --target-dir "$cache/bygge"
fi
if [ "${1:-}" = --watch ]; then
    if [ ! -x "$cache/bin/mdbook" ]; then
        cargo install mdbook --version 0.5.4 --locked --no-default-features --features watch \
            --root "$cache" --target-dir "$cache/bygge"
    fi
    sh tests/watch/webb/installera.sh "$cache/webb"
fi
echo "Installed under $cache"
