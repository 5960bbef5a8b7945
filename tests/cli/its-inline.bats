#!/usr/bin/env bats
# ITS within a text: spans that are not translated are protected codes, spans that are flows of their own are units.
bats_require_minimum_version 1.5.0

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    cp -R "$ROOT/tests/l10n/shop" shop
    sed -i 's|<svg |<svg xmlns:its="http://www.w3.org/2005/11/its" |' shop/card.svg
    printf 'id,name,n,price,currency,ends,locale\n1,Ana,3,2,EUR,2027-05-01,de\n' >rows.csv
}

layout() { # layout XML: put into the card
    sed -i "s|</svg>|$1</svg>|" shop/card.svg
}

row() {
    variant-expand shop/creative.xml rows.csv -q | localize --quiet
}

span='<text id="since" x="10" y="200">Tea of <tspan fill="red" its:translate="no">Old Town {name}</tspan> since 1898</text>'

@test "a span that is not translated is one protected code, with what it says" {
    layout "$span"
    run -0 localize extract shop/creative.xml --to de
    [[ "$output" == *'<source>Tea of <x id="1" ctype="x-protected" equiv-text="&lt;t2&gt;Old Town {name}&lt;/t2&gt;"/> since 1898</source>'* ]]
    run -0 localize extract shop/creative.xml --to de -f xliff2.1
    [[ "$output" == *'<source xml:space="preserve">Tea of <ph id="1" canCopy="no" canDelete="yes" disp="Old Town {name}" equiv="&lt;t2&gt;Old Town {name}&lt;/t2&gt;"/> since 1898</source>'* ]]
    run -0 localize extract shop/creative.xml --to de -f po
    [[ "$output" == *'msgid "Tea of <t2>Old Town {name}</t2> since 1898"'* ]]
}

@test "the same where it comes first, by a rule, and with the rest of the text turned off" {
    layout '<text id="a" x="1" y="200"><tspan class="brand">Acme</tspan> grows</text><text id="b" its:translate="no" x="1" y="9">© <tspan its:translate="yes">all rights</tspan></text><text id="c" x="1" y="9"><tspan its:translate="no">Acme</tspan></text><metadata><its:rules version="2.0" xmlns:s="http://www.w3.org/2000/svg"><its:translateRule selector="//s:tspan[@class='"'brand'"']" translate="no"/></its:rules></metadata>'
    run -0 localize extract shop/creative.xml --to de
    [[ "$output" == *'<source><x id="1" ctype="x-protected" equiv-text="&lt;t1&gt;Acme&lt;/t1&gt;"/><g id="2" ctype="x-t2" equiv-text="&lt;t2&gt;"> grows</g></source>'* ]]
    [[ "$output" == *'equiv-text="&lt;t1&gt;© &lt;/t1&gt;"/>'*'all rights'* ]]
    [[ "$output" != *'id="c"'* ]]
}

