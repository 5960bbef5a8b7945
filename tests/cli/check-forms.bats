#!/usr/bin/env bats
# localize check on what is not one unit a message: plurals with a unit for each form, several translations of a message.
bats_require_minimum_version 1.5.0

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    cp -r "$ROOT/tests/l10n/fit" "$ROOT/tests/market" .
    cat >forms.xlf <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
  <file original="creative.xml" source-language="en-GB" target-language="pl" datatype="x-icu-messageformat"><body>
    <trans-unit id="button[s]"><source>Small</source><target state="final">Mały</target></trans-unit>
    <trans-unit id="button[m]"><source>Medium</source><target state="final">Średni</target></trans-unit>
    <trans-unit id="button[other]"><source>Large</source><target state="final">Naprawdę wyjątkowo duży</target></trans-unit>
  </body></file>
</xliff>
XML
}

check() {
    localize check --creative fit/creative.xml --audience fit/rows.csv "$@"
}

@test "forms are joined before the text is laid out with real rows" {
    run -1 check --only fit forms.xlf
    [[ "$output" == *"forms.xlf:4:"*"button"*"has no room for"*"Naprawdę wyjątkowo duży"*"[check/fit]"* ]]
    sed -i 's/Naprawdę wyjątkowo duży/Duży/' forms.xlf
    run -0 check --only fit forms.xlf
}

@test "the longest form counts, the fonts are asked for the forms' characters" {
    sed -i 's/Naprawdę wyjątkowo duży/Naprawdę wyjątkowo bardzo duży/' forms.xlf
    run check --only length forms.xlf
    [ "$(grep -c 'check/length' <<<"$output")" -eq 1 ]
    sed -i 's/>Średni</>Średni \&#xF8000;</' forms.xlf
    run -1 check --only glyphs forms.xlf
    [[ "$output" == *"U+F8000"* ]]
}

@test "half of the forms are no message: what is missing is said, nothing is laid out" {
    sed -i 's|<target state="final">Naprawdę wyjątkowo duży</target>||' forms.xlf
    run check --only fit --only coverage forms.xlf
    [[ "$output" == *"not translated: \"Large\""* ]]
    [[ "$output" != *"check/fit"* ]]
}

@test "a form made from another wording is found, one of the same is not" {
    run -0 check --only source forms.xlf
    [[ "$output" != *"check/source"* ]]
    sed -i 's|<source>Medium<|<source>Middling<|' forms.xlf
    run check --only source forms.xlf
    [[ "$output" == *"it was \"Middling\" and is \"Medium\""*"check/source"* ]]
    [ "$(grep -c 'check/source' <<<"$output")" -eq 1 ]
}

@test "a plural's number in a form is no change" {
    cat >head.xlf <<'XML'
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
  <file original="creative.xml" source-language="en-GB" target-language="pl" datatype="x-icu-messageformat"><body>
    <trans-unit id="head[one]"><source>Hi {name}, &lt;b&gt;# cup&lt;/b&gt; of tea</source><target state="final">{name}, &lt;b&gt;#&lt;/b&gt;</target></trans-unit>
    <trans-unit id="head[few]"><source>Hi {name}, &lt;b&gt;# cups&lt;/b&gt; of tea</source><target state="final">{name}, &lt;b&gt;#&lt;/b&gt;</target></trans-unit>
    <trans-unit id="head[many]"><source>Hi {name}, &lt;b&gt;# mugs&lt;/b&gt; of tea</source><target state="final">{name}, &lt;b&gt;#&lt;/b&gt;</target></trans-unit>
    <trans-unit id="head[other]"><source>Hi {name}, &lt;b&gt;# cups&lt;/b&gt; of tea</source><target state="final">{name}, &lt;b&gt;#&lt;/b&gt;</target></trans-unit>
  </body></file></xliff>
XML
    run check --only source head.xlf
    [ "$(grep -c 'check/source' <<<"$output")" -eq 1 ]
    [[ "$output" == *"mugs"* ]]
}

@test "several translations: what fits is enough, and which one is said" {
    run -0 localize check --only layout --creative market/creative.xml --audience market/rows.csv market/locales/de.xlf
    [[ "$output" == *"shows translation 3 where \"Ein Gartenpreis, der alle"*"does not fit in slot 'headline'"*"[check/ladder]"* ]]
    sed -i '/headline.3/d' market/locales/de.xlf
    run -1 localize check --only fit --creative market/creative.xml --audience market/rows.csv market/locales/de.xlf
    [[ "$output" == *"[check/fit]"* ]]
}

@test "each of them is checked like any translation, and --require asks of each" {
    run -0 localize check --only unknown --creative market/creative.xml market/locales/de.xlf
    [[ "$output" != *"check/unknown"* ]]
    sed -i 's|>Gartenpreis<|>Gartenpreis {nname}<|' market/locales/de.xlf
    run -1 localize check --creative market/creative.xml --only placeholders market/locales/de.xlf
    [[ "$output" == *"de.xlf:6:"*"the source lacks {nname}"* ]]
    cp "$ROOT/tests/market/locales/de.xlf" market/locales/de.xlf
    sed -i '/headline.3/s/state="final"/state="translated"/' market/locales/de.xlf
    run -1 localize check --creative market/creative.xml --audience market/rows.csv --only state --only fit --require final market/locales/de.xlf
    [[ "$output" == *"de.xlf:6:"*"the translation is translated, not final"* ]]
    [[ "$output" == *"[check/fit]"* ]] # the only one that fits may not be used
}

