#!/usr/bin/env bats
# A baseline that two branches renewed merges, as examples/ci sets it up.
bats_require_minimum_version 1.5.0

setup() {
    cd "$BATS_TEST_TMPDIR"
    command -v git >/dev/null || skip "git is not installed"
    export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
    cat >rules.xml <<'X'
<rules xmlns="urn:pressrun:brand-rules:1" name="x"><rule id="tone" kind="copy" level="error"><forbid>bad|worse|ugly</forbid></rule></rules>
X
}

ad() { # NAME TEXT
    printf '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="100"><text id="t" x="1" y="50" font-size="30">%s</text></svg>' "$2" >"$1.svg"
}

renew() { brand-check -q -r rules.xml --report baseline=baseline.jsonl ./*.svg >/dev/null 2>&1 || [ $? -eq 1 ]; }

commit() { git add -A && git -c user.name=t -c user.email=t@example.org commit -qm "$1"; }

@test "branches that both add to the baseline merge without a conflict" {
    git init -q -b main .
    cp "$ROOT"/examples/ci/.gitattributes .
    for name in a b c d; do ad $name fine; done
    ad a bad
    renew && commit "what is known"
    git checkout -qb one && ad b ugly && renew && commit "one more"
    git checkout -q main && git checkout -qb two && ad c worse && renew && commit "another"
    git -c user.name=t -c user.email=t@example.org merge -q --no-edit one
    [ "$(grep -c fingerprint baseline.jsonl)" -eq 3 ]
    brand-check -q -r rules.xml --baseline baseline.jsonl ./*.svg
    ad d "bad and new"
    run -1 brand-check -q -r rules.xml --baseline baseline.jsonl ./*.svg
    [[ $output == *"d.svg"* && $output != *"b.svg"* ]]
}
