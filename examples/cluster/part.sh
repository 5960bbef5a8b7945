#!/bin/bash
# One part of a campaign: part.sh CREATIVE AUDIENCE OUT K N [options of render-still]
# Expands every N-th row from the K-th on, and puts the pictures into OUT/part-K-of-N-00001.tar and so on and their lines
# into OUT/part-K-of-N.jsonl. A part that is there is not made again, so a run that was stopped is simply run again.
# EXPAND_OPTIONS are added to variant-expand, as "--layout mpu". Exit status: 0 clean, 1 findings, 2 and 3 as the tools'.
set -u -o pipefail
creative=$1 audience=$2 out=$3 k=$4 n=$5
shift 5
part=$(printf 'part-%05d-of-%05d' "$k" "$n")
mkdir -p "$out" || exit 3
[ ! -e "$out/$part.jsonl" ] || exit 0

# EXPAND_OPTIONS is split into words on purpose
# shellcheck disable=SC2086
variant-expand --quiet --shard "$k/$n" ${EXPAND_OPTIONS:-} "$creative" "$audience" | localize --quiet |
    brand-check --quiet | render-still --quiet --archive tar --archive-name "$part" -o "$out" "$@" >"$out/.$part.tmp"
codes=("${PIPESTATUS[@]}") status=0
for s in "${codes[@]}"; do
    [ "$s" -le "$status" ] || status=$s
done
if [ "$status" -le 1 ]; then # 1: some variants failed or have findings, and their lines say so
    mv "$out/.$part.tmp" "$out/$part.jsonl" || exit 3
fi
exit "$status"
