# localize check: what each rule finds and what it lets pass; formats, levels, exit status.

bats_require_minimum_version 1.5.0

setup() {
    cd "$ROOT"
    WORK=$BATS_TEST_TMPDIR
    CHECKS=tests/l10n/checks
}

# Runs one fixture with its rule alone; prints what was found.
fixture() { # FILE
    local rule=${1#"$CHECKS"/} args=
    rule=${rule%%/*}
    [ ! -f "${1%.*}.args" ] || args=$(cat "${1%.*}.args")
    # shellcheck disable=SC2086
    localize check --only "$rule" $args "$1" 2>&1 || true
}

@test "each rule finds what it should, to the letter (BLESS=1 renews)" {
    local wrong=0
    for f in "$CHECKS"/*/*fail.xlf "$CHECKS"/*/*fail.po; do
        [ -f "$f" ] || continue
        fixture "$f" >"$WORK/out"
        [ -z "${BLESS:-}" ] || cp "$WORK/out" "${f%.*}.txt"
        diff -u "${f%.*}.txt" "$WORK/out" || wrong=1
        grep -q "\[check/" "$WORK/out" || { echo "$f: nothing found"; wrong=1; }
    done
    [ "$wrong" -eq 0 ]
}

@test "each rule lets pass what is fine" {
    local wrong=0
    for f in "$CHECKS"/*/*pass.xlf; do
        [ "$(fixture "$f")" = "1 checked, 0 failed: 0 errors, 0 warnings, 0 info" ] || { fixture "$f"; wrong=1; }
    done
    [ "$wrong" -eq 0 ]
}

@test "every rule has a fixture of both kinds, stands in the manual and explains itself" {
    local wrong=0
    while read -r rule level _; do
        ls "$CHECKS/$rule"/*fail.* "$CHECKS/$rule"/*pass.* >/dev/null || wrong=1
        grep -q "^\.It Cm $rule Pq $level\$" man/localize.1 || { echo "$rule ($level) is not in man/localize.1"; wrong=1; }
        localize check --explain "$rule" | grep -q "What to do: " || { echo "$rule explains nothing"; wrong=1; }
    done < <(localize check --list-rules)
    [ "$wrong" -eq 0 ]
}

@test "levels: --set, --only, --skip and --fail-on" {
    f=$CHECKS/punctuation/fail.xlf
    run localize check "$f"
    [ "$status" -eq 0 ]
    run localize check --set punctuation=error "$f"
    [ "$status" -eq 1 ]
    [[ "$output" == *": error: the source ends with a full stop"* ]]
    run localize check --fail-on warning "$f"
    [ "$status" -eq 1 ]
    run localize check --set text=error --fail-on never "$f"
    [ "$status" -eq 0 ]
    [[ "$output" == *"3 errors"* ]]
    run localize check --skip punctuation "$f"
    [[ "$output" != *"check/punctuation"* ]]
    run localize check --set punctuation=off "$f"
    [[ "$output" != *"check/punctuation"* ]]
    run localize check --only layout "$f"
    [ "$output" = "1 checked, 0 failed: 0 errors, 0 warnings, 0 info" ]
    for bad in "--only punctuatoin" "--set punctuation" "--set spaces=loud" "--skip nothing" "--explain none" "--format docx"; do
        # shellcheck disable=SC2086
        run --separate-stderr localize check $bad "$f"
        [ "$status" -eq 2 ]
        [ -z "$output" ]
        [ -n "$stderr" ]
    done
    [[ $(localize check --only punctuatoin "$f" 2>&1) == *"did you mean 'punctuation'"* ]]
}

@test "in a file of another program a fault is a warning, unless --set says more" {
    f=$CHECKS/tags/foreign-fail.po
    run localize check "$f"
    [ "$status" -eq 0 ]
    run localize check --set tags=error "$f"
    [ "$status" -eq 1 ]
}

@test "reports in every format, of findings and of files that cannot be read" {
    good=$CHECKS/placeholders/fail.xlf
    head -c 500 "$good" >"$WORK/cut.xlf"
    for format in json jsonl sarif junit github rdjsonl html; do
        run --separate-stderr localize check --format $format "$good" "$WORK/cut.xlf"
        [ "$status" -eq 2 ]
        [[ "$output" == *"the translation lacks {name}"* ]]
        [[ "$output" == *cut.xlf* ]]
        [[ "$stderr" == *"cut.xlf:"*"[xml-syntax]"* ]]
    done
    localize check --format sarif "$good" | jq -e '.runs[0].results[0].locations[0].physicalLocation
        | .region.startLine == 7 and .region.startColumn == 9 and (.artifactLocation.uri | endswith("fail.xlf"))'
    run localize check --report "sarif=$WORK/r.sarif" --report "jsonl=$WORK/r.jsonl" "$good"
    jq -e '.runs[0].tool.driver.name == "localize"' "$WORK/r.sarif"
    [ -s "$WORK/r.jsonl" ]
    run localize check --report "sarif=$WORK/none/r.sarif" "$good"
    [ "$status" -ne 0 ]
}

@test "a finding points at the translation, also in a file of one line, with prefixes, comments and matches" {
    tr -d '\n' <$CHECKS/spaces/fail.xlf | sed 's/> *</></g' >"$WORK/one.xlf"
    [[ $(localize check "$WORK/one.xlf" --only spaces | head -1) =~ one.xlf:1:([0-9]+): ]]
    column=${BASH_REMATCH[1]}
    [ "$(cut -c "$column-$((column + 6))" "$WORK/one.xlf")" = "<target" ]
    cat >"$WORK/odd.xlf" <<'X'
<?xml version="1.0"?>
<x:xliff version="1.2" xmlns:x="urn:oasis:names:tc:xliff:document:1.2"><x:file original="o"
 source-language="en" target-language="de" datatype="plaintext"><x:body>
<!-- <x:trans-unit id="0"><x:target>no</x:target> -->
<x:trans-unit id="1" resname="a > b"
  xml:space="preserve"><x:source>Hi</x:source>
<x:alt-trans><x:target> other</x:target></x:alt-trans>
  <x:target> Hallo</x:target></x:trans-unit>
</x:body></x:file></x:xliff>
X
    run localize check "$WORK/odd.xlf" --only spaces
    [[ "${lines[0]}" == *"odd.xlf:8:3: warning: the translation begins with a space"* ]]
}

@test "rows that cannot be used are left out and counted; what is no creative is an error" {
    printf 'name,n,size,price,locale\nBo,1,s,1,de-DE\nAda,many,s,1,de-DE\n' >"$WORK/rows.csv"
    run localize check $CHECKS/fit/pass.xlf --creative tests/l10n/fit/creative.xml --audience "$WORK/rows.csv" --only fit
    [ "$status" -eq 0 ]
    [[ "$output" == *"rows.csv: warning: 1 row cannot be used and was left out"*"[audience]"* ]]
    run localize check $CHECKS/fit/pass.xlf --creative "$WORK/none.xml"
    [ "$status" -eq 2 ]
    run localize check $CHECKS/fit/pass.xlf --creative tests/l10n/fit/creative.xml --audience "$WORK/none.csv"
    [ "$status" -eq 2 ]
}

@test "without rows, values of the data contract are tried" {
    run localize check $CHECKS/fit/fail.xlf --creative tests/l10n/fit/creative.xml --only fit
    [ "$status" -eq 1 ]
    [[ "$output" == *'has no room for the sample "Besonders groß"'* ]]
}

@test "personal data of the rows are not shown" {
    run localize check $CHECKS/length/data-fail.xlf --creative tests/l10n/fit/creative.xml --audience tests/l10n/fit/rows.csv
    [[ "$output" == *'up to 48 characters'*'Guten Morgen ***'* ]]
    [[ "$output" != *Konstantin* ]]
    [[ "$output" != *"en Bo"* ]]
}
