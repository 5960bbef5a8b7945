#!/usr/bin/env bats
bats_require_minimum_version 1.5.0
# The reports of brand-check: what CI systems take, what stays the same from run to run, and the score.

setup() {
    cd "${ROOT:-$BATS_TEST_DIRNAME/../..}"
    tmp=$BATS_TEST_TMPDIR
    input=tests/brand/copy/fail.jsonl
    rules=tests/brand/copy/rules.xml
}

# Reports of every kind's failing fixture, of a clean run, of lines that cannot be checked, and of hostile names.
reports() { # format
    local d k
    for d in tests/brand/*/; do
        k=$(basename "$d")
        [ -f "$d/rules.xml" ] || continue
        brand-check -r "$d/rules.xml" --today 2027-04-01 --format "$1" $(ls -d "$d"fail.* | grep -v expected) >"$tmp/$k.$1" 2>/dev/null || [ $? -eq 1 ]
    done
    head -1 "$input" | brand-check -r "$rules" --skip forbid --skip require --format "$1" >"$tmp/clean.$1"
    { sed 's/creative.xml/missing é.xml/;1q' "$input"; echo 'no json'; } | brand-check -r "$rules" --format "$1" >"$tmp/trouble.$1" 2>/dev/null || [ $? -eq 2 ]
    printf '%s\n' '{"v":1,"id":"a/\u001b<&>\" ::%\uffff\u202e","creative":"tests/brand/creative.xml","layout":"card","slots":{"headline":{"text":"Weed ]]> \u0007 \ud83c\udf31"},"legal":{"text":"Terms"}},"state":"ok"}' |
        brand-check -r "$rules" --format "$1" >"$tmp/hostile.$1" || [ $? -eq 1 ]
}

@test "sarif is valid by the schema of OASIS" {
    reports sarif
    [ "$(ls "$tmp"/*.sarif | wc -l)" -gt 20 ]
    run python3 tests/schemas/validate.py tests/schemas/sarif-schema-2.1.0.json "$tmp"/*.sarif
    [ "$status" -ne 77 ] || skip "$output"
    [ "$status" -ne 127 ] || skip "no python3"
    echo "$output"
    [ "$status" -eq 0 ]
    # and the validation can fail
    sed 's/"level":"error"/"level":"fatal"/' "$tmp/copy.sarif" >"$tmp/bad.json"
    run -1 python3 tests/schemas/validate.py tests/schemas/sarif-schema-2.1.0.json "$tmp/bad.json"
}

@test "sarif: rules, indexes and what GitHub tells alerts apart by" {
    brand-check -r "$rules" --format sarif "$input" >"$tmp/a" || [ $? -eq 1 ]
    jq -e '.runs[0] as $r | all($r.results[]; $r.tool.driver.rules[.ruleIndex].id == .ruleId)' "$tmp/a"
    jq -e '.runs[0].results | length == 2 and (map(.partialFingerprints.primaryLocationLineHash) | unique | length == 2)' "$tmp/a"
    jq -e '.runs[0].invocations[0].executionSuccessful' "$tmp/a"
    jq -e '.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri == "tests/brand/creative.xml"' "$tmp/a"
    # an absolute path is told from the folder that the tool runs in
    sed "s|tests/brand/creative.xml|$PWD/&|" "$input" | brand-check -r "$rules" --format sarif >"$tmp/b" || [ $? -eq 1 ]
    cmp <(jq '.runs[0].results[].locations' "$tmp/a") <(jq '.runs[0].results[].locations' "$tmp/b")
    cmp <(jq '.runs[0].results[].partialFingerprints' "$tmp/a") <(jq '.runs[0].results[].partialFingerprints' "$tmp/b")
}

@test "fingerprints stay when rows are added, lines move and what is beside them changes" {
    mkdir "$tmp/c"
    cat >"$tmp/c/creative.xml" <<'X'
<creative xmlns="urn:pressrun:creative:1" name="c"><layouts><layout name="card" src="card.svg"/></layouts>
<slots><slot name="headline" kind="text" target="headline"/></slots></creative>
X
    svg='<svg xmlns="http://www.w3.org/2000/svg" width="300" height="60"><rect width="300" height="60" fill="#fff"/>
<rect id="badge" width="9" height="9" fill="#f0f"/>
<text id="headline" x="9" y="40" font-size="6" fill="#17382d" font-family="Inter">Hi</text></svg>'
    echo "$svg" >"$tmp/c/card.svg"
    lines() { for i in $(seq "$1" "$2"); do printf '{"v":1,"id":"r%d","creative":"%s/c/creative.xml","layout":"card","row":%d,"slots":{"headline":{"text":"Row %d"}},"state":"ok"}\n' "$i" "$tmp" "$i" "$i"; done; }
    prints() { brand-check -r acme --only palette --only small-print --format sarif | jq -r '.runs[0].results[] | .ruleId + " " + .partialFingerprints["pressrunFinding/v1"]' | sort; }
    lines 1 5 | prints >"$tmp/a"
    [ "$(wc -l <"$tmp/a")" -eq 2 ]
    sed 's|<rect id="badge"|<!-- a\nnote\n--><g opacity=".9"/>&|' <<<"$svg" >"$tmp/c/card.svg"
    lines 3 90 | tac | prints >"$tmp/b"
    diff "$tmp/a" "$tmp/b"
    sed 's|#f0f|#ff0|' <<<"$svg" >"$tmp/c/card.svg" # another colour is another finding
    lines 1 5 | prints >"$tmp/b"
    [ "$(comm -12 "$tmp/a" "$tmp/b" | wc -l)" -eq 1 ]
}

@test "what a rule cannot tell is not what it finds: a baseline of the one does not hide the other" {
    brand-check -r tests/brand/contrast/rules.xml --report "baseline=$tmp/b" tests/brand/contrast/fail.svg >/dev/null || [ $? -eq 1 ]
    n=$(brand-check -r tests/brand/contrast/rules.xml --format jsonl tests/brand/contrast/fail.svg | wc -l || true)
    [ "$(sed 's/.*"fingerprint":"\([0-9a-f]*\)".*/\1/' "$tmp/b" | sort -u | wc -l)" -eq "$n" ]
}

