#!/bin/sh
# Renders the README's picture: a few finished ads on one sheet. usage: make-preview.sh [FOLDER with the tools]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../.."
PATH=${1:+$(cd "$1" && pwd):}$PATH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

# layout, locale, segment and product of each ad, and where it goes on the sheet: x, y, width, height
cat > "$work/plan" <<'END'
story en-GB new tulips 40 40 343 610
landscape de-DE lapsed greenhouse 407 40 560 293
landscape ar-EG vip can 407 357 560 293
story ja-JP new lemon 991 40 343 610
mpu he-IL new monstera 1358 40 225 187.5
mpu hi-IN vip lavender 1358 251.5 225 187.5
mpu zh-TW lapsed herbs 1358 462.5 225 187.5
square ko-KR lapsed fern 40 674 290 290
square th-TH new tulips 354 674 290 290
square es-MX vip monstera 668 674 290 290
leaderboard pl-PL new seeds 982 674 601 74.3
leaderboard tr-TR new can 982 781.8 601 74.3
leaderboard pt-BR vip tools 982 889.6 601 74.3
END
variant-expand examples/spring/creative.xml examples/spring/audience.csv > "$work/all"
while read -r layout locale segment product x y w h; do
    jq -c --arg y "$layout" --arg c "$locale" --arg s "$segment" --arg p "$product" \
        'select(.layout == $y and .locale == $c and .fields.segment == $s and .fields.product == $p)' "$work/all" | head -n 1
done < "$work/plan" > "$work/chosen"
[ "$(wc -l < "$work/chosen")" -eq "$(wc -l < "$work/plan")" ] || { echo "make-preview: the audience has not all that the plan asks for" >&2; exit 1; }
localize < "$work/chosen" | render-still --format png -o "$work/ads" > "$work/manifest"

{
    echo '<svg xmlns="http://www.w3.org/2000/svg" width="1623" height="1004" viewBox="0 0 1623 1004">'
    echo '<defs><filter id="lift" x="-10%" y="-10%" width="120%" height="125%"><feDropShadow dx="0" dy="6" stdDeviation="9" flood-color="#2a2416" flood-opacity=".3"/></filter></defs>'
    echo '<rect width="1623" height="1004" fill="#e4dcc8"/>'
    jq -r '.outputs[0].path' "$work/manifest" | paste -d ' ' - "$work/plan" |
        while read -r path layout locale segment product x y w h; do
            echo "<rect x=\"$x\" y=\"$y\" width=\"$w\" height=\"$h\" fill=\"#e4dcc8\" filter=\"url(#lift)\"/>"
            echo "<image href=\"ads/$path\" x=\"$x\" y=\"$y\" width=\"$w\" height=\"$h\" preserveAspectRatio=\"none\"/>"
        done
    echo '</svg>'
} > "$work/sheet.svg"
render-still "$work/sheet.svg" --width 1320 --compression 12 -o "$here/preview.png" > "$work/lines"