@test "the stream uses no candidate short of --require" {
    sed -i '/headline.3/s/state="final"/state="translated"/' market/locales/de.xlf
    variant-expand -q market/creative.xml market/rows.csv | grep de-DE >lines
    [ "$(localize --quiet lines | jq -c '[.slots.headline.alts[].text]')" = '["Ein Gartenpreis für alle, die gern gärtnern","Gartenpreis"]' ]
    [ "$(localize --quiet --require final lines | jq -c '[.slots.headline.alts[].text]')" = '["Ein Gartenpreis für alle, die gern gärtnern"]' ]
}

alternatives() { # the market's candidates, as XLIFF has them of its own
    /usr/bin/python3 - "$1" <<'PY'
import re, sys
s = open("market/locales/de.xlf", encoding="utf-8").read()
alts = re.findall(r'\s*<trans-unit id="headline\.(\d)">.*?<target state="final">(.*?)</target></trans-unit>', s)
s = re.sub(r'\s*<trans-unit id="headline\.\d">.*?</trans-unit>', '', s)
texts = [t for _, t in sorted(alts)]
if sys.argv[1] == '1.2':
    extra = ''.join('<alt-trans alttranstype="accepted"><target state="%s">%s</target></alt-trans>' % ('final' if i else 'translated', t) for i, t in enumerate(texts))
    extra += '<alt-trans alttranstype="proposal"><target>Nie</target></alt-trans>'
    s = s.replace('freut</target>', 'freut</target>' + extra)
else:
    units = re.findall(r'<trans-unit id="(.*?)"><source>(.*?)</source><target state="final">(.*?)</target>', s)
    out = ['<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0" xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0" srcLang="en-GB" trgLang="de"><file id="f">']
    for id, source, target in units:
        m = ''
        if id == 'headline':
            m = '<mtc:matches>' + ''.join('<mtc:match ref="#s" type="other" subType="pressrun:candidate"><source>%s</source><target>%s</target></mtc:match>' % (source, t) for t in texts) + '</mtc:matches>'
        out.append('<unit id="%s" type="pressrun:message">%s<segment id="s" state="final"><source>%s</source><target>%s</target></segment></unit>' % (id, m, source, target))
    s = ''.join(out) + '</file></xliff>'
open("market/locales/de.xlf", "w", encoding="utf-8").write(s)
PY
}

@test "candidates are read from accepted alt-trans and from matches too, in their order; merge keeps them" {
    for version in 1.2 2.1; do
        cp "$ROOT/tests/market/locales/de.xlf" market/locales/de.xlf
        alternatives $version
        run ! grep -q 'headline\.2' market/locales/de.xlf
        variant-expand -q market/creative.xml market/rows.csv | grep de-DE >lines
        localize --quiet lines >ready
        [ "$(jq -c '[.slots.headline.alts[].text]' ready)" = '["Ein Gartenpreis für alle, die gern gärtnern","Gartenpreis"]' ]
        render-still --quiet -o out ready >drawn
        jq -e '.findings[] | select(.slot == "headline") | .message | startswith("translation 3 of 3")' drawn
        # brought home in every format, and back
        for f in xliff1.2 xliff2.1 po csv; do
            localize extract market/creative.xml --to de -f $f >home.${f/xliff*/xlf}
            mv market/locales/de.xlf kept
            suffix=${f/xliff*/xlf}
            localize merge market/creative.xml home.$suffix -f $f
            localize --quiet lines | jq -e '[.slots.headline.alts[].text] == ["Ein Gartenpreis für alle, die gern gärtnern","Gartenpreis"]' || { echo "$version $f"; false; }
            rm market/locales/de.* home.$suffix && mv kept market/locales/de.xlf
        done
    done
}

@test "an accepted alternative has the state that its target says" {
    alternatives 1.2
    variant-expand -q market/creative.xml market/rows.csv | grep de-DE >lines
    [ "$(localize --quiet --require final lines | jq -c '[.slots.headline.alts[].text]')" = '["Gartenpreis"]' ]
}

@test "limits count what readers count, those of XLIFF 2 code points" {
    for v in 1.2 2; do
        if [ $v = 2 ]; then
            printf '<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" xmlns:slr="urn:oasis:names:tc:xliff:sizerestriction:2.0" srcLang="en" trgLang="th"><file id="f"><slr:profiles generalProfile="xliff:codepoints"/><unit id="a" slr:sizeRestriction="3"><segment><source>Tea</source><target>\u0e01\u0e33\u0e19\u0e49\u0e19</target></segment></unit></file></xliff>' >th.xlf
        else
            printf '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="f" source-language="en" target-language="th" datatype="x"><body><trans-unit id="a" maxwidth="3" size-unit="char"><source>Tea</source><target>\u0e01\u0e33\u0e19\u0e49\u0e19</target></trans-unit></body></file></xliff>' >th.xlf
        fi
        run -0 localize check --only length th.xlf
        [ $v = 2 ] || [[ "$output" == *"0 warnings"* ]]
        [ $v = 1.2 ] || [[ "$output" == *"has 5 characters"* ]]
    done
}
