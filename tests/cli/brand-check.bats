#!/usr/bin/env bats
bats_require_minimum_version 1.5.0
# brand-check on the command line. Run from the project's root with the built tools on PATH.

setup() {
    cd "${ROOT:-$BATS_TEST_DIRNAME/../..}"
    tmp=$BATS_TEST_TMPDIR
    input=tests/brand/copy/fail.jsonl
    rules=tests/brand/copy/rules.xml
}

@test "filter: lines in are lines out, with findings and state" {
    brand-check -q -r "$rules" <"$input" >"$tmp/out" || [ $? -eq 1 ]
    [ "$(wc -l <"$tmp/out")" -eq 3 ]
    grep -c '"state":"failed"' "$tmp/out" | grep -qx 3
    head -1 "$tmp/out" | grep -qF '"findings":[{"level":"error","code":"copy","rule":"test/forbid","slot":"headline","message":"slot headline has \"Weed\", write \"plant\""}]'
}

@test "filter: a clean line keeps its bytes, unknown members too" {
    printf '%s\n' '{"v":1,"id":"a","creative":"tests/brand/creative.xml","layout":"card","mine":{"x":1.50},"slots":{"headline":{"text":"A fine plant"},"legal":{"text":"Terms"}},"state":"ok"}' >"$tmp/in"
    brand-check -q -r "$rules" <"$tmp/in" >"$tmp/out"
    cmp "$tmp/in" "$tmp/out"
}

@test "filter: failed lines pass untouched, lines that are no variant lines pass and are status 2" {
    printf '%s\n' '{"v":1,"id":"a","creative":"tests/brand/creative.xml","layout":"card","slots":{"headline":{"text":"Weed"}},"state":"failed"}' 'no json' >"$tmp/in"
    run -2 --separate-stderr brand-check -q -r "$rules" <"$tmp/in"
    [ "$output" = "$(cat "$tmp/in")" ]
}

@test "filter: an unreadable creative fails its line, not the others" {
    { sed 's/creative.xml/missing.xml/;1q' "$input"; tail -1 "$input"; } >"$tmp/in"
    run --separate-stderr brand-check -q -r "$rules" <"$tmp/in"
    [ "$status" -eq 2 ]
    [ "${#lines[@]}" -eq 2 ]
    [[ "${lines[0]}" == *'"state":"failed"'*'could not be checked'* ]]
}

@test "filter: lines of several creatives in turn go by the rules of each, and all are counted" {
    mkdir "$tmp/a" "$tmp/b"
    for d in a b; do
        cp -R tests/brand/. "$tmp/$d/"
        word=$([ $d = a ] && echo Weed || echo Herb)
        printf '<rules xmlns="urn:pressrun:brand-rules:1" name="%s"><rule id="word" kind="copy"><forbid>%s</forbid></rule></rules>\n' \
            $d $word >"$tmp/$d/rules.xml"
    done
    for i in $(seq 300); do
        for d in a b b; do
            printf '{"v":1,"id":"%s%d","creative":"%s/creative.xml","layout":"card","slots":{"headline":{"text":"Weed"}},"state":"ok"}\n' $d "$i" "$tmp/$d"
        done
    done >"$tmp/in"
    for j in 1 3; do
        run -1 --separate-stderr brand-check -j$j <"$tmp/in"
        [ "$(grep -c '"state":"failed"' <<<"$output")" -eq 300 ]
        [ "$(grep '"state":"failed"' <<<"$output" | grep -c '"rule":"a/word"')" -eq 300 ]
        run -1 brand-check -j$j --format json "$tmp/in"
        [ "$(jq -c '[.checked, .failed]' <<<"$output")" = '[900,300]' ]
    done
}

@test "filter: any number of workers gives the same bytes" {
    for i in $(seq 100); do cat "$input"; done >"$tmp/in"
    brand-check -r "$rules" -j1 <"$tmp/in" >"$tmp/one" 2>"$tmp/one.err" || true
    brand-check -r "$rules" -j4 <"$tmp/in" >"$tmp/four" 2>"$tmp/four.err" || true
    cmp "$tmp/one" "$tmp/four"
    cmp "$tmp/one.err" "$tmp/four.err"
    grep -q '200 times in layout card' "$tmp/one.err"
}

