#!/usr/bin/env bats
bats_require_minimum_version 1.5.0
# Every kind of rule: tests/brand/KIND (and KIND@more) holds rules.xml, pass.* that give no finding, and fail.* that give
# exactly those of fail.expected. BLESS=1 writes fail.expected anew, for review in the diff.

setup() {
    cd "${ROOT:-$BATS_TEST_DIRNAME/../..}"
    tmp=$BATS_TEST_TMPDIR
}

fixture() {
    local d=$1 status=0 fails=() f
    for f in "$d"/fail.*; do [[ $f == *.expected ]] || fails+=("$f"); done
    brand-check -r "$d/rules.xml" --today 2027-04-01 --format text "$d"/pass.* >"$tmp/pass" 2>"$tmp/err" || status=$?
    if [ $status -ne 0 ] || ! grep -q '0 errors, 0 warnings, 0 info' "$tmp/pass"; then
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
