#!/usr/bin/env bats
bats_require_minimum_version 1.5.0
# The four tools joined, as users join them. OUT and PATH come from tests/run.

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    ln -s "$ROOT/examples" examples
    creative=examples/spring/creative.xml
    audience=examples/spring/audience.csv
}

@test "lines in equal lines out, through every tool" {
    variant-expand $creative $audience --sample 6 --seed 1 >lines
    [ "$(wc -l <lines)" -eq 30 ]
    localize <lines >local
    brand-check <local >checked
    render-still --format png -o out <checked >manifest
    for f in local checked manifest; do [ "$(wc -l <$f)" -eq 30 ]; done
    [ "$(find out -name '*.png' | wc -l)" -eq 30 ]
    jq -e -s 'all(.state == "ok" and (.outputs[0].bytes > 1000))' manifest
}

@test "localize and brand-check run in either order" {
    variant-expand $creative $audience --sample 4 --seed 2 --layout mpu >lines
    localize <lines | brand-check | jq -cS 'del(.findings)' >a
    brand-check <lines | localize | jq -cS 'del(.findings)' >b
    cmp a b
}

@test "any number of workers, any order, any subset: the same bytes" {
    variant-expand $creative $audience --sample 8 --seed 3 | localize >lines
    render-still --format png -j1 -o one <lines >m1
    render-still --format png -j3 -o three <lines >m3
    cmp m1 m3
    diff -r -x .pressrun one three
    tac lines | head -7 | render-still --format png -j2 -o some >/dev/null
    (cd some && find . -name '*.png') | while read -r f; do cmp "some/$f" "one/$f" || exit 1; done
}

@test "shards together are the whole run" {
    variant-expand $creative $audience --rows 1-40 --layout mpu >whole
    for k in 1 2 3; do variant-expand $creative $audience --rows 1-40 --layout mpu --shard $k/3; done >parts
    [ "$(wc -l <parts)" -eq 40 ]
    sort whole >a
    sort parts >b
    cmp a b
}

@test "members of other tools pass through every tool" {
    variant-expand $creative $audience --limit 1 --layout mpu | jq -c '. + {tm: {score: 1.50, big: "x"}}' >lines
    localize <lines | brand-check | render-still --format png -o out >manifest
    jq -e '.tm.score == 1.5 and .tm.big == "x"' manifest
}

@test "a failed variant keeps its line and is not drawn" {
    variant-expand $creative $audience --limit 2 --layout mpu |
        jq -c 'if .row == 1 then .state = "failed" | .findings = [{level: "error", code: "mine", message: "no"}] else . end' >lines
    run -1 bash -c 'localize <lines | brand-check | render-still --format png -o out >manifest'
    [ "$(wc -l <manifest)" -eq 2 ]
    [ "$(find out -name '*.png' | wc -l)" -eq 1 ]
    jq -e -s '.[0].state == "failed" and .[0].findings[0].code == "mine" and (.[0] | has("outputs") | not)' manifest
}

@test "a reader that has enough ends the pipe quietly" {
    run bash -c "variant-expand $creative $audience 2>err | head -2 | wc -l"
    [ "$output" -eq 2 ]
    ! grep -qi 'pipe' err
    variant-expand $creative $audience --layout mpu --limit 60 | localize >lines
    run bash -c "render-still --format png -o out <lines 2>err | head -1 | wc -l"
    [ "$output" -eq 1 ]
    [ -z "$(find out -name '.pressrun-*.tmp')" ]
}

@test "a full disk: status 3, nothing partial" {
    run bash -c "variant-expand $creative $audience --limit 3 >/dev/full"
    [ "$status" -eq 3 ]
    variant-expand $creative $audience --limit 3 --layout mpu | localize >lines
    run bash -c "localize <lines >/dev/full"
    [ "$status" -eq 3 ]
    run bash -c "brand-check <lines >/dev/full"
    [ "$status" -eq 3 ]
    # files that may not grow past 4 KiB stand for a disk that fills up
    run bash -c "trap '' XFSZ; ulimit -f 4; render-still --format png -o out <lines >/dev/null"
    [ "$status" -ne 0 ]
    [ -z "$(find out -name '*.png' 2>/dev/null)" ]
    [ -z "$(find out -name '.pressrun-*.tmp' 2>/dev/null)" ]
}

@test "killed in mid-run, run again with --resume: the same files as a whole run" {
    variant-expand $creative $audience --sample 40 --seed 5 | localize >lines
    render-still --format png -j2 -o whole <lines >m1
    render-still --format png -j2 -o cut <lines >/dev/null &
    pid=$!
    for _ in $(seq 100); do
        [ "$(find cut -name '*.png' 2>/dev/null | wc -l)" -gt 3 ] && break
        sleep 0.02
    done
    kill -9 $pid
    wait $pid || true
    [ "$(find cut -name '*.png' | wc -l)" -lt 200 ]
    for f in $(find cut -name '*.png'); do cmp "$f" "whole${f#cut}"; done # whole or not at all
    render-still --format png -j2 -o cut --resume <lines >m2
    cmp m1 m2
    for f in $(find whole -name '*.png'); do cmp "$f" "cut${f#whole}"; done
}

@test "resolved SVGs draw what the creative draws" {
    variant-expand $creative $audience --limit 2 --layout landscape --svg svgs >lines
    [ "$(find svgs -name '*.svg' | wc -l)" -eq 2 ]
    render-still --format png -o out <lines >manifest
    jq -r '[.id, .outputs[0].path] | @tsv' manifest | while read -r id path; do
        xmllint --noout "svgs/$id.svg" || exit 1
        render-still "svgs/$id.svg" -o plain.png || exit 1
        metric=$(compare -metric RMSE "out/$path" plain.png null: 2>&1 | sed 's/.*(\(.*\))/\1/')
        awk -v m="$metric" 'BEGIN { exit !(m != "" && m < 0.003) }' || exit 1
    done
}

@test "a lone SVG is the whole first lesson" {
    cp "$ROOT"/examples/card/* .
    variant-expand card.svg people.csv | render-still --format png -o out/ >manifest
    [ "$(find out -name '*.png' | wc -l)" -eq "$(wc -l <manifest)" ]
    [ "$(wc -l <manifest)" -ge 2 ]
}
