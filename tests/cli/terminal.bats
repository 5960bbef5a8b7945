#!/usr/bin/env bats
bats_require_minimum_version 1.5.0
# What people see on a terminal; files and pipes get the same text whole and plain.

setup() {
    ROOT=${ROOT:-$BATS_TEST_DIRNAME/../..}
    cd "$BATS_TEST_TMPDIR" || return 1
    cp "$ROOT/tests/brand/contrast/fail.svg" .
    unset NO_COLOR # the tests run with it
    export TERM=xterm
    export RULES=$ROOT/tests/brand/contrast/rules.xml
}

# A terminal of N columns around a command; what it shows.
on_terminal() { # N COMMAND
    script -qec "stty cols $1; $2" /dev/null </dev/null | tr -d '\r'
}

@test "findings fold at 80 columns with a hanging indent and coloured levels, and are whole in a pipe" {
    on_terminal 80 "brand-check -r '$RULES' --format text fail.svg" >seen
    brand-check -r "$RULES" --format text fail.svg >plain || [ $? -eq 1 ]
    ! grep -q $'\033' plain
    [ "$(wc -L <plain)" -gt 80 ]
    grep -q $'\033\\[31merror:\033\\[0m' seen
    sed $'s/\033\\[[0-9]*m//g' seen >shown
    [ "$(wc -L <shown)" -le 80 ]
    # nothing but the breaks differs
    diff <(tr -s ' \n' '\n' <shown) <(tr -s ' \n' '\n' <plain)
    grep -q '^    [a-z]' shown
}

@test "NO_COLOR and TERM=dumb: no colours; other formats are not folded" {
    NO_COLOR=1 on_terminal 80 "brand-check -r '$RULES' --format text fail.svg" >seen
    ! grep -q $'\033' seen
    TERM=dumb on_terminal 80 "brand-check -r '$RULES' --format text fail.svg" >seen
    ! grep -q $'\033' seen
    on_terminal 80 "brand-check -r '$RULES' --format json fail.svg" >seen
    jq -e .score seen >/dev/null
    on_terminal 80 "localize extract '$ROOT/examples/spring/creative.xml' --to nl-NL -f csv" >seen
    [ "$(wc -L <seen)" -gt 80 ]
}

@test "messages on a terminal fold too; tables fit into 80 columns" {
    on_terminal 80 "brand-check -r no-such-rules fail.svg" >seen
    sed $'s/\033\\[[0-9]*m//g' seen >shown
    [ "$(wc -L <shown)" -le 80 ]
    [ "$(wc -l <shown)" -ge 2 ]
    for what in "brand-check --explain contrast" "brand-check --list-rules -r acme" "localize status '$ROOT/examples/spring/creative.xml'" \
        "localize check --list-rules" "localize check --explain fit"; do
        on_terminal 80 "$what" | sed $'s/\033\\[[0-9]*m//g' >shown
        [ -s shown ]
        [ "$(wc -L <shown)" -le 80 ]
    done
}
