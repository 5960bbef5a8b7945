#!/bin/bash
# The manifest of all parts in the order of one run: merge.sh OUT N writes OUT/manifest.jsonl.
# Fails when a part is missing. The sort is stable and on disk: the variants of a row stay in their order.
set -eu -o pipefail
out=$1 n=$2
parts=()
for k in $(seq "$n"); do
    part=$(printf '%s/part-%05d-of-%05d.jsonl' "$out" "$k" "$n")
    [ -e "$part" ] || { echo "merge.sh: part $k of $n is missing, run it again" >&2; exit 2; }
    parts+=("$part")
done
sed 's/^.*"row":\([0-9]*\).*$/\1\t&/' "${parts[@]}" | LC_ALL=C sort -s -n -k1,1 | cut -f2- >"$out/.manifest.tmp"
mv "$out/.manifest.tmp" "$out/manifest.jsonl"
