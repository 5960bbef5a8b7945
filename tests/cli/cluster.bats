#!/usr/bin/env bats
# The scripts of examples/cluster on one machine: their parts together are one run.
bats_require_minimum_version 1.5.0

setup() {
    cd "$ROOT"
    T=$BATS_TEST_TMPDIR
    C=examples/cluster
    export EXPAND_OPTIONS="--rows 1-7 --layout mpu --layout leaderboard"
    CREATIVE=examples/spring/creative.xml AUDIENCE=examples/spring/audience.csv
    export CREATIVE AUDIENCE
}

# What one run writes: files in $T/whole, its lines in $T/manifest.
whole() {
    variant-expand --quiet $EXPAND_OPTIONS $CREATIVE $AUDIENCE | localize --quiet | brand-check --quiet |
        render-still --quiet -o "$T/whole" >"$T/manifest"
    [ "$(wc -l <"$T/manifest")" -eq 14 ]
}

# The archives unpacked are the whole run's files, and the merged manifest its lines.
same_as_whole() {
    mkdir "$T/x"
    for t in "$1"/*.tar; do tar -C "$T/x" -xf "$t"; done
    rm "$T"/x/manifest-*.jsonl
    diff -r -x .pressrun "$T/whole" "$T/x"
    cmp "$1/manifest.jsonl" "$T/manifest"
}

@test "GNU parallel: three parts in two slots are the whole run, and a second run makes nothing" {
    whole
    echo "2/:" >"$T/hosts"
    $C/parallel.sh "$T/hosts" $CREATIVE $AUDIENCE "$T/out" 3
    [ "$(ls "$T"/out/*.tar | wc -l)" -eq 3 ]
    same_as_whole "$T/out"
    touch -d '2001-01-01' "$T"/out/*.tar
    $C/parallel.sh "$T/hosts" $CREATIVE $AUDIENCE "$T/out" 3
    [ -z "$(find "$T/out" -name '*.tar' -newermt 2002-01-01)" ]
}

@test "a part that is missing is said, and made by running again" {
    whole
    echo ":" >"$T/hosts"
    $C/part.sh $CREATIVE $AUDIENCE "$T/out" 2 3
    run -2 $C/merge.sh "$T/out" 3
    grep -q 'part 1 of 3 is missing' <<<"$output"
    $C/parallel.sh "$T/hosts" $CREATIVE $AUDIENCE "$T/out" 3
    same_as_whole "$T/out"
}

@test "Slurm: the tasks of an array are the whole run" {
    whole
    export OUT="$T/out" CLUSTER=$C SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=1
    for task in 3 1 4 2; do
        SLURM_SUBMIT_DIR=$ROOT SLURM_ARRAY_TASK_ID=$task bash $C/slurm-array.sh
    done
    $C/merge.sh "$OUT" 4
    same_as_whole "$OUT"
}

@test "a part whose tools fail leaves no manifest and says so" {
    run -2 $C/part.sh "$T/nowhere.xml" $AUDIENCE "$T/out" 1 2
    [ ! -e "$T/out/part-00001-of-00002.jsonl" ]
    run -2 $C/merge.sh "$T/out" 2
}

@test "options of render-still reach every part" {
    export EXPAND_OPTIONS="--rows 1-2 --layout mpu"
    $C/part.sh $CREATIVE $AUDIENCE "$T/out" 1 1 --format jpeg --quality 70
    tar -tf "$T"/out/part-00001-of-00001-00001.tar | grep -q 'jpg$'
}
