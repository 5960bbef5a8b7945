#!/bin/sh
# tests/bench/brand.sh BIN [LINES]: lines a second and core that brand-check takes, by what its rules need. One row a need,
# name<TAB>rate, with one worker and the fastest of three runs; the time to start is in it.
set -eu
bin=$1
n=${2-20000}
t=$(mktemp -d)
trap 'rm -rf "$t"' EXIT
awk -v truth=/dev/null -f tests/campaign/make.awk >"$t/2000"
line='words price url personal-data reading copy terms placeholder characters tone footnote present disclaimer file assert'
layout='palette typeface text-size glyphs overflow logo safe-zone overlap image capitals outside'
pixels='contrast pairs'

measure() { # NAME LINES KINDS...
    name=$1 lines=$2 best= only=
    shift 2
    for k in "$@"; do only="$only --only $k"; done
    i=0
    while [ $i -lt "$lines" ]; do cat "$t/2000"; i=$((i + 2000)); done | head -n "$lines" >"$t/in"
    for run in 1 2 3; do
        start=$(date +%s%N)
        # shellcheck disable=SC2086
        "$bin/brand-check" -j1 -q -r tests/campaign/rules.xml $only <"$t/in" >/dev/null || [ $? -eq 1 ]
        took=$(($(date +%s%N) - start))
        [ -n "$best" ] && [ "$best" -le "$took" ] || best=$took
    done
    printf 'brand-check, %s rules, lines a second\t%s\n' "$name" "$(awk -v n="$lines" -v ns="$best" 'BEGIN { printf "%.0f", n / ns * 1e9 }')"
}

# shellcheck disable=SC2086
{
    measure "line" "$n" $line
    measure "layout" "$((n / 5))" $layout
    measure "pixel" "$((n / 20))" $pixels
}