@test "junit is what CI systems read" {
    reports junit
    for f in "$tmp"/*.junit; do xmllint --noout --relaxng tests/schemas/junit.rng "$f"; done
    [ "$(xmllint --xpath 'string(/testsuites/@failures)' "$tmp/copy.junit")" = 2 ]
    [ "$(xmllint --xpath 'count(//failure)' "$tmp/copy.junit")" = 2 ]
    [ "$(xmllint --xpath 'sum(//testsuite/@tests)' "$tmp/copy.junit")" = "$(xmllint --xpath 'string(/testsuites/@tests)' "$tmp/copy.junit")" ]
    [ "$(xmllint --xpath 'count(//error)' "$tmp/trouble.junit")" = 2 ]
    # a rule that found nothing is a case that passed
    brand-check -r acme --only data --format junit tests/brand/contrast/pass.svg >"$tmp/a"
    xmllint --xpath '//testcase[@name="hygiene/personal-data" and not(*)]' "$tmp/a"
}

@test "rdjsonl is what reviewdog documents" {
    command -v python3 || skip "no python3"
    reports rdjsonl
    cat "$tmp"/*.rdjsonl | python3 tests/schemas/rdjson.py
    [ "$(cat "$tmp"/*.rdjsonl | wc -l)" -gt 20 ]
}

@test "github: commands are escaped, ten a level, and the log runs none" {
    reports github
    grep -q '^::error file=tests/brand/creative.xml,line=1,title=test/forbid::.*"Weed"' "$tmp/hostile.github"
    ! grep -qP '[\x00-\x08\x0b-\x1f]' "$tmp/hostile.github"
    for i in $(seq 30); do printf '<rect id="r%d" width="9" height="9" fill="#f0f%03d"/>' "$i" "$i"; done |
        sed 's|.*|<svg xmlns="http://www.w3.org/2000/svg" width="90" height="90">&</svg>|' >"$tmp/::warning::x.svg"
    (cd "$tmp" && brand-check -r acme --only palette --format github ::warning::x.svg) >"$tmp/out" || [ $? -eq 1 ]
    [ "$(grep -c '^::error' "$tmp/out")" -eq 10 ]
    token=$(sed -n 's/^::stop-commands:://p' "$tmp/out")
    # everything else stands between the token and its end
    [ "$(sed -n "/^::stop-commands::/,/^::$token::\$/p" "$tmp/out" | grep -c 'is off the palette')" -eq 30 ]
    [ "$(tail -1 "$tmp/out")" = "::$token::" ]
}

@test "what cannot be checked is in every format, and is no pass" {
    for f in json sarif junit github rdjsonl html; do
        reports $f
        grep -q 'missing' "$tmp/trouble.$f"
    done
    jq -e '.runs[0].invocations[0] | (.executionSuccessful | not) and (.toolExecutionNotifications | length == 2)' "$tmp/trouble.sarif"
    jq -e '.failed == 2 and (.troubles | map(.code) | sort == ["json-syntax", "not-found"])' "$tmp/trouble.json"
}

@test "score: the weight that was not lost, a section and in total" {
    cat >"$tmp/r.xml" <<'X'
<rules xmlns="urn:pressrun:brand-rules:1" name="s">
  <rule id="e" kind="copy" level="error"><forbid>bad</forbid></rule>
  <rule id="w" kind="copy" level="warning" section="tone"><forbid>ugly</forbid></rule>
  <rule id="i" kind="copy" level="info" section="notes"><forbid>odd</forbid></rule>
</rules>
X
    line() { printf '{"v":1,"id":"%s","creative":"tests/brand/creative.xml","layout":"card","slots":{"headline":{"text":"%s"}},"state":"ok"}\n' "$1" "$2"; }
    score() { brand-check -r "$tmp/r.xml" --fail-on never --format json "$@" | jq -c '[.score, .sections]'; }
    { line a fine; line b bad; line c ugly; line d odd; } >"$tmp/in"
    # error 5, warning 2, info 0: lost 5 + 2 of 4 * 7
    [ "$(score "$tmp/in")" = '[75,{"copy":75,"notes":null,"tone":75}]' ]
    [ "$(score --set e=warning "$tmp/in")" = '[75,{"copy":75,"notes":null,"tone":75}]' ]
    [ "$(score --skip e "$tmp/in")" = '[75,{"notes":null,"tone":75}]' ]
    { for i in $(seq 2000); do line "$i" fine; done; line x bad; } >"$tmp/many"
    [ "$(score --only e "$tmp/many")" = '[99.9,{"copy":99.9}]' ] # 100 is for what lost nothing
    brand-check -r "$tmp/r.xml" --fail-on never --format text "$tmp/in" | grep -qx 'score 75: copy 75, notes -, tone 75'
    # known faults count against it, what is waived does not
    brand-check -q -r "$tmp/r.xml" --report "baseline=$tmp/b" "$tmp/in" >/dev/null || [ $? -eq 1 ]
    [ "$(score --baseline "$tmp/b" "$tmp/in")" = '[75,{"copy":75,"notes":null,"tone":75}]' ]
    sed -i 's|</rules>|<waiver rule="s/e" owner="Ana" reason="r" until="2999-01-01"/>&|' "$tmp/r.xml"
    [ "$(score "$tmp/in")" = '[92.8,{"copy":100,"notes":null,"tone":75}]' ]
}

@test "personal data is masked in every format" {
    mkdir "$tmp/c"
    cat >"$tmp/c/creative.xml" <<'X'
<creative xmlns="urn:pressrun:creative:1" name="c"><data><field name="name" pii="yes" carry="yes"/></data>
<layouts><layout name="card" src="card.svg"/></layouts><slots><slot name="headline" kind="text" target="headline"/></slots></creative>
X
    cp tests/brand/card.svg "$tmp/c/card.svg"
    printf '{"v":1,"id":"a","creative":"%s/c/creative.xml","layout":"card","fields":{"name":"Hildegard"},"slots":{"headline":{"text":"Weed for Hildegard","args":{"name":"Hildegard"}}},"state":"ok"}\n' "$tmp" >"$tmp/in"
    sed 's/weed/weed[^,]*/' "$rules" >"$tmp/r.xml"
    for f in text json jsonl sarif junit github rdjsonl html baseline; do
        brand-check --all -r "$tmp/r.xml" --report "$f=$tmp/out" --format text "$tmp/in" >"$tmp/text" 2>"$tmp/err" || [ $? -eq 1 ]
        ! grep -q Hildegard "$tmp/out" "$tmp/text" "$tmp/err"
        grep -q 'Weed.*\*\*\*' "$tmp/out"
    done
}

