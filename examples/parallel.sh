#!/bin/sh
# An archive over several machines with GNU parallel: each gets parts until all are done.
#
#   examples/parallel.sh hosts.txt 32 /shared/dump.ndjson /shared/out --format pdf
#
# hosts.txt has a host a line, as parallel's --sshloginfile takes them (":" is this machine). Input and output stand
# where all of them see them. A part that failed or was killed is run again by the same command: what is made is
# kept, and only what is missing is done.
set -eu
hosts=$1
parts=$2
input=$3
output=$4
shift 4
mkdir -p "$output"
seq "$parts" | parallel --sshloginfile "$hosts" --jobs 1 --retries 3 --joblog "$output/parallel.log" \
  nashra batch "$input" -o "$output" --shard "{}/$parts" --report "$output/report-{}.ndjson" --quiet "$@"