@test "with no -r, the rules that the creative names" {
    printf '%s\n' '{"v":1,"id":"a","creative":"tests/brand/creative.xml","layout":"card","slots":{"headline":{"text":" "}},"state":"ok"}' >"$tmp/in"
    run -1 --separate-stderr brand-check -q <"$tmp/in"
    [[ "$output" == *'"rule":"card/headline"'* ]]
}

@test "a plain SVG without -r gets hygiene" {
    printf '%s' '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><rect width="9" height="9"/><text x="2" y="20" font-family="Inter">{name}</text></svg>' >"$tmp/a.svg"
    run -1 --separate-stderr brand-check "$tmp/a.svg"
    [[ "$output" == *'[hygiene/placeholder]'* ]]
}

@test "lints a creative: its copy and each layout" {
    run --separate-stderr brand-check -r hygiene tests/brand/creative.xml
    echo "$output"
    [ "$status" -eq 0 ]
    [[ "$output" == "2 checked, 0 failed: 0 errors, 0 warnings, 0 info"* ]]
}

@test "lints a picture file" {
    cp examples/spring/assets/products/fern.png "$tmp/fern.webp" # what it is, not what it is called
    run -1 --separate-stderr brand-check -r iab "$tmp/fern.webp"
    [[ "$output" == *"Not a size of the IAB portfolio"* ]]
    [[ "$output" != *"Not a format"* ]]
}

@test "inputs that are none" {
    : >"$tmp/empty"
    run -2 brand-check -r hygiene "$tmp/empty"
    [[ "$output" == *"empty: error: the file is empty [brand-file]"* ]]
    run -2 brand-check -r hygiene README.md
    [[ "$output" == *"cannot tell what this file is"* ]]
    run -2 brand-check -r hygiene no-such-file.svg
    [[ "$output" == *"[not-found]"* ]]
    run -2 brand-check share/brand-rules/acme.xml
    [[ "$output" == *"this is a rule file, give it with -r"* ]]
}

@test "--set, --only, --skip and --fail-on" {
    brand-check -q -r "$rules" --set test/forbid=warning --skip require --format text "$input" >"$tmp/out"
    grep -q '2 warnings' "$tmp/out"
    run -1 brand-check -r "$rules" --set forbid=warning --skip require --fail-on warning --format text "$input"
    run -0 brand-check -r "$rules" --fail-on never --format text "$input"
    run -1 --separate-stderr brand-check -r "$rules" --only require --format text "$input"
    [[ "$output" == *"1 error,"* ]]
    run -0 brand-check -r "$rules" --only require --set require=off --format text "$input"
}

@test "a wrong name gets the nearest one" {
    run -2 brand-check -r hygeine "$input"
    [[ "$output" == *"did you mean 'hygiene'?"* ]]
    run -2 brand-check -r "$rules" --skip test/forbidd "$input"
    [[ "$output" == *"did you mean 'test/forbid'?"* ]]
    run -2 brand-check -r "$rules" --set forbid=fatal "$input"
    [[ "$output" == *"LEVEL is error, warning, info or off"* ]]
    run -2 brand-check -r "$rules" --explain contarst
    [[ "$output" == *"did you mean 'contrast'?"* ]]
}

