#!/bin/sh
# Makes a proof sheet from the manifest that render-still prints: one HTML page that opens from disk, without a network.
#
#   render-still -o out/ lines.jsonl > manifest.jsonl
#   examples/proof-sheet/proof-sheet.sh -o out/ manifest.jsonl > out/index.html
#
# usage: proof-sheet.sh [-e THUMBS] [-o DIR] [-t TITLE] [MANIFEST...]     (standard input without MANIFEST)
#   -e THUMBS lines {"id": variant, "uri": "data:..."}: small pictures that go into the page, so that its overview of
#             every layout and locale shows wherever the page is sent (thumbnails.sh makes them)
#   -o DIR    the folder the page will lie in: paths that begin with it are written relative to it
#   -t TITLE  the page's title (default: the name of the creative's folder)
# Needs jq. The page shows what the lines say and nothing else: same lines, same page.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out= title= thumbs=/dev/null
while getopts e:o:t: option; do
    case $option in
    e) thumbs=$OPTARG ;;
    o) out=${OPTARG%/} ;;
    t) title=$OPTARG ;;
    *) echo "usage: proof-sheet.sh [-e THUMBS] [-o DIR] [-t TITLE] [MANIFEST...]" >&2; exit 2 ;;
    esac
done
shift $((OPTIND - 1))

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

# Everything that repeats (rules, messages of findings) goes to one table of strings and is named by its number.
# '<' is written as \u003c, so that no text of a row can end the script element it is embedded in.
jq -sc --arg out "$out" --arg title "$title" --slurpfile thumbs "$thumbs" '
    def relative: if $out != "" and startswith($out + "/") then .[($out | length) + 1:] else . end;
    def pictures: [.outputs[]? | select((.width // 0) > 0)];
    . as $lines
    | [$lines[] | (.why // {})[], (.findings // [])[].message?] | map(select(. != null)) | unique as $strings
    | ($strings | to_entries | map({(.value): .key}) | add // {}) as $number
    | {
        title: (if $title != "" then $title else ($lines[0].creative // "" | split("/") | if length > 1 then .[-2] else .[0] // "" end) end),
        thumbs: ($thumbs | map({(.id): .uri}) | add // {}),
        strings: $strings,
        lines: [$lines[] | {
            id, layout, locale, state: (.state // "ok"), dir, theme, row,
            fields: (.fields // {}),
            choices,
            picture: (pictures[0] | if . then {path: (.path | relative), width, height, bytes, format} else null end),
            files: [.outputs[]? | select((.width // 0) == 0) | .path | relative],
            texts: [(.slots // {}) | to_entries[] | select(.value | type == "object") | select(.value.text != null) | [.key, .value.text]],
            why: [(.why // {}) | to_entries[] | [.key, $number[.value]]],
            findings: [(.findings // [])[] | {level, code, rule, slot, m: $number[.message // ""]} | del(..|nulls)]
        } | del(.[] | nulls)]
    }' "$@" > "$work/data.json" || { echo "proof-sheet: the manifest is not JSON Lines" >&2; exit 2; }
sed 's/</\\u003c/g' "$work/data.json" > "$work/data.safe"
sed -e "/@DATA@/{r $work/data.safe" -e 'd' -e '}' "$here/page.html"