@test "--prune takes out of a baseline what is no longer found, and no more" {
    brand-check -q -r "$rules" --report "baseline=$tmp/b" "$input" >/dev/null 2>&1 || [ $? -eq 1 ]
    cp "$tmp/b" "$tmp/all"
    brand-check -q -r "$rules" --baseline "$tmp/b" --prune "$input" >/dev/null
    cmp "$tmp/b" "$tmp/all"
    head -1 "$input" | brand-check -q -r "$rules" --baseline "$tmp/b" --prune >/dev/null
    [ "$(wc -l <"$tmp/b")" -eq 1 ]
    grep -qxF "$(cat "$tmp/b")" "$tmp/all"
}

@test "a waiver that covers nothing is a warning" {
    sed 's|</rules>|<waiver rule="test/forbid" owner="Ana" reason="r" until="2999-01-01" slots="no_such_slot"/>&|' "$rules" >"$tmp/w.xml"
    brand-check -q -r "$tmp/w.xml" --fail-on never "$input" >/dev/null 2>"$tmp/err"
    grep -q 'warning: the waiver of test/forbid covers nothing (Ana: r)' "$tmp/err"
    brand-check -q -r "$tmp/w.xml" --skip forbid --fail-on never "$input" >/dev/null 2>"$tmp/err"
    ! grep -q 'covers nothing' "$tmp/err"
}
