#!/bin/sh
# Renews Chromium's pictures of the real exports: tests/render/chromium.sh [SVG...]. Needs chromium and the fonts of
# .ci/deps; look at the pictures before they are committed.
set -eu
cd "$(dirname "$0")/exports"
[ $# -gt 0 ] || set -- *.svg
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for svg in "$@"; do
    svg=$(basename "$svg")
    case $svg in *-ref.svg) continue ;; esac
    cp "$svg" "$work/"
    echo "<body style='margin:0;background:white'><img src='$svg' width=300 height=250 style='display:block'>" >"$work/page.html"
    chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --force-color-profile=srgb --force-device-scale-factor=2 \
        --window-size=500,500 --screenshot="$work/shot.png" "file://$work/page.html" >/dev/null 2>&1
    /usr/bin/python3 -c 'import sys; from PIL import Image; Image.open(sys.argv[1]).convert("RGB").crop((0, 0, 600, 500)).save(sys.argv[2], optimize=True)' \
        "$work/shot.png" "${svg%.svg}.chromium.png"
    echo "${svg%.svg}.chromium.png"
done
