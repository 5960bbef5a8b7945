#!/usr/bin/env bats
bats_require_minimum_version 1.5.0
# --waivers, and the commands of examples/ci.

setup() {
    cd "${ROOT:-$BATS_TEST_DIRNAME/../..}"
    tmp=$BATS_TEST_TMPDIR
}

# Two ads with a finding of test/forbid, one with a finding of test/require beside it.
ads() {
    cat >"$tmp/rules.xml" <<'X'
<rules xmlns="urn:pressrun:brand-rules:1" name="test">
  <rule id="forbid" kind="copy"><forbid>weed</forbid></rule>
  <rule id="require" kind="copy" slots="legal"><require>Terms</require></rule>
</rules>
X
    for i in 1 2; do
        printf '{"v":1,"id":"c%d","creative":"tests/brand/creative.xml","layout":"card","locale":"en-GB","slots":{"headline":{"text":"weed"},"legal":{"text":"%s"}},"state":"ok"}\n' $i "$([ $i = 1 ] && echo Terms)"
    done >"$tmp/ads"
}

waivers() { # ELEMENTS
    printf '<waivers xmlns="urn:pressrun:brand-rules:1">\n%s\n</waivers>\n' "$1" >"$tmp/w.xml"
}

@test "--waivers: until their day they cover, then they are errors" {
    ads
    waivers '<waiver rule="test/forbid" owner="Ana" reason="the name of a plant" until="2027-06-30"/>
<waiver rule="test/require" owner="Ana" reason="on its way" until="2027-12-31"/>'
    run -0 --separate-stderr brand-check -r "$tmp/rules.xml" --waivers "$tmp/w.xml" --today 2027-06-30 --format text "$tmp/ads"
    [[ "$output" == *"2 checked, 0 failed: 0 errors"*"left out: 0 known from the baseline, 3 waived"* ]]
    [ -z "$stderr" ]
    run -1 brand-check -r "$tmp/rules.xml" --waivers "$tmp/w.xml" --today 2027-07-01 --format text "$tmp/ads"
    [[ "$output" == *"w.xml:2: error: the waiver of test/forbid ended on 2027-06-30 (Ana: the name of a plant), fix what it covers, or let its owner renew it [brand-waiver]"* ]]
    [[ "$output" == *"2 times in layout card"* ]]
    # in the pipe the ads that it covered fail again
    [ "$(brand-check -q -r "$tmp/rules.xml" --waivers "$tmp/w.xml" --today 2027-07-01 "$tmp/ads" 2>/dev/null | grep -c '"state":"failed"')" -eq 2 ]
    # an expired waiver is an error even where it would cover nothing
    run -1 brand-check -r "$tmp/rules.xml" --waivers "$tmp/w.xml" --today 2027-07-01 --format text tests/brand/copy/pass.jsonl
    [[ "$output" == *"[brand-waiver]"* ]]
}

@test "--waivers: several files, beside those of the rules; one that covers nothing is a warning" {
    ads
    waivers '<waiver rule="test/forbid" owner="Ana" reason="a plant" until="2099-06-30"/>'
    cp "$tmp/w.xml" "$tmp/w1.xml"
    waivers '<waiver rule="test/require" owner="Ana" reason="on its way" until="2099-06-30" slots="headline"/>
<waiver rule="other/rule" owner="Ben" reason="of another brand" until="2000-01-01"/>'
    run -1 brand-check -r "$tmp/rules.xml" --waivers "$tmp/w1.xml" --waivers "$tmp/w.xml" --format text "$tmp/ads"
    [[ "$output" == *"w.xml:2: warning: the waiver of test/require covers nothing (Ana: on its way)"* ]]
    [[ "$output" == *"0 known from the baseline, 2 waived"* ]]
    [[ "$output" != *"other/rule"* ]]
}

@test "--waivers: a wrong file gets file, line and the choices" {
    ads
    waivers '<waivr/>
<waiver rule="test/forbidd" owner="a" reason="b" until="2099-01-01"/>
<waiver rule="test/forbid" owner="a" until="2099-01-01"/>
<waiver rule="test/forbid" owner="a" reason="b" until="soon"/>
<waiver rule="test/forbid" owner="a" reason="b" until="2099-01-01" slot="x"/>'
    run -2 brand-check -r "$tmp/rules.xml" --waivers "$tmp/w.xml" "$tmp/ads"
    [[ "$output" == *"w.xml:2: error: <waivr> cannot be in <waivers>, did you mean 'waiver'?"* ]]
    [[ "$output" == *"w.xml:3: error: there is no rule 'test/forbidd' to waive, did you mean 'test/forbid'?"* ]]
    [[ "$output" == *"w.xml:4: error: <waiver> needs the attribute 'reason'"* ]]
    [[ "$output" == *"w.xml:5: error: until is not a date: 'soon'"* ]]
    [[ "$output" == *"w.xml:6: error: <waiver> has no attribute 'slot', did you mean 'slots'?"* ]]
    run -2 brand-check -r "$tmp/rules.xml" --waivers "$tmp/rules.xml" "$tmp/ads"
    [[ "$output" == *"rules.xml:1: error: this is no file of waivers: its root is <rules>"* ]]
    run -2 brand-check -r "$tmp/rules.xml" --waivers "$tmp/none.xml" "$tmp/ads"
    [[ "$output" == *"none.xml: error: cannot open"* ]]
}

