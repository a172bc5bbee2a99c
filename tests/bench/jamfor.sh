#!/bin/sh
# Installs the programs that `cargo bench --bench kansli` compares with, under target/jamfor; nothing outside it but with
# --office.
#   tests/bench/jamfor.sh           Typst's Python wheel, WeasyPrint, docxtpl, pandoc and, where there is npm, docxtemplater
#   tests/bench/jamfor.sh --rusdox  also RusDox, which takes some minutes to build
#   tests/bench/jamfor.sh --typst   also the Typst CLI, which takes a good while
#   tests/bench/jamfor.sh --office  also LibreOffice, from Debian's packages
#   tests/bench/jamfor.sh --watch   that, mdBook, and headless Chromium with its driver, for T11 and W
set -eu
cd "$(dirname "$0")/../.."
target=$(cargo metadata --format-version 1 --no-deps --offline | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')
cache="$target/jamfor"
mkdir -p "$cache"
[ -x "$cache/venv/bin/python" ] || python3 -m venv "$cache/venv"
"$cache/venv/bin/pip" install --quiet typst==0.15.2 weasyprint==70.0 docxtpl==0.20.2 pypandoc-binary==1.17
if command -v npm >/dev/null; then
    npm install --silent --no-audit --no-fund --prefix "$cache/node" docxtemplater@3 pizzip@3
fi
build() { # crate version program
    [ -x "$cache/bin/$3" ] || cargo install "$1" --version "$2" --locked --root "$cache" --target-dir "$cache/bygge"
}
for asked in "$@"; do
    case $asked in
    --rusdox) build rusdox 1.1.0 rusdox ;;
    --typst) build typst-cli 0.15.1 typst ;;
    --office)
        sudo=$([ "$(id -u)" = 0 ] || echo sudo)
        $sudo apt-get update -qq
        $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends libreoffice-writer-nogui
        ;;
    --watch)
        build typst-cli 0.15.1 typst
        [ -x "$cache/bin/mdbook" ] || cargo install mdbook --version 0.5.4 --locked --no-default-features --features watch \
            --root "$cache" --target-dir "$cache/bygge"
        sh tests/watch/webb/installera.sh "$cache/webb"
        ;;
    *) echo "unknown: $asked" >&2; exit 2 ;;
    esac
done
echo "Installed under $cache"
