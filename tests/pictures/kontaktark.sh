#!/usr/bin/env bash
# tests/pictures/kontaktark.sh [FILE...] - every sample (or the ärenden named), PDF and Word side by side, page by page, for
# people's eyes: target/bevis/kontaktark/index.html. Word's pages are LibreOffice's.
# Exit status 2: soffice or pdftoppm is missing (apt-get install libreoffice-writer-nogui poppler-utils fonts-liberation).
set -euo pipefail
cd "$(dirname "$0")/../.."
for tool in soffice pdftoppm; do
  command -v "$tool" >/dev/null || { echo "kontaktark.sh: missing: $tool" >&2; exit 2; }
done
[ $# -gt 0 ] || set -- samples/*/*.json
out=target/bevis/kontaktark
rm -rf "$out"
mkdir -p "$out/word"
cargo run --quiet -- render "$@" --out "$out" --format pdf,docx >/dev/null
soffice --headless "-env:UserInstallation=file://$PWD/$out/profil" --convert-to pdf --outdir "$out/word" "$out"/*.docx >/dev/null
rm -rf "$out/profil"
number=0
{
  echo '<!doctype html><html lang="sv"><meta charset="utf-8"><title>Kontaktark</title>'
  echo '<style>body{font:15px sans-serif;background:#777;color:#fff;margin:2em}img{width:24em;margin:.3em;background:#fff}'
  echo 'td{vertical-align:top;padding:0 1em}</style><h1>Kontaktark: PDF till vänster, Word till höger</h1>'
  for pdf in "$out"/*.pdf; do
    name=$(basename "$pdf" .pdf)
    number=$((number + 1))
    pdftoppm -r 60 -png "$pdf" "$out/$number-pdf"
    pdftoppm -r 60 -png "$out/word/$name.pdf" "$out/$number-word"
    echo "<h2>${name//&/&amp;}</h2><table>"
    left=("$out/$number"-pdf-*.png) right=("$out/$number"-word-*.png)
    most=$((${#left[@]} > ${#right[@]} ? ${#left[@]} : ${#right[@]}))
    for ((page = 0; page < most; page++)); do
      echo '<tr>'
      for picture in "${left[page]:-}" "${right[page]:-}"; do
        echo "<td>${picture:+<img alt=\"sida $((page + 1))\" src=\"$(basename "$picture")\">}</td>"
      done
      echo '</tr>'
    done
    echo '</table>'
  done
} >"$out/index.html"
echo "$out/index.html: $number documents"