@test "a wrong rule file gets file, line and the choices" {
    cat >"$tmp/bad.xml" <<'X'
<rules xmlns="urn:pressrun:brand-rules:1" name="bad">
  <rule id="a" kind="pallete"/>
  <rule id="b" kind="palette" tolerence="2"><color value="#fff"/></rule>
  <rule id="c" kind="palette"><colour value="#fff"/></rule>
  <rule id="d" kind="palette" level="fatal"><color value="#ff"/></rule>
  <rule id="e" kind="copy"><forbid>(</forbid></rule>
  <rule id="f" kind="text-size"/>
  <rule id="g" kind="contrast" min="99"/>
  <rule id="h" kind="blank" test="$a ="/>
  <rule id="h" kind="blank"/>
</rules>
X
    run -2 brand-check -r "$tmp/bad.xml" "$input"
    echo "$output"
    [[ "$output" == *"bad.xml:2: error: there is no kind of rule 'pallete', did you mean 'palette'?"* ]]
    [[ "$output" == *"bad.xml:3: error: <rule> has no attribute 'tolerence', did you mean 'tolerance'?"* ]]
    [[ "$output" == *"bad.xml:4: error: <colour> cannot be in <rule>, did you mean 'color'?"* ]]
    [[ "$output" == *"bad.xml:5: error: there is no level 'fatal'"* ]]
    [[ "$output" == *"bad.xml:5: error: value is not a colour: '#ff'"* ]]
    [[ "$output" == *"bad.xml:6"*"[pattern]"* ]]
    [[ "$output" == *"bad.xml:7: error: a rule of kind 'text-size' needs min=, max= or sizes="* ]]
    [[ "$output" == *"bad.xml:8: error: min is out of range: 99, write a number from 1 to 21"* ]]
    [[ "$output" == *"bad.xml:9"*"[xpath]"* ]]
}

@test "rule files: extends and adjust, a file that extends itself" {
    cat >"$tmp/mine.xml" <<'X'
<rules xmlns="urn:pressrun:brand-rules:1" name="mine">
  <extends src="wcag"/>
  <adjust rule="wcag/contrast" level="info"/>
</rules>
X
    run -0 brand-check -r "$tmp/mine.xml" --list-rules
    [[ "$output" == *"wcag/contrast    info"* ]]
    printf '<rules xmlns="urn:pressrun:brand-rules:1" name="a"><extends src="a.xml"/></rules>' >"$tmp/a.xml"
    run -2 brand-check -r "$tmp/a.xml" --list-rules
    [[ "$output" == *"extends itself"* ]]
}

@test "self-test of every rule file of the project" {
    for f in share/brand-rules/*.xml; do
        brand-check --self-test "$f"
    done
}

@test "self-test fails a rule that cannot fail" {
    cat >"$tmp/weak.xml" <<'X'
<rules xmlns="urn:pressrun:brand-rules:1" name="weak">
  <rule id="a" kind="copy"><forbid>weed</forbid><pass>fern</pass><fail>rose</fail></rule>
  <rule id="b" kind="copy"><forbid>weed</forbid><pass>weed</pass><fail>weed</fail></rule>
  <rule id="c" kind="copy"><forbid>weed</forbid><pass>fern</pass></rule>
</rules>
X
    run -1 brand-check --self-test "$tmp/weak.xml"
    [[ "$output" == *"weak/a finds nothing in this <fail>"* ]]
    [[ "$output" == *"weak/b finds something in this <pass>"* ]]
    [[ "$output" == *"weak/c has no example that fails"* ]]
}

@test "the schema in share is the one that the tables make" {
    diff share/brand-rules/brand-rules.rng <(brand-check --schema)
}

@test "report formats" {
    for f in text json jsonl sarif junit github rdjsonl; do
        run -1 --separate-stderr brand-check -r "$rules" --format "$f" "$input"
        printf '%s\n' "$output" >"$tmp/$f"
        run -1 --separate-stderr brand-check -q -r "$rules" --report "$f=$tmp/$f.file" "$input"
        diff "$tmp/$f" "$tmp/$f.file"
    done
    python3 - "$tmp" <<'X' || [ $? -eq 127 ]
import json, sys, xml.dom.minidom as dom
d = sys.argv[1]
j = json.load(open(d + "/json"))
assert (j["checked"], j["errors"], len(j["findings"])) == (3, 3, 2), j
assert j["findings"][0]["count"] == 2 and j["findings"][0]["examples"][1]["variant"] == "c3/card"
assert [json.loads(l)["rule"] for l in open(d + "/jsonl")] == ["test/forbid", "test/require"]
assert [json.loads(l)["severity"] for l in open(d + "/rdjsonl")] == ["ERROR", "ERROR"]
s = json.load(open(d + "/sarif"))
run = s["runs"][0]
assert s["version"] == "2.1.0" and len(run["results"]) == 2
assert {r["id"] for r in run["tool"]["driver"]["rules"]} == {r["ruleId"] for r in run["results"]}
assert all(len(r["partialFingerprints"]["pressrunFinding/v1"]) == 32 for r in run["results"])
t = dom.parse(d + "/junit").documentElement
assert len(t.getElementsByTagName("failure")) == 2
X
    grep -q '^::error file=tests/brand/creative.xml,line=1,title=test/forbid::' "$tmp/github"
}

@test "fingerprints stay when rows move" {
    a=$(brand-check -r "$rules" --format sarif "$input" | grep -o '"pressrunFinding/v1":"[0-9a-f]*"')
    b=$(tac "$input" | brand-check -r "$rules" --format sarif | grep -o '"pressrunFinding/v1":"[0-9a-f]*"')
    [ "$a" = "$b" ]
}

@test "--all lists every finding" {
    run -1 --separate-stderr brand-check -r "$rules" --all --format text "$input"
    [[ "$output" == *"error: c3/card: slot headline has \"Weed\""* ]]
}

@test "copy rules alone touch no font and no picture" {
    command -v strace >/dev/null || skip "no strace"
    strace -f -e trace=openat -o "$tmp/trace" brand-check -q -r "$rules" "$input" >/dev/null 2>&1 || true
    ! grep -E '\.(otf|ttf|ttc)"' "$tmp/trace"
}

@test "control characters of input never reach the terminal" {
    printf '%s\n' '{"v":1,"id":"a\u001b[31m","creative":"tests/brand/creative.xml","layout":"card","slots":{"headline":{"text":"Weed"},"legal":{"text":"Terms"}},"state":"ok"}' >"$tmp/in"
    brand-check -r "$rules" --format text "$tmp/in" >"$tmp/out" || true
    ! grep -q "$(printf '\033')" "$tmp/out"
}

@test "a full disk is status 3" {
    [ -c /dev/full ] || skip "no /dev/full"
    run -3 bash -c 'brand-check -q -r tests/brand/copy/rules.xml <tests/brand/copy/fail.jsonl >/dev/full'
}

@test "a closed pipe ends quietly" {
    for i in $(seq 2000); do cat "$input"; done >"$tmp/in"
    run bash -c "brand-check -q -r $rules <$tmp/in | head -1 | wc -l"
    [ "$output" = 1 ]
}

@test "the manual names every kind and every parameter" {
    for f in lib/brand/kind-*.c; do
        k=${f##*/kind-}
        k=${k%.c}
        sed -n "/^\.It Cm $k\$/,/^\.It Cm [a-z-]*\$/p" man/pressrun-brand-rules.5 | grep -q . || { echo "$k"; return 1; }
        brand-check --explain "$k" | sed -n "/^kind $k:/,\$p" | sed -n 's/^  \(<[a-z-]*>\)\{0,1\} \{0,1\}\([a-z-]*\) (.*/\1 \2/p' | while read -r a b; do
            grep -qE "^\.It (Li $a( Cm $b)?|Cm $a)\$" man/pressrun-brand-rules.5 || { echo "$k: $a $b"; return 1; }
        done
    done
}

