#!/usr/bin/env bats
bats_require_minimum_version 1.5.0
# What --fix knows, in the formats that show changes: SARIF fixes, rdjsonl suggestions.

setup() {
    root=${ROOT:-$(cd "$BATS_TEST_DIRNAME/../.." && pwd)}
    cd "$BATS_TEST_TMPDIR"
    cat >rules.xml <<'X'
<rules xmlns="urn:pressrun:brand-rules:1" name="r">
  <rule id="p" kind="palette"><color value="#17382d"/><color value="#ffffff"/></rule>
  <rule id="t" kind="terms"><term wrong="(?i)\bacme[ -]?gardens?\b">Acme Garden</term></rule>
  <rule id="c" kind="copy"><forbid>weed</forbid></rule>
</rules>
X
    cat >ad.svg <<'X'
<svg xmlns="http://www.w3.org/2000/svg" width="300" height="90"><rect width="300" height="90" fill="#fff"/>
<!-- Größe: 🌱 --><rect id="grün" width="9" height="9" stroke="none" fill="#27483d"/>
<text id="headline" x="9" y="40" font-size="12" fill="#17382d" font-family="Inter">Für Ümit 🌿 ACME gardens &amp; weed, acme-garden</text></svg>
X
}

# Applies the replacements of SARIF fixes, which count characters, to the files that they name.
apply() { # SARIF
    python3 - "$1" <<'X'
import json, sys
run = json.load(open(sys.argv[1]))["runs"][0]
assert run["columnKind"] == "unicodeCodePoints"
edits = {}
for result in run["results"]:
    for fix in result.get("fixes", []):
        for change in fix["artifactChanges"]:
            for r in change["replacements"]:
                d = r["deletedRegion"]
                edits.setdefault(change["artifactLocation"]["uri"], set()).add(
                    (d["startLine"], d["startColumn"], d["endColumn"], r["insertedContent"]["text"]))
for name, changes in edits.items():
    lines = open(name, encoding="utf-8", newline="").read().split("\n")
    for line, start, end, text in sorted(changes, reverse=True):
        lines[line - 1] = lines[line - 1][:start - 1] + text + lines[line - 1][end - 1:]
    open(name, "w", encoding="utf-8", newline="").write("\n".join(lines))
X
}

@test "sarif: the fixes, applied, are what --fix writes" {
    brand-check -r rules.xml --format sarif ad.svg >a.sarif || [ $? -eq 1 ]
    jq -e '[.runs[0].results[] | select(.ruleId == "r/c") | .fixes] == [null]' a.sarif
    jq -e '[.runs[0].results[] | select(.fixes)] | length == 2' a.sarif
    mkdir fixed && cp ad.svg rules.xml fixed/
    (cd fixed && brand-check -q -r rules.xml --fix ad.svg >/dev/null 2>&1) || [ $? -eq 1 ]
    apply a.sarif
    cmp ad.svg fixed/ad.svg
    grep -q 'Acme Garden &amp; weed, Acme Garden' ad.svg
    grep -q 'fill="#17382d"/>' ad.svg
    run python3 "$root/tests/schemas/validate.py" "$root/tests/schemas/sarif-schema-2.1.0.json" a.sarif
    [ "$status" -eq 0 ] || [ "$status" -eq 77 ]
}

@test "sarif: a message is mended in the creative and its catalogues" {
    mkdir locales
    cat >creative.xml <<'X'
<creative xmlns="urn:pressrun:creative:1" name="f" brand="rules.xml"><layouts><layout name="ad" src="ad.svg"/></layouts>
<slots><slot name="headline" kind="text" target="headline"/></slots>
<copy><message id="hello">ACME gardens</message></copy><rules><choose slot="headline"><otherwise message="hello"/></choose></rules></creative>
X
    printf '%s\n' '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="en-GB" trgLang="de-DE"><file id="f">' \
        '<unit id="hello"><segment><source>ACME gardens</source><target>Für ACME gardens</target></segment></unit></file></xliff>' >locales/de-DE.xlf
    brand-check -r rules.xml --report sarif=a.sarif --format text . >/dev/null || [ $? -eq 1 ]
    jq -e '[.runs[0].results[] | select(.ruleId == "r/t") | .fixes[0].artifactChanges[]? | .artifactLocation.uri] | unique | index("creative.xml") != null' a.sarif
    [ ! -e locales/de-DE.xlf ] || jq -e '[.runs[0].results[].fixes[]?.artifactChanges[].artifactLocation.uri] | index("locales/de-DE.xlf") != null' a.sarif
    apply a.sarif
    grep -q '<message id="hello">Acme Garden</message>' creative.xml
    grep -q '<source>Acme Garden</source>' locales/de-DE.xlf
}

@test "rdjsonl: suggestions are of the finding's own file, in bytes" {
    brand-check -r rules.xml --format rdjsonl ad.svg >a.rdjsonl || [ $? -eq 1 ]
    python3 "$root/tests/schemas/rdjson.py" <a.rdjsonl
    [ "$(jq -s 'map(select(.suggestions)) | length' a.rdjsonl)" -eq 2 ]
    python3 - <<'X'
import json
lines = open("ad.svg", "rb").read().split(b"\n")
for d in map(json.loads, open("a.rdjsonl", encoding="utf-8")):
    for s in d.get("suggestions", []):
        a, b = s["range"]["start"], s["range"]["end"]
        was = lines[a["line"] - 1][a["column"] - 1:b["column"] - 1].decode()
        assert (was, s["text"]) in {("#27483d", "#17382d"), ("ACME gardens", "Acme Garden"), ("acme-garden", "Acme Garden")}, (was, s)
X
}

@test "other formats, and what comes from the audience, have none" {
    brand-check -r rules.xml --format json ad.svg >a.json || [ $? -eq 1 ]
    ! grep -q suggest a.json
    printf '%s\n' '{"v":1,"id":"a","creative":"'"$root"'/tests/brand/creative.xml","layout":"card","slots":{"headline":{"text":"ACME gardens"},"legal":{"text":"Terms"}},"state":"ok"}' >in
    brand-check -r rules.xml --only terms --format sarif in >a.sarif || [ $? -eq 1 ]
    jq -e '.runs[0].results | length == 1 and (.[0] | has("fixes") | not)' a.sarif
}

@test "--report: a wrong format stops the run before it starts" {
    run -2 --separate-stderr brand-check -r rules.xml --report sarif=a.sarif --report jsonx=b --format text ad.svg
    [ -z "$output" ] && [ ! -e a.sarif ]
    [[ "$stderr" == *"cannot report as 'jsonx=b', did you mean 'json'? Otherwise write FORMAT=FILE, FORMAT being baseline, "* ]]
    run -2 brand-check -r rules.xml --report sarif --format text ad.svg
    [[ "$output" == *"cannot report as 'sarif', write FORMAT=FILE"* ]]
}

@test "a word that an option does not know: the nearest one, and the choices" {
    run -2 brand-check --format sariff x.svg
    [[ "$output" == *"--format does not know 'sariff', did you mean 'sarif'? The choices are text, json, jsonl,"*"[usage]"* ]]
    run -2 brand-check --fail-on zzz x.svg
    [[ "$output" == *"--fail-on does not know 'zzz', the choices are error, warning, info, never [usage]"* ]]
}
