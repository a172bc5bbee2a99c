#!/usr/bin/env bash
#SBATCH --job-name=kansli
#SBATCH --array=1-8
#SBATCH --ntasks=1
#SBATCH --cpus-per-task=2
#SBATCH --mem=1G
#SBATCH --time=01:00:00
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=kansli-%A_%a.logg
# En minut före tidsgränsen: delen slutar i god ordning och ställs i kö igen.
#SBATCH --signal=B:TERM@60
#
# En stor körning delad på en array i Slurm, och ett jobb som lägger ihop delarna när alla har slutat:
#
#   jobb=$(sbatch --parsable slurm.sh mote.json)
#   sbatch --dependency=afterany:$jobb --wrap 'kansli batch merge-report rapporter --out ut --report-dir samlad'
#
# En del som har slutat körs om med scontrol requeue JOBB_DEL. En ny array med bara den vore en annan delning.
# Mapparna kommer ur KANSLI_UT och KANSLI_RAPPORTER, programmet ur KANSLI, och hur många gånger en del ställs i kö igen ur
# KANSLI_FORSOK. Mapparna ligger på en disk som alla noder delar.
set -uo pipefail

if [ $# = 0 ]; then
  echo "Ange filerna: sbatch slurm.sh mote.json" >&2
  exit 2
fi

# --shard auto läser SLURM_ARRAY_TASK_ID, _COUNT, _MIN och _STEP.
"${KANSLI:-kansli}" batch "$@" --out "${KANSLI_UT:-ut}" --report-dir "${KANSLI_RAPPORTER:-rapporter}" \
  --shard auto --jobs "${SLURM_CPUS_PER_TASK:-1}" &
pid=$!
# Slurm säger till skalet; programmet skriver klart det dokument det håller på med och slutar med 130.
trap 'kill -TERM "$pid" 2>/dev/null' TERM INT
wait "$pid"
kod=$?
# Ett avbrutet wait säger inget om programmet: vänta tills det har slutat.
while kill -0 "$pid" 2>/dev/null; do
  wait "$pid"
  kod=$?
done
trap - TERM INT

case $kod in
  0) ;;
  1) echo "Klar, men fynd har stoppat dokument. Rätta dem; ett nytt försök ger samma svar." >&2 ;;
  2) echo "Fel anrop, inställning eller fil. Ett nytt försök ger samma svar." >&2 ;;
  3 | 130 | 137)
    # 3: omgivningen. 130: avbruten. 137: dödad. Delen fortsätter där den slutade.
    del=${SLURM_ARRAY_JOB_ID-}_${SLURM_ARRAY_TASK_ID-}
    if [ "${SLURM_RESTART_COUNT:-0}" -ge "${KANSLI_FORSOK:-5}" ]; then
      echo "Slutkod $kod. Delen har körts om ${SLURM_RESTART_COUNT} gånger och ställs inte i kö igen." >&2
    elif scontrol requeue "$del"; then
      echo "Slutkod $kod. Delen $del är i kö igen." >&2
    else
      echo "Slutkod $kod. Delen $del gick inte att ställa i kö igen: kör scontrol requeue $del." >&2
    fi
    ;;
  126 | 127) echo "Programmet ”${KANSLI:-kansli}” gick inte att köra. Ange det med KANSLI." >&2 ;;
  *) echo "Slutkod $kod: fel i programmet. Ett nytt försök hjälper inte." >&2 ;;
esac
exit "$kod"
