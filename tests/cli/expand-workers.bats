#!/usr/bin/env bats
# variant-expand with several workers: lines, messages, rejects and totals are those of one.
bats_require_minimum_version 1.5.0

setup() {
    cd "$BATS_TEST_TMPDIR"
    cp -r "$ROOT"/tests/bench/lines/. .
    # Rows of which some are bad in each way there is: a key that was there before, a value too many, quotes.
    ./rows.py 3000 | awk 'NR > 1 {
        if (NR % 97 == 5) sub(/^[^,]*/, "twice")
        if (NR % 89 == 7) $0 = $0 ",one too many"
        if (NR % 83 == 11) $0 = " \"quote\"," $0
    } { print }' >many.csv
}

expand() { # JOBS OPTIONS...: lines-JOBS, said-JOBS, status-JOBS
    local j=$1
    shift
    variant-expand -j "$j" "$@" creative.xml many.csv >"lines-$j" 2>"said-$j" || echo "$?" >"status-$j"
}

same() { # OPTIONS...
    rm -f lines-* said-* status-* rejects-*
    for j in 1 2 5; do expand $j "$@" --rejects "rejects-$j"; done
    for j in 2 5; do
        cmp lines-1 lines-$j
        cmp said-1 said-$j
        cmp status-1 status-$j
        cmp rejects-1 rejects-$j
    done
}

@test "bad rows are skipped: the same lines, messages, rejects and totals" {
    same --on-error skip
    [ "$(wc -l <lines-1)" -gt 2800 ]
    grep -q 'same key' said-1
    grep -q 'values, the header has' said-1
    [ "$(cat status-1)" = 1 ]
    [ "$(grep -c . rejects-1)" -gt 40 ]
}

@test "the first bad row ends the run: at the same row, with the same totals" {
    same
    [ "$(wc -l <lines-1)" -lt 500 ]
    grep -q 'stopped at an error' said-1
}

@test "a key that comes again ends the run where it comes again" {
    ./rows.py 500 | awk '{ print } NR == 350 { again = $0 } NR == 399 { print again }' >many.csv
    same
    grep -q 'row 399 has the same key' said-1
    [ "$(wc -l <lines-1)" -eq 398 ]
}

@test "tests, shards and rows are those of one worker" {
    same --on-error skip --where '$orders > 1' --rows 10-1500 --shard 2/3
    same --on-error skip --limit 100
    same --on-error skip --sample 50 --seed 3
}

@test "JSON Lines whose members come and go" {
    awk 'BEGIN { for (i = 0; i < 900; i++)
        printf "{\"n\":\"r%d\",%s\"name\":\"N%d\"}\n", i % 400 == 399 ? 7 : i, i % 5 ? "" : "\"m" i % 7 "\":[1],", i }' >rows.jsonl
    cat >c.xml <<'X'
<creative xmlns="urn:pressrun:creative:1" name="c" source-locale="en">
  <data><field name="n" key="yes"/><field name="name"/></data>
  <layouts><layout name="a" src="a.svg"/></layouts>
  <slots><slot name="t" message="hi"/></slots>
  <copy><message id="hi">Hi {name}</message></copy>
  <output name="{n}"/>
</creative>
X
    echo '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text id="t">x</text></svg>' >a.svg
    for j in 1 3; do variant-expand -j $j --on-error skip c.xml rows.jsonl >l$j 2>s$j || true; done
    cmp l1 l3
    cmp s1 s3
    [ "$(wc -l <l1)" -eq 898 ]
}
