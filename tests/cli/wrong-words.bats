#!/usr/bin/env bats
bats_require_minimum_version 1.5.0
# Words of exchange files that nobody knows are named, with the choices; what could be read is read.

setup() {
    ROOT=${ROOT:-$BATS_TEST_DIRNAME/../..}
    cd "$BATS_TEST_TMPDIR" || return 1
}

@test "XLIFF 1.2: a state of no list" {
    unit() { printf '<trans-unit id="%s"><source>Tea</source><target state="%s">Tee</target></trans-unit>\n' "$1" "$2"; }
    { echo '<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"><file original="f" datatype="plaintext" source-language="en" target-language="de"><body>'
      unit a translatd; unit b done; unit c x-mine; unit d signed-off; unit e needs-l10n
      echo '</body></file></xliff>'; } >de.xlf
    run -0 localize check de.xlf
    [[ "$output" == *"de.xlf:2: warning: there is no state 'translatd'; it counts as not translated yet, did you mean 'translated'? Otherwise use new,"*"[l10n-invalid]"* ]]
    [[ "$output" == *"de.xlf:3: warning: there is no state 'done'; it counts as not translated yet, use new,"* ]]
    [ "$(grep -c 'there is no state' <<<"$output")" -eq 2 ]
}

@test "glossaries: a status nobody knows, told once; a TBX without a term of the language" {
    printf 'source,target,status\nfern,Farn,maybe\ntea,Tee,maybe\ncup,Tasse,preferred\npot,Topf,forbidden\n' >g.csv
    echo '<martif type="TBX"/>' >g.tbx
    localize extract "$ROOT/tests/l10n/shop/creative.xml" --to de --glossary g.csv --glossary g.tbx -o de.xlf 2>err
    grep -qx "g.csv:2: warning: the status 'maybe' of a term is unknown; the term counts as preferred, use preferred, admitted, deprecated, superseded, forbidden or do-not-translate \[l10n-invalid\]" err
    [ "$(grep -c maybe err)" -eq 1 ]
    grep -q 'g.tbx: warning: the glossary has no term in en' err
}