@test "extract, translate, merge, draw, extract again: every format" {
    layout "$span"
    for f in xliff1.2 xliff2.1 po csv; do
        rm -f shop/locales/* de.*
        suffix=${f%%[0-9]*} && suffix=${suffix/xliff/xlf}
        localize extract shop/creative.xml --to de -f $f -o de.$suffix
        /usr/bin/python3 - de.$suffix $f <<'PY'
import re, sys, csv
path, f = sys.argv[1:]
s = open(path, encoding='utf-8').read()
if f == 'xliff1.2':
    s = re.sub(r'(<source>Tea of (<x[^>]*>) since 1898</source>)', r'\1<target state="final">Seit 1898: Tee aus \2</target>', s)
elif f == 'xliff2.1':
    s = re.sub(r'<segment[^>]*>(\s*)(<source[^>]*>Tea of (<ph[^>]*>) since 1898</source>)', r'<segment state="final">\1\2<target>Seit 1898: Tee aus \3</target>', s)
elif f == 'po':
    s = s.replace('msgid "Tea of <t2>Old Town {name}</t2> since 1898"\nmsgstr ""', 'msgid "Tea of <t2>Old Town {name}</t2> since 1898"\nmsgstr "Seit 1898: Tee aus <t2>Old Town {name}</t2>"')
else:
    rows = list(csv.reader(s.splitlines()))
    for r in rows[1:]:
        if r[0] == 'since':
            r[rows[0].index('de')], r[rows[0].index('state')] = 'Seit 1898: Tee aus <t2>Old Town {name}</t2>', 'final'
    with open(path, 'w', newline='', encoding='utf-8') as out:
        csv.writer(out).writerows(rows)
    sys.exit()
open(path, 'w', encoding='utf-8').write(s)
PY
        localize merge shop/creative.xml de.$suffix
        row >line || true
        grep -qF '"text":"Seit 1898: Tee aus Old Town Ana"' line || { echo "$f"; cat line; false; }
        grep -qF '[19,31,"t2"]' line || { cat line; false; }
        localize extract shop/creative.xml --to de -f $f >once
        localize extract shop/creative.xml --to de -f $f -o de.$suffix
        cmp once de.$suffix
    done
    render-still line -o out --quiet >manifest
    [ -s manifest ]
}

@test "a translation that changes what is protected is refused by merge and found by check" {
    layout "$span"
    localize extract shop/creative.xml --to de |
        sed 's|<source>Tea of <x.*since 1898</source>|&<target state="final">Tee aus \&lt;t2\&gt;Altstadt {name}\&lt;/t2\&gt;</target>|' >de.xlf
    run -1 localize check de.xlf --creative shop/creative.xml
    [[ "$output" == *'changes what is not to be translated: <t2>Old Town {name}</t2>'*'check/placeholders'* ]]
    run -1 localize merge shop/creative.xml de.xlf
    [[ "$output" == *"changes what is not to be translated: <t2>Old Town {name}</t2>, copy it from the source [message-placeholder]"* ]]
}

@test "a style of the creative may be protected in a message" {
    sed -i 's|<creative |<creative xmlns:its="http://www.w3.org/2005/11/its" |; s|<copy>|&<message id="brand">Only at <b its:translate="no">Acme \&amp; Sons</b></message>|' shop/creative.xml
    run -0 localize extract shop/creative.xml --to de -f xliff2.1
    [[ "$output" == *'<source xml:space="preserve">Only at <ph id="1" canCopy="no" canDelete="yes" disp="Acme &amp; Sons" equiv="&lt;b&gt;Acme &amp; Sons&lt;/b&gt;"/></source>'* ]]
    sed -i 's|Only at |<b>Only</b> at |' shop/creative.xml
    run -2 localize extract shop/creative.xml --to de
    [[ "$output" == *"<b> is translated in one place of the message and not in another"* ]]
}

@test "withinText: placed spans that are flows of their own are units of their own" {
    flows='<text id="lines" font-size="9" x="1" y="40"><tspan its:withinText="no" x="1" y="40">Fine tea</tspan><tspan its:withinText="no" x="1" y="50" id="two">Good <tspan fill="red">coffee</tspan></tspan></text>'
    layout "${flows// its:withinText=\"no\"/}"
    run -0 localize extract shop/creative.xml --to de
    [[ "$output" == *'id="lines"'*'Fine tea'*'Good '* && "$output" != *'id="lines-2"'* ]]
    row | render-still -o joined --quiet >/dev/null
    cp "$ROOT"/tests/l10n/shop/card.svg shop/card.svg
    sed -i 's|<svg |<svg xmlns:its="http://www.w3.org/2005/11/its" |' shop/card.svg
    layout "$flows"
    run -0 localize extract shop/creative.xml --to de
    [[ "$output" == *'<source>Fine tea</source>'*'id="lines-2"'*'<source>Good <g id="1" ctype="x-t2" equiv-text="&lt;t2&gt;">coffee</g></source>'* ]]
    # The picture is the same.
    row | render-still -o split --quiet >/dev/null
    (cd joined && find . -name "*.[jp]*g" | sort) >pictures
    [ -s pictures ]
    while read -r f; do cmp "joined/$f" "split/$f"; done <pictures
    # So by a rule.
    cp "$ROOT"/tests/l10n/shop/card.svg shop/card.svg
    sed -i 's|<svg |<svg xmlns:its="http://www.w3.org/2005/11/its" |' shop/card.svg
    layout "${flows// its:withinText=\"no\"/}<metadata><its:rules version=\"2.0\" xmlns:s=\"http://www.w3.org/2000/svg\"><its:withinTextRule selector=\"//s:text[@id='lines']/s:tspan\" withinText=\"nested\"/></its:rules></metadata>"
    run -0 localize extract shop/creative.xml --to de
    [[ "$output" == *'id="lines-2"'* ]]
}

@test "withinText: a span without a place of its own stays, and that is said" {
    layout '<text id="lines" x="1" y="40">Fine <tspan its:withinText="no">tea</tspan> and more</text>'
    run -0 localize extract shop/creative.xml --to de
    [[ "$output" == *"card.svg:"*"is one unit with it, whatever its:withinText says"*"give it x and y"* ]]
    [[ "$output" == *'<source>Fine <g'* ]]
}

@test "a lettered text without a translation falls back, counted; --strict says which" {
    layout '<text id="door" x="1" y="40">Come in</text>'
    run -0 --separate-stderr localize --quiet <(variant-expand shop/creative.xml rows.csv -q)
    jq -e '.slots.door | .text == "Come in" and .lang == "en-GB"' <<<"$output"
    run --separate-stderr localize <(variant-expand shop/creative.xml rows.csv -q)
    [[ "$stderr" == *"de from en"* ]]
    run -1 --separate-stderr localize --strict --quiet <(variant-expand shop/creative.xml rows.csv -q)
    [[ "$stderr" == *"door"*"no translation for de; en"*"would be used"* ]]
}