@test "a campaign of 2,000 with 84 seeded violations of 28 kinds: all are found, and nothing else" {
    awk -v truth="$tmp/truth" -f tests/campaign/make.awk >"$tmp/in"
    [ "$(wc -l <"$tmp/in")" -eq 2000 ]
    [ "$(cut -d' ' -f2 "$tmp/truth" | sort -u | wc -l)" -eq 28 ]
    brand-check -q <"$tmp/in" >"$tmp/out" && return 1
    [ "$(wc -l <"$tmp/out")" -eq 2000 ]
    # every error of every line, as "id rule"
    sed 's/.*"id":"\([^"]*\)".*"findings":/\1 /;t;d' "$tmp/out" | while read -r id findings; do
        grep -o '"level":"error","code":"[a-z-]*","rule":"[a-z/-]*' <<<"$findings" | sed "s|.*campaign/|$id |"
    done | sort -u >"$tmp/found"
    sort "$tmp/truth" | diff - "$tmp/found"
    [ "$(grep -c '"state":"failed"' "$tmp/out")" -eq 84 ]
}

@test "baseline: what is known is left out, what is new is not" {
    head -1 "$input" >"$tmp/old"
    brand-check -q -r "$rules" --report "baseline=$tmp/known.jsonl" "$tmp/old" >"$tmp/out" || [ $? -eq 1 ]
    [ "$(wc -l <"$tmp/known.jsonl")" -eq 1 ]
    run -1 --separate-stderr brand-check -r "$rules" --baseline "$tmp/known.jsonl" --format text "$input"
    [[ "$output" == *"left out: 2 known from the baseline"* ]]
    [[ "$output" == *"[test/require]"* ]]
    [[ "$output" != *"[test/forbid]"* ]]
    run -0 --separate-stderr brand-check -q -r "$rules" --baseline "$tmp/known.jsonl" "$tmp/old"
    [ "$output" = "$(cat "$tmp/old")" ]
    echo '{"x":1}' >"$tmp/bad.jsonl"
    run -2 brand-check -r "$rules" --baseline "$tmp/bad.jsonl" "$input"
    [[ "$output" == *"bad.jsonl:1: error: this is no line of a baseline"*"[brand-baseline]"* ]]
}

