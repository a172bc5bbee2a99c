#!/usr/bin/env bash
# En stor körning delad på flera processer med GNU parallel, där processer dödas på måfå, och beviset att resultatet är
# byte för byte det som en enda körning ger: dokumenten, manifestet, journalen och rapporterna.
#
# Slutkoderna är programmets egna: 0 lika, 1 lika men fynd har stoppat dokument, 2 lika men dokument har misslyckats (eller
# fel anrop), 3 omgivningen (en del blev aldrig klar), 4 olika.
set -uo pipefail
export LC_ALL=C.UTF-8

hjalp() {
  cat <<'SLUT'
Användning: samples/drift/parallel.sh [FLAGGOR] [FILER…]

Utan filer görs ett påhittat sammanträde. Flaggor:
  --antal N       paragrafer i det påhittade sammanträdet (förval: 200)
  --fro N         vilket sammanträde det blir, och när delarna dödas (förval: 1)
  --delar N       hur många delar körningen har (förval: 4)
  --samtidigt N   hur många delar som körs samtidigt (förval: alla)
  --dodar N       döda varje del, och sammanläggningen, på måfå högst N gånger (förval: 0)
  --format LISTA  format (förval: text,pdf)
  --per-mottagare ett exemplar till varje mottagare också, med sändlista; --eml lägger till färdiga brev
  --kansli FIL    programmet (förval: $KANSLI, annars kansli i sökvägen, annars target/release/kansli)
  --mapp MAPP     ny mapp som allt läggs i och blir kvar i (förval: en tillfällig)
SLUT
}

fel() { # CODE TEXT
  printf '%s\n' "$2" >&2
  exit "$1"
}

# A wait in seconds, at random below $2 microseconds; the same for the same seed.
moment() {
  RANDOM=$1
  local big=$((RANDOM << 30 | RANDOM << 15 | RANDOM))
  local at=$((big % ($2 + 1)))
  printf '%d.%06d' $((at / 1000000)) $((at % 1000000))
}

# Runs a command that is killed after a while, two times of three in a way that nothing can catch.
dodad() { # SEED MICROSECONDS COMMAND...
  local signal=KILL
  [ $(($1 % 3)) = 0 ] && signal=TERM
  local after
  after=$(moment "$1" "$2")
  shift 2
  timeout --preserve-status --signal="$signal" "$after" "$@"
}

# One share, as GNU parallel starts it. What a retry cannot help is told by a file and not by the exit code.
en_del() {
  local nr=$1 kod=0 forsok
  printf 'x' >>"$ARBETE/forsok-$nr"
  forsok=$(wc -c <"$ARBETE/forsok-$nr")
  local kommando=("$KANSLI" batch "${@:2}" --out "$ARBETE/delat" --report-dir "$ARBETE/delat-rapport"
    --shard "$nr/$DELAR" --jobs 1)
  if [ "$forsok" -le "$DODAR" ]; then
    # Each attempt has less left to do than the one before.
    dodad $((FRO * 1009 + nr * 31 + forsok)) $((MIKRO / forsok)) "${kommando[@]}" >"$ARBETE/logg-$nr-$forsok" 2>&1 || kod=$?
  else
    "${kommando[@]}" >"$ARBETE/logg-$nr-$forsok" 2>&1 || kod=$?
  fi
  echo "$kod" >"$ARBETE/kod-$nr"
  echo "$kod" >>"$ARBETE/koder"
  case $kod in
    0) echo "Del $nr: klar i försök $forsok." ;;
    1) echo "Del $nr: klar i försök $forsok, men fynd har stoppat dokument." ;;
    2) echo "Del $nr: slutkod 2 i försök $forsok, ett nytt försök hjälper inte." ;;
    4)
      echo "Del $nr: slutkod 4, ett nytt försök hjälper inte."
      cat "$ARBETE/logg-$nr-$forsok"
      ;;
    137) echo "Del $nr: dödad (kill -9) i försök $forsok, görs om." ;;
    130) echo "Del $nr: avbruten (SIGTERM) i försök $forsok, görs om." ;;
    *)
      echo "Del $nr: slutkod $kod i försök $forsok, görs om."
      cat "$ARBETE/logg-$nr-$forsok"
      ;;
  esac
  case $kod in 0 | 1 | 2 | 4) return 0 ;; *) return "$kod" ;; esac
}

if [ "${1-}" = _del ]; then
  shift
  en_del "$@"
  exit
fi

antal=200 FRO=1 DELAR=4 samtidigt='' DODAR=0 mapp='' filer=() flaggor=(--format text,pdf)
rot=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
KANSLI=${KANSLI:-$(command -v kansli || echo "$rot/target/release/kansli")}
while [ $# -gt 0 ]; do
  case $1 in
    -h | --help | --hjalp) hjalp && exit 0 ;;
    --antal | --fro | --delar | --samtidigt | --dodar)
      [[ ${2-} =~ ^(0|[1-9][0-9]{0,5})$ ]] || fel 2 "$1 behöver ett heltal."
      case $1 in
        --antal) antal=$2 ;;
        --fro) FRO=$2 ;;
        --delar) DELAR=$2 ;;
        --samtidigt) samtidigt=$2 ;;
        --dodar) DODAR=$2 ;;
      esac
      shift
      ;;
    --format | --kansli | --mapp)
      [ -n "${2-}" ] || fel 2 "$1 behöver ett värde."
      case $1 in
        --format) flaggor[1]=$2 ;;
        --kansli) KANSLI=$2 ;;
        --mapp) mapp=$2 ;;
      esac
      shift
      ;;
    --per-mottagare) flaggor+=(--per-mottagare) ;;
    --eml) flaggor+=(--per-mottagare --eml) ;;
    -*) fel 2 "$1 är ingen flagga. Kör med --hjalp för att se dem." ;;
    *) filer+=("$1") ;;
  esac
  shift
