#!/usr/bin/env bats
# Shards: N parts together are the whole run, files and lines.
bats_require_minimum_version 1.5.0

setup() {
    cd "$ROOT"
    T=$BATS_TEST_TMPDIR
    variant-expand -q examples/card/card.svg examples/card/people.csv >"$T/lines"
}

# The files of two folders are the same but for the journal.
same_files() {
    diff -r -x .pressrun "$1" "$2"
}

@test "variant-expand: the shards' lines sorted by row are the whole run's" {
    variant-expand -q examples/spring/creative.xml examples/spring/audience.csv --rows 1-40 >"$T/whole"
    for k in 1 2 3; do
        variant-expand -q examples/spring/creative.xml examples/spring/audience.csv --rows 1-40 --shard $k/3
    done >"$T/parts"
    jq -s -c 'sort_by(.row)[]' "$T/parts" >"$T/sorted"
    jq -c . "$T/whole" | cmp - "$T/sorted"
    [ "$(wc -l <"$T/whole")" -eq 200 ]
}

@test "render-still: the shards' files and lines are the whole run's" {
    render-still --quiet -o "$T/whole" "$T/lines" >"$T/manifest"
    for k in 1 2 3; do
        render-still --quiet -o "$T/parts" --shard $k/3 "$T/lines" >"$T/m$k"
    done
    same_files "$T/whole" "$T/parts"
    # line by line in turn
    paste -d '\n' "$T/m1" "$T/m2" "$T/m3" | sed '/^$/d' | cmp - "$T/manifest"
}

@test "render-still: shards at once on one folder, then resumed, draw nothing twice" {
    render-still --quiet -o "$T/whole" "$T/lines" >"$T/manifest"
    for k in 1 2; do render-still --quiet -o "$T/parts" --shard $k/2 "$T/lines" >"$T/m$k" & done
    wait
    same_files "$T/whole" "$T/parts"
    run -0 --separate-stderr render-still -o "$T/parts" --resume "$T/lines"
    grep -q ' 0 written' <<<"$stderr"
    cmp - "$T/manifest" <<<"$output"
}

@test "render-still: a name that two lines claim fails in the same line as in the whole run" {
    cat "$T/lines" "$T/lines" >"$T/twice"
    run -1 --separate-stderr render-still --quiet -o "$T/whole" "$T/twice"
    printf '%s\n' "$output" >"$T/manifest"
    for k in 1 2 3; do
        render-still --quiet -o "$T/parts" --shard $k/3 "$T/twice" >"$T/m$k" 2>/dev/null || true
    done
    same_files "$T/whole" "$T/parts"
    paste -d '\n' "$T/m1" "$T/m2" "$T/m3" | sed '/^$/d' | cmp - "$T/manifest"
    [ "$(grep -c '"state":"failed"' "$T/manifest")" -eq "$(wc -l <"$T/lines")" ]
}

@test "a shard that is none is refused" {
    for s in 0/2 3/2 1 x/y 1/0 -1/2; do
        run -2 render-still -o "$T/out" --shard "$s" "$T/lines"
    done
    run -2 variant-expand examples/card/card.svg examples/card/people.csv --shard 3/2
}

@test "localize and brand-check in parts, as GNU parallel cuts them, are the whole run" {
    localize -j1 --quiet "$T/lines" >"$T/whole"
    split -n l/3 "$T/lines" "$T/part."
    for p in "$T"/part.*; do localize -j1 --quiet "$p"; done | cmp - "$T/whole"
    for p in "$T"/part.*; do brand-check -q -r hygiene --fail-on never "$p"; done >"$T/checked"
    brand-check -q -r hygiene --fail-on never "$T/lines" | cmp - "$T/checked"
}
