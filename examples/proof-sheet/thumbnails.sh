#!/bin/sh
# Small pictures for the overview of a proof sheet: one line of the manifest for every layout and locale, drawn again at
# most 360 pixels wide, as lines {"id": ..., "uri": "data:image/webp;base64,..."}.
#
#   examples/proof-sheet/thumbnails.sh manifest.jsonl > thumbs.jsonl
#
# Needs jq, base64 and render-still, and runs where the manifest's creative paths start.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

# Each locale steps on through its rows, so that the overview shows every segment and many products.
jq -sc '
    [.[] | select(.state != "failed" and (.outputs | length) > 0)]
    | (map(.locale) | unique) as $locales | (map(.layout) | unique) as $layouts | . as $lines
    | range($locales | length) as $i | range($layouts | length) as $j
    | [$lines[] | select(.locale == $locales[$i] and .layout == $layouts[$j])]
    | select(length > 0) | .[($i * 5 + $j * 2) % length]
    | .width = ([.outputs[] | .width // 0] | max) | del(.outputs)' "$@" > "$work/picked"

for width in $(jq .width "$work/picked" | sort -un); do
    scale=$(awk -v w="$width" 'BEGIN { s = (w > 360) ? 360 / w : 1; print s }')
    jq -c --argjson w "$width" 'select(.width == $w) | del(.width)' "$work/picked" |
        render-still -o "$work/small" --format webp --quality 75 --scale "$scale" 2>/dev/null
done > "$work/manifest"

jq -r '[.id, .outputs[0].path] | @tsv' "$work/manifest" | while IFS="$(printf '\t')" read -r id path; do
    base64 -w 0 < "$work/small/$path" > "$work/uri"
    jq -Rc --arg id "$id" '{id: $id, uri: ("data:image/webp;base64," + .)}' "$work/uri"
done