done
[ "$DELAR" -gt 0 ] || fel 2 "--delar behöver minst 1."
command -v parallel >/dev/null || fel 3 "GNU parallel saknas. Installera det, till exempel med apt install parallel."
parallel --version 2>/dev/null | grep -q 'GNU parallel' || fel 3 "parallel är inte GNU parallel. Installera Debians paket parallel."
[ -x "$KANSLI" ] || fel 3 "Programmet ”$KANSLI” finns inte. Ange det med --kansli."

if [ -n "$mapp" ]; then
  [ ! -e "$mapp" ] || fel 2 "”$mapp” finns redan. Ange en ny mapp, så att inget gammalt räknas med."
  mkdir -p "$mapp" || exit 3
  ARBETE=$(cd "$mapp" && pwd)
  kvar=ja
else
  ARBETE=$(mktemp -d) || exit 3
  kvar=nej
fi
trap '[ "$kvar" = ja ] || rm -rf "$ARBETE"' EXIT
trap 'exit 130' INT TERM
mkdir "$ARBETE/parallel"
export ARBETE DELAR DODAR FRO KANSLI PARALLEL_HOME=$ARBETE/parallel

if [ ${#filer[@]} = 0 ]; then
  filer=("$ARBETE/mote.json")
  "$KANSLI" new mote --antal "$antal" --fro "$FRO" "${filer[0]}" >"$ARBETE/logg-ny" || exit $?
  echo "Ett påhittat sammanträde med $antal paragrafer, frö $FRO."
fi

start=${EPOCHREALTIME//[.,]/}
"$KANSLI" batch "${filer[@]}" "${flaggor[@]}" --out "$ARBETE/en" --report-dir "$ARBETE/en-rapport" >"$ARBETE/logg-en" 2>&1
en=$?
export MIKRO=$((${EPOCHREALTIME//[.,]/} - start))
# Without a report the call itself was wrong; with one, some document was.
[ $en -le 2 ] && [ -f "$ARBETE/en-rapport/rapport.json" ] || fel $en "$(cat "$ARBETE/logg-en")"
printf 'En körning: klar på %d,%d s. Nu samma sak i %d delar.\n' $((MIKRO / 1000000)) $((MIKRO / 100000 % 10)) "$DELAR"

seq "$DELAR" | parallel --will-cite --ungroup --jobs "${samtidigt:-$DELAR}" --retries $((DODAR + 3)) \
  "$(printf '%q ' "$BASH" "${BASH_SOURCE[0]}" _del)" {} "$(printf '%q ' "${filer[@]}" "${flaggor[@]}")"
for nr in $(seq "$DELAR"); do
  kod=$(cat "$ARBETE/kod-$nr" 2>/dev/null || echo 3)
  case $kod in
    0 | 1 | 2) ;;
    4) kvar=ja && fel 4 "Del $nr slutade med kod 4. Allt finns kvar i $ARBETE." ;;
    *) kvar=ja && fel 3 "Del $nr blev inte klar. Allt finns kvar i $ARBETE." ;;
  esac
done

sammanlagg=("$KANSLI" batch merge-report "$ARBETE/delat-rapport" --out "$ARBETE/delat" --report-dir "$ARBETE/samlad")
for ((forsok = 1; forsok <= DODAR; forsok++)); do
  kod=0
  dodad $((FRO * 1009 + forsok)) 60000 "${sammanlagg[@]}" >"$ARBETE/logg-samla-$forsok" 2>&1 || kod=$?
  echo "$kod" >>"$ARBETE/koder"
done
samlad=0
"${sammanlagg[@]}" >"$ARBETE/logg-samla" 2>&1 || samlad=$?
if [ $samlad -gt 2 ] || [ ! -f "$ARBETE/samlad/rapport.json" ]; then
  kvar=ja
  cat "$ARBETE/logg-samla"
  fel $samlad "Delarna kunde inte läggas ihop. Allt finns kvar i $ARBETE."
fi

dodade=$(grep -c '^137$' "$ARBETE/koder")
avbrutna=$(grep -cE '^(130|143)$' "$ARBETE/koder")
[ "$DODAR" = 0 ] || echo "Dödade på måfå: $dodade med kill -9, $avbrutna med SIGTERM."

olika=0
# A comparison of nothing proves nothing.
for namn in .kansli-journal.ndjson .kansli-utdata.ndjson; do
  [ $en != 0 ] || [ -s "$ARBETE/en/$namn" ] || { echo "”$namn” saknas efter en körning." && olika=1; }
done
diff -rq "$ARBETE/en" "$ARBETE/delat" || olika=1
diff -rq "$ARBETE/en-rapport" "$ARBETE/samlad" || olika=1
[ $en = $samlad ] || { echo "En körning slutade med kod $en, delarna med $samlad." && olika=1; }
if [ $olika = 1 ]; then
  kvar=ja
  fel 4 "OLIKA: $DELAR delar gav inte samma som en körning. Allt finns kvar i $ARBETE."
fi
filantal=$(find "$ARBETE/en" "$ARBETE/en-rapport" -type f | wc -l)
echo "LIKA: $DELAR delar gav byte för byte samma $filantal filer som en körning, med manifest, journal och rapporter."
[ $samlad != 1 ] || echo "Fynd har stoppat dokument; de står i rapporten."
[ $samlad != 2 ] || echo "Dokument har misslyckats; de står i rapporten."
exit $samlad
