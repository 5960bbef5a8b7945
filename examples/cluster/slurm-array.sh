#!/bin/bash
#SBATCH --job-name=pressrun
#SBATCH --array=1-64
#SBATCH --cpus-per-task=2
#SBATCH --time=01:00:00
#SBATCH --output=pressrun-%a.log
# A campaign as a Slurm job array, a part a task; from the folder where the creative is:
#   sbatch --export=ALL,CREATIVE=spring/creative.xml,AUDIENCE=audience.csv,OUT=out slurm-array.sh
#   sbatch --dependency=afterany:JOB --wrap "merge.sh out 64"
# --array=1-200 makes 200 parts. The folder is shared by the nodes; CLUSTER says where part.sh is (default: beside this
# file in the folder of submission). A task that was stopped is queued again as it is: scontrol requeue.
set -u
cd "${SLURM_SUBMIT_DIR:-.}" || exit 3
first=${SLURM_ARRAY_TASK_MIN:-1}
exec "${CLUSTER:-.}/part.sh" "$CREATIVE" "$AUDIENCE" "$OUT" "$((SLURM_ARRAY_TASK_ID - first + 1))" \
    "$SLURM_ARRAY_TASK_COUNT" ${STILL_OPTIONS:-}