@test "waivers: until their day they cover, then they are errors" {
    cat >"$tmp/w.xml" <<X
<rules xmlns="urn:pressrun:brand-rules:1" name="w">
  <extends src="$PWD/$rules"/>
  <waiver rule="test/forbid" owner="Ana" reason="the name of a plant" until="2027-06-30" slots="headline"/>
  <waiver rule="test/require" owner="Ana" reason="new terms are on their way" until="2027-12-31"/>
</rules>
X
    run -0 --separate-stderr brand-check -r "$tmp/w.xml" --today 2027-06-30 --format text "$input"
    [[ "$output" == *"left out: 0 known from the baseline, 3 waived"* ]]
    run -1 brand-check -r "$tmp/w.xml" --today 2027-07-01 --format text "$input"
    [[ "$output" == *"w.xml:3: error: the waiver of test/forbid ended on 2027-06-30 (Ana: the name of a plant)"*"[brand-waiver]"* ]]
    [[ "$output" == *"2 times in layout card"* ]]
    sed -i 's/ reason="[^"]*"//' "$tmp/w.xml"
    run -2 brand-check -r "$tmp/w.xml" "$input"
    [[ "$output" == *"<waiver> needs the attribute 'reason'"* ]]
}

@test "the HTML report is one file with a picture of each drawn finding and a mark in it" {
    brand-check -q -r tests/brand/contrast/rules.xml --report "html=$tmp/a.html" tests/brand/contrast/fail.svg >/dev/null || [ $? -eq 1 ]
    [ "$(grep -o '<article ' "$tmp/a.html" | wc -l)" -eq 5 ]
    [ "$(grep -o 'src="data:image/jpeg;base64,[A-Za-z0-9+/]*=*"' "$tmp/a.html" | wc -l)" -eq 5 ]
    [ "$(grep -o '<span class="mark" style="left:' "$tmp/a.html" | wc -l)" -eq 5 ]
    ! grep -Eq '(src|href)="(http:|/|\.)' "$tmp/a.html"
    printf '%s\n' '{"v":1,"id":"<script>alert(1)</script>","creative":"tests/brand/creative.xml","layout":"card","slots":{"headline":{"text":"<script>weed</script>"},"legal":{"text":"Terms"}},"state":"ok"}' >"$tmp/in"
    brand-check -r "$rules" --format html "$tmp/in" >"$tmp/b.html" || [ $? -eq 1 ]
    ! grep -q '<script' "$tmp/b.html"
}

@test "lines from a named pipe: none is lost" {
    mkfifo "$tmp/pipe"
    cat "$input" >"$tmp/pipe" &
    brand-check -q -r "$rules" --fail-on never "$tmp/pipe" >"$tmp/out"
    [ "$(wc -l <"$tmp/out")" -eq "$(wc -l <"$input")" ]
}
