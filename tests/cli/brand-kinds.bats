#!/usr/bin/env bats
bats_require_minimum_version 1.5.0
# Every kind of rule: tests/brand/KIND (and KIND@more) holds rules.xml, pass.* that give no finding, and fail.* that give
# exactly those of fail.expected (where there is a pass.expected, notes of level info are in it). BLESS=1 writes fail.expected anew, for review in the diff.

setup() {
    cd "${ROOT:-$BATS_TEST_DIRNAME/../..}"
    tmp=$BATS_TEST_TMPDIR
}

fixture() {
    local d=$1 status=0 fails=() passes=() f
    for f in "$d"/fail.*; do [[ $f == *.expected ]] || fails+=("$f"); done
    for f in "$d"/pass.*; do [[ $f == *.expected ]] || passes+=("$f"); done
    brand-check -r "$d/rules.xml" --today 2027-04-01 --format text "${passes[@]}" >"$tmp/pass" 2>"$tmp/err" || status=$?
    [ -z "${BLESS-}" ] || [ ! -e "$d/pass.expected" ] || cp "$tmp/pass" "$d/pass.expected"
    if [ -e "$d/pass.expected" ] && ! diff -u "$d/pass.expected" "$tmp/pass"; then return 1; fi
    if [ $status -ne 0 ] || { [ ! -e "$d/pass.expected" ] && ! grep -q '0 errors, 0 warnings, 0 info' "$tmp/pass"; }; then
        echo "$d: pass.* does not pass (status $status)"
        cat "$tmp/pass" "$tmp/err"
        return 1
    fi
    status=0
    brand-check -r "$d/rules.xml" --today 2027-04-01 --format text --fail-on info "${fails[@]}" >"$tmp/fail" 2>"$tmp/err" || status=$?
    sed -i "/^score /d" "$tmp/fail" # the score is told by other tests
    [ -z "${BLESS-}" ] || cp "$tmp/fail" "$d/fail.expected"
    if [ $status -ne 1 ] || ! diff -u "$d/fail.expected" "$tmp/fail"; then
        echo "$d: fail.* does not give what fail.expected says (status $status)"
        cat "$tmp/err"
        return 1
    fi
}

@test "every kind passes what it must pass, and says exactly what is wrong with what must fail" {
    bad=0
    for d in tests/brand/*/; do
        fixture "${d%/}" || bad=1
    done
    [ "$bad" -eq 0 ]
}

@test "every kind has fixtures" {
    for f in lib/brand/kind-*.c; do
        k=${f##*/kind-}
        [ -s "tests/brand/${k%.c}/fail.expected" ] || { echo "no fixture of kind ${k%.c}"; return 1; }
    done
}
