#!/usr/bin/env bats
# XLIFF 2.1's rules that no schema says: one small file a rule, and sound files beside them.

setup() {
    cd "${ROOT:-$BATS_TEST_DIRNAME/../..}"
    WORK=$BATS_TEST_TMPDIR
    python3 tests/l10n/xliff2-cases.py "$WORK"
}

@test "sound files are accepted" {
    for f in "$WORK"/good-*.xlf; do
        run localize check "$f"
        [ "$status" -eq 0 ] || { echo "$f: $output"; false; }
    done
}

@test "every fault is refused with a line and a reason" {
    for f in "$WORK"/bad-*.xlf; do
        run localize check "$f"
        [ "$status" -eq 1 ] || { echo "$f was accepted"; false; }
        [[ "$output" == *"${f##*/}:"[0-9]*" error: "*"[l10n-invalid]"* ]] || { echo "$f: $output"; false; }
    done
}

@test "the suite: valid files are accepted, invalid ones refused" {
    suite=../shared/l10n-suite
    [ -d "$suite" ] || skip "there is no $suite"
    for f in "$suite"/{xliff/core,xliff/modules,xliff12,po}/valid/*; do
        run localize check "$f"
        [ "$status" -eq 0 ] || { echo "$f: $output"; false; }
    done
    for f in "$suite"/{xliff/core,xliff/modules,xliff12,po}/invalid/*; do
        run localize check "$f"
        [ "$status" -eq 1 ] || [ "$status" -eq 2 ] || { echo "$f: status $status"; false; }
        [[ "$output" == *"${f##*/}:"[0-9]* ]] || { echo "$f: $output"; false; }
    done
}
