#!/bin/sh
# The main job, start to end: one creative and a table of people in, finished ads, copy files and a proof sheet out.
# usage: demo.sh [BIN] [OUT]     (default: build/bin and out, below the current folder)
# Exit status: 0 all rendered, 1 some variant failed, else the worst status of the tools.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(dirname "$here")
bin=${1:-build/bin}
out=${2:-out}
case $bin in /*) ;; *) bin=$PWD/$bin ;; esac
case $out in /*) ;; *) out=$PWD/$out ;; esac
PATH=$bin:$PATH
workers=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1)
mkdir -p "$out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

# A pipe's status is its last command's: each stage leaves its own in a file.
stage() { name=$1; shift; status=0; "$@" || status=$?; echo "$status" > "$work/$name.status"; }

cd "$root"
creative=examples/spring/creative.xml
audience=examples/spring/audience.csv
echo "variant-expand $creative $audience | localize | brand-check | render-still -o $(basename "$out")/ --copy json"
started=$(date +%s)
stage expand variant-expand "$creative" "$audience" |
    stage localize localize |
    stage brand brand-check |
    stage render render-still -o "$out" --copy json -j "$workers" > "$work/manifest.jsonl"
ended=$(date +%s)

worst=0
for name in expand localize brand render; do
    status=$(cat "$work/$name.status")
    [ "$status" -le "$worst" ] || worst=$status
    [ "$status" -lt 2 ] || echo "demo: $name ended with status $status" >&2
done
mv "$work/manifest.jsonl" "$out/manifest.jsonl"
[ "$worst" -lt 2 ] || exit "$worst"

sh "$here/proof-sheet/thumbnails.sh" "$out/manifest.jsonl" > "$work/thumbs.jsonl"
sh "$here/proof-sheet/proof-sheet.sh" -e "$work/thumbs.jsonl" -o "$out" -t "Acme Garden, spring" "$out/manifest.jsonl" > "$work/index.html"
mv "$work/index.html" "$out/index.html"

seconds=$((ended - started))
jq -rs --arg seconds "$seconds" '
    ([.[].outputs[]? | select((.width // 0) > 0)] | length) as $pictures
    | ([.[].outputs[]? | select((.width // 0) == 0)] | length) as $copies
    | "\(length) variants, \($pictures) pictures, \($copies) copy files in \($seconds) s" +
      (if ($seconds | tonumber) > 0 then " (\($pictures / ($seconds | tonumber) | floor) pictures a second)" else "" end),
      "\([.[] | select(.state == "failed")] | length) failed, \([.[] | select(any(.findings[]?; .level != "info"))] | length) with findings",
      (group_by(.layout)[] | "  \(.[0].layout): \(length) in \([.[].locale] | unique | join(", "))")' "$out/manifest.jsonl"
echo "Open $out/index.html to look at them."
failed=$(jq -s 'map(select(.state == "failed")) | length' "$out/manifest.jsonl")
[ "$failed" -eq 0 ]