@test "--waivers: the schema of rule files takes them" {
    xmllint --nonet --noout --relaxng share/brand-rules/brand-rules.rng examples/ci/waivers.xml
    waivers '<waiver rule="a/b" owner="a" until="2099-01-01"/>'
    run ! xmllint --nonet --noout --relaxng share/brand-rules/brand-rules.rng "$tmp/w.xml"
}

# The commands of examples/ci, run as the CI system would. A sample may have findings: status 1 is an answer too.
@test "examples/ci: the GitHub workflow and the GitLab job" {
    cp -R examples share "$tmp/"
    cd "$tmp"
    for f in examples/ci/github-actions.yml examples/ci/gitlab-ci.yml; do
        sed -n 's/^ *- \(run: \)\{0,1\}\(\(brand-check\|variant-expand\) .*\)/\2/p' "$f" >commands
        [ "$(wc -l <commands)" -eq 4 ]
        while read -r command; do
            echo "$command"
            status=0
            bash -o pipefail -c "$command" >out 2>err </dev/null || status=$?
            cat err
            [ "$status" -le 1 ]
            [ -s out ]
            case $command in # all is known or waived, whatever the day but for waivers
            *--baseline*) grep -q 'left out: 8 known from the baseline, 0 waived' out && [ "$status" -eq 0 ] ;;
            *--waivers*examples/spring) [ "$(date +%Y)" -gt 2027 ] || grep -q ' 3 waived' out ;;
            esac
        done <commands
    done
    python3 -c 'import json; assert json.load(open("brand.sarif"))["version"] == "2.1.0"' || [ $? -eq 127 ]
    [ -s brand-creative.xml ] && [ -s brand-google.xml ] && [ -s brand-variants.xml ]
}

@test "examples/ci: the pre-commit hook stops a commit that leaves a placeholder" {
    git init -q "$tmp/repo"
    cp examples/ci/pre-commit "$tmp/repo/.git/hooks/"
    cd "$tmp/repo"
    svg='<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><rect width="90" height="30" fill="#fff"/><text x="2" y="20" font-family="Inter">NAME</text></svg>'
    echo "${svg/NAME/Ana}" >a.svg
    git add a.svg
    git -c user.name=a -c user.email=a@example.com commit -qm a
    echo "${svg/NAME/{name\}}" >a.svg
    git add a.svg
    run git -c user.name=a -c user.email=a@example.com commit -qm b
    [ "$status" -ne 0 ]
    [[ "$output" == *"[hygiene/placeholder]"* ]]
}

@test "examples/ci: the pre-commit hook lets pass what is known and what is waived" {
    git init -q "$tmp/repo"
    cp examples/ci/pre-commit "$tmp/repo/.git/hooks/"
    cd "$tmp/repo"
    mkdir .brand
    git config user.name a && git config user.email a@example.com
    svg='<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><rect width="90" height="30" fill="#fff"/><text id="t" x="2" y="20" font-family="Inter">NAME</text></svg>'
    echo "${svg/NAME/{name\}}" >a.svg
    git add a.svg
    run ! git commit -qm a
    printf '<waivers xmlns="urn:pressrun:brand-rules:1"><waiver rule="hygiene/placeholder" slots="t" owner="a" reason="b" until="2099-01-01"/></waivers>\n' >.brand/waivers.xml
    git commit -qm a
    rm .brand/waivers.xml
    brand-check -r hygiene --fail-on never --report baseline=.brand/baseline.jsonl a.svg >/dev/null
    echo "${svg/NAME/{name\} }" >a.svg # moved on, the old fault still in it
    git add a.svg
    git commit -qm b
    echo "${svg/NAME/{name\\\} TODO: mend}" >a.svg
    sed -i 's/\\//' a.svg
    sed -i 's/id="t"/id="u"/' a.svg # another element: that is new
    git add a.svg
    run ! git commit -qm c
}
