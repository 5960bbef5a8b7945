# Pictures that stand for what a feature looks like. Beside FOLDER/NAME.svg lies what it must look like:
#   NAME-ref.svg       a simpler SVG that must give the same picture;
#   NAME.png           our own picture, looked at when it was blessed (BLESS=1 renews it);
#   NAME.jsonl         a variant line whose picture is meant (NAME.svg or NAME.xml is its creative): it must look as
#                      NAME.png does, and its findings be those of NAME.txt;
# Real exports lie beside Chromium's pictures of them: exports.py compares those.
set -eu
cd "$ROOT"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
n=0
show() { render-still "$1" -o "$2" --width "$3" --background white 2>>"$work/err"; }
ok() { n=$((n + 1)); echo "ok $n - $1"; }
bad() {
    n=$((n + 1))
    echo "not ok $n - $1: $(cat "$work/said")"
    mkdir -p "$OUT/log/render"
    cp "$work/ours.png" "$OUT/log/render/$(echo "$1" | tr / -)" 2>/dev/null || true
}
for svg in tests/render/*/*.svg; do
    case $svg in *-ref.svg) continue ;; esac
    base=${svg%.svg}
    [ ! -f "$base.jsonl" ] || continue
    : >"$work/said"
    : >"$work/err"
    [ ! -f "$base.chromium.png" ] || continue
    if [ -f "$base-ref.svg" ]; then
        want=$work/ref.png width=300 limit=0
        show "$base-ref.svg" "$want" $width || { cat "$work/err" >"$work/said"; bad "$base.png"; continue; }
    else
        want=$base.png width=300 limit=0.1
        if [ -n "${BLESS:-}" ]; then show "$svg" "$want" $width; fi
    fi
    if show "$svg" "$work/ours.png" $width && /usr/bin/python3 tests/render/compare.py "$work/ours.png" "$want" $limit >"$work/said" 2>&1; then
        ok "$svg"
    else
        bad "$base.png"
    fi
done
for line in tests/render/*/*.jsonl; do
    base=${line%.jsonl}
    rm -rf "$work/out" "$work/ours.png"
    (cd "$(dirname "$line")" && render-still --quiet --scale 2 --name ours -o "$work/out" "${line##*/}") >"$work/line" 2>"$work/said" || true
    jq -r '.findings[]? | "\(.slot): \(.level) \(.code): \(.message)"' "$work/line" >"$work/findings" 2>>"$work/said" || true
    mv "$work/out/ours.png" "$work/ours.png" 2>>"$work/said" || true
    if [ -n "${BLESS:-}" ]; then
        cp "$work/ours.png" "$base.png"
        cp "$work/findings" "$base.txt"
    fi
    if /usr/bin/python3 tests/render/compare.py "$work/ours.png" "$base.png" 0.1 >>"$work/said" 2>&1 &&
        diff "$base.txt" "$work/findings" >>"$work/said" 2>&1; then
        ok "$line"
    else
        bad "$base.png"
    fi
done
echo "1..$n"
