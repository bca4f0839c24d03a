#!/bin/sh
# An archive as an array job of Slurm: every task does its part, and all together each article once.
#
#   sbatch --array=1-16 examples/slurm-array.sh dump.ndjson out --format pdf,epub
#
# The output folder may be shared by all tasks. A task that was killed is submitted again as it was
# (sbatch --array=3 …, with SLURM_ARRAY_TASK_COUNT kept, or scontrol requeue): it goes on where it stopped.
# An indexed job of Kubernetes does the same with $((JOB_COMPLETION_INDEX + 1)).
#SBATCH --job-name=nashra
#SBATCH --cpus-per-task=4
set -eu
input=$1
output=$2
shift 2
mkdir -p "$output"
# Without this, nashra takes as many workers as the process may use cores, which Slurm limits too.
jobs=${SLURM_CPUS_PER_TASK:-}
exec nashra batch "$input" -o "$output" \
  --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT" \
  --report "$output/report-$SLURM_ARRAY_TASK_ID.ndjson" \
  ${jobs:+--jobs "$jobs"} "$@"
