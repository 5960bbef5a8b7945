#!/usr/bin/env bats
# From the designer to the translator and back: extract, merge, export, status, and what other tools do in between.

bats_require_minimum_version 1.5.0

setup() {
    cd "${ROOT:-$BATS_TEST_DIRNAME/../..}"
    WORK=$BATS_TEST_TMPDIR
    cp -R tests/l10n/shop "$WORK/shop"
    shop=$WORK/shop/creative.xml
}

de_text() { # what the pipe says in German
    local line='{"v":1,"id":"7/card/de","creative":"'$shop'","layout":"card","locale":"de","row":7,"slots":{"hello":{"message":"hello","args":{"name":"Ana","n":"3"},"text":"?"}},"state":"ok"}'
    localize --quiet <<<"$line" | jq -r '.slots.hello.text'
}

@test "extract, merge unchanged, extract again: the same bytes in every format" {
    for format in xliff1.2 xliff2.1 po csv tsv; do
        case $format in xliff*) e=xlf ;; *) e=$format ;; esac
        localize extract "$shop" --to de -f $format -o "$WORK/first.$e"
        cp "$WORK/first.$e" "$WORK/back.$e"
        run localize merge "$shop" "$WORK/back.$e"
        [ "$status" -eq 0 ]
        [[ "$output" == *"locales/de.xlf: "*" texts merged"* ]]
        localize extract "$shop" --to de -f $format >"$WORK/second"
        cmp "$WORK/first.$e" "$WORK/second"
        rm "$WORK/first.$e"
        [ "$(de_text)" = "Hallo Ana, das sind 3 Tassen" ]
    done
}

@test "merging what is there already changes nothing" {
    localize extract "$shop" --to de -o "$WORK/de.xlf"
    localize merge "$shop" "$WORK/de.xlf"
    cp "$WORK/shop/locales/de.xlf" "$WORK/one"
    localize merge "$shop" "$WORK/de.xlf"
    cmp "$WORK/one" "$WORK/shop/locales/de.xlf"
}

@test "a plural is one unit for each form, merged into one message" {
    localize extract "$shop" --to pl -o "$WORK/pl.xlf"
    grep -q 'restype="x-icu-forms"' "$WORK/pl.xlf"
    grep -q '<note from="form">few: used when n is 2, 3, 4, 22, 23, ...</note>' "$WORK/pl.xlf"
    python3 - "$WORK/pl.xlf" <<'PY'
import re, sys
path = sys.argv[1]
text = open(path, encoding="utf-8").read()
words = {"=0": "nic", "one": "filiżanka", "few": "filiżanki", "many": "filiżanek", "other": "filiżanki"}
def translate(m):
    unit, label = m.group(0), m.group(1)
    target = re.search(r"<source>(.*)</source>", unit).group(1)
    target = re.sub(r"nothing|cups?\b", words[label], target)
    return unit.replace("</source>\n", "</source>\n<target state='translated'>" + target + "</target>\n", 1)
text = re.sub(r'<trans-unit id="hello\[([^"\]]*)\]".*?</trans-unit>', translate, text, flags=re.S)
open(path, "w", encoding="utf-8").write(text)
PY
    localize merge "$shop" "$WORK/pl.xlf"
    for n in 0:nic "1:1 filiżanka" "3:3 filiżanki" "5:5 filiżanek"; do
        line='{"v":1,"id":"7/card/pl","creative":"'$shop'","layout":"card","locale":"pl","row":7,"slots":{"hello":{"message":"hello","args":{"name":"Ana","n":"'${n%%:*}'"},"text":"?"}},"state":"ok"}'
        run --separate-stderr localize --quiet <<<"$line"
        [[ "$output" == *"it’s ${n#*:}\""* ]]
    done
}

@test "a half translated plural is kept, and not used before it is whole" {
    localize extract "$shop" --to pl -f csv -o "$WORK/pl.csv"
    python3 - "$WORK/pl.csv" <<'PY'
import csv, sys
rows = list(csv.reader(open(sys.argv[1], encoding="utf-8", newline="")))
for r in rows:
    if r[0] == "hello[few]":
        r[2], r[3] = "Cześć {name}, to <b># filiżanki</b>", "reviewed"
csv.writer(open(sys.argv[1], "w", encoding="utf-8", newline="")).writerows(rows)
PY
    localize merge "$shop" "$WORK/pl.csv"
    grep -q '<target state="x-reviewed">Cześć ' "$WORK/shop/locales/pl.xlf"
    run localize status "$shop" --to pl -f json
    [[ "$output" == *'"locale":"pl"'*'"missing":4'* ]]
    localize extract "$shop" --to pl -f csv >"$WORK/again.csv"
    grep -q '^hello\[few\],.*filiżanki.*,reviewed' "$WORK/again.csv"
}

@test "a changed source: the translation stays, with the earlier wording beside it" {
    sed -i 's/>Hi {name}, it’s/>Hello {name}, that is/' "$shop"
    run localize extract "$shop" --to de
    [[ "$output" == *'<target state="needs-adaptation">Hallo '* ]]
    [[ "$output" == *'<alt-trans alttranstype="previous-version">'*'<source>Hi '* ]]
    run localize extract "$shop" --to de -f xliff2.1
    [[ "$output" == *'subType="pressrun:previous-version"'*'Hi '*'state="initial" subState="pressrun:source-changed"'* ]]
    run localize extract "$shop" --to de -f po
    [[ "$output" == *'#, fuzzy'*'#| msgid "Hi '*'msgstr "Hallo '* ]]
    for format in xliff1.2 xliff2.1; do
        localize extract "$shop" --to de -f $format -o "$WORK/de.$format.xlf"
        cp "$WORK/de.$format.xlf" "$WORK/back.xlf"
        localize merge "$shop" "$WORK/back.xlf"
        localize extract "$shop" --to de -f $format >"$WORK/again"
        cmp "$WORK/de.$format.xlf" "$WORK/again"
    done
    run localize status "$shop" --to de -f json
    [[ "$output" == *'"fuzzy":1'* ]]
    # The translator has looked at it: it is no longer marked.
    localize extract "$shop" --to de | sed 's/needs-adaptation/translated/' >"$WORK/done.xlf"
    localize merge "$shop" "$WORK/done.xlf"
    run localize status "$shop" --to de -f json
    [[ "$output" == *'"fuzzy":0'* ]]
    ! grep -q previous-version "$WORK/shop/locales/de.xlf"
}

@test "translations of messages that are gone are kept, and come back" {
    cp "$shop" "$WORK/before.xml"
    sed -i '/message id="offer.short"/d; s/<fit><fallback message="offer.short"\/><\/fit>//' "$shop"
    localize extract "$shop" --to de -o "$WORK/de.xlf"
    cp "$WORK/shop/locales/de.xlf" "$WORK/old.xlf"
    sed -i 's|</body>|<trans-unit id="gone"><source>Old tea</source><target state="final">Alter Tee</target></trans-unit></body>|' "$WORK/shop/locales/de.xlf"
    for format in xliff1.2 xliff2.1 po csv; do
        case $format in xliff*) e=xlf ;; *) e=$format ;; esac
        rm -f "$WORK"/out.*
        localize extract "$shop" --to de -f $format -o "$WORK/out.$e"
        grep -q 'Alter Tee' "$WORK/out.$e"
        localize check "$WORK/out.$e"
    done
    localize merge "$shop" "$WORK/out.csv"
    grep -q 'restype="x-pressrun-obsolete"' "$WORK/shop/locales/de.xlf"
    # A new message with the old text: the translation has moved with it.
    sed -i 's|</copy>|<message id="tea.old">Old tea</message></copy>|' "$shop"
    localize extract "$shop" --to de >"$WORK/moved.xlf"
    grep -A2 'id="tea.old"' "$WORK/moved.xlf" | grep -q '>Alter Tee</target>'
    [ "$(grep -c 'Alter Tee' "$WORK/moved.xlf")" -eq 1 ]
}

@test "a file touched by another tool merges" {
    localize extract "$shop" --to de -o "$WORK/de.xlf"
    python3 - "$WORK/de.xlf" <<'PY'
import re, sys
text = open(sys.argv[1], encoding="utf-8").read()
# A prefix for the namespace, other indentation, attributes the other way round, notes, states, phases, CR LF.
text = re.sub(r"<(/?)([a-z])", r"<\1x:\2", text).replace('xmlns="urn', 'xmlns:x="urn')
text = re.sub(r"<x:trans-unit (id=\S+) (resname=\S+) ([^>]*)>", r'<x:trans-unit \3 \2 approved="yes" \1>', text)
text = re.sub(r'<x:x id="(\d+)" ctype="([^"]*)" equiv-text="([^"]*)"/>', r'<x:x equiv-text="\3" ctype="\2" id="\1"></x:x>', text)
text = text.replace('state="translated"', 'state-qualifier="leveraged-tm" state="signed-off"').replace("</x:trans-unit>", "<x:note from='Zoë'>Please check.</x:note></x:trans-unit>")
text = text.replace("Hallo", "Servus").replace("\n      <", "\n<").replace("\n", "\r\n")
text = text.replace("<x:body>", "<x:header><x:tool tool-id='t' tool-name='Tool'/></x:header><x:body>")
open(sys.argv[1], "w", encoding="utf-8", newline="").write(text)
PY
    run localize merge "$shop" "$WORK/de.xlf"
    [ "$status" -eq 0 ]
    [ "$(de_text)" = "Servus Ana, das sind 3 Tassen" ]
    grep -q '<target state="final">Servus' "$WORK/shop/locales/de.xlf"
}

@test "a translation that lost its placeholder is reported and the old one stays" {
    localize extract "$shop" --to de | sed 's|<target state="translated">Hallo <x[^>]*>|<target state="translated">Hallo|' >"$WORK/bad.xlf"
    run localize merge "$shop" "$WORK/bad.xlf"
    [ "$status" -eq 1 ]
    [[ "$output" == *"bad.xlf:"*"the translation lacks {name}"*"[message-placeholder]"* ]]
    [ "$(de_text)" = "Hallo Ana, das sind 3 Tassen" ]
}

@test "extract over a file brings it up to date and keeps what is in it" {
    localize extract "$shop" --to de -f po -o "$WORK/de.po"
    sed -i 's/msgstr "Hallo {name}/msgstr "Moin {name}/' "$WORK/de.po"
    sed -i 's|</copy>|<message id="new">Fresh tea</message></copy>|' "$shop"
    localize extract "$shop" --to de -o "$WORK/de.po"
    grep -q 'msgstr "Moin {name}' "$WORK/de.po"
    grep -q 'msgctxt "new"' "$WORK/de.po"
    [ "$(de_text)" = "Hallo Ana, das sind 3 Tassen" ]
}

@test "a locale's file keeps its own format; a new one gets the format asked for" {
    localize extract "$shop" --to ar -o "$WORK/ar.xlf"
    localize merge "$shop" "$WORK/ar.xlf"
    [ ! -e "$WORK/shop/locales/ar.xlf" ]
    grep -q '^msgctxt "hello\[few\]"' "$WORK/shop/locales/ar.po"
    localize extract "$shop" --to sv | sed 's|<source>\(.*\)</source>|&<target state="translated">\1</target>|' >"$WORK/sv.xlf"
    localize merge "$shop" "$WORK/sv.xlf" -f csv
    [ -s "$WORK/shop/locales/sv.csv" ]
    run localize status "$shop" --to sv -f json
    [[ "$output" == *'"translated":4'*'"missing":0'* ]]
}

@test "a translation memory gives exact and similar texts" {
    cat >"$WORK/m.tmx" <<'TMX'
<?xml version="1.0"?>
<tmx version="1.4"><header srclang="en" adminlang="en" segtype="block" datatype="plaintext" creationtool="x" creationtoolversion="1" o-tmf="x"/><body>
<tu><tuv xml:lang="en-US"><seg><ph x="1">{price, number, currency}</ph> until <ph x="2">{ends, date, long}</ph></seg></tuv><tuv xml:lang="sv-SE"><seg><ph x="1">{price, number, currency}</ph> till <ph x="2">{ends, date, long}</ph></seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>Fresh green tea every day</seg></tuv><tuv xml:lang="sv"><seg>Färskt grönt te varje dag</seg></tuv><tuv xml:lang="de"><seg>Frischer grüner Tee</seg></tuv></tu>
</body></tmx>
TMX
    sed -i 's|</copy>|<message id="new">Fresh black tea every day</message></copy>|' "$shop"
    run localize extract "$shop" --to sv --tm "$WORK/m.tmx"
    [[ "$output" == *'<target state="needs-review-translation" state-qualifier="exact-match"><x id="1" ctype="x-icu-argument" equiv-text="{price, number, currency}"/> till '* ]]
    [[ "$output" == *'<alt-trans match-quality="80%" origin="m.tmx" alttranstype="proposal">'*'Färskt grönt te'* ]]
    run localize extract "$shop" --to sv --tm "$WORK/m.tmx" -f xliff2.1
    [[ "$output" == *'<mtc:match ref="#s1" type="tm" matchQuality="80" origin="m.tmx">'* ]]
    run localize extract "$shop" --to sv --tm "$WORK/m.tmx" -f po
    [[ "$output" == *'#. match: 80% m.tmx'*'#, fuzzy'*'#| msgid "Fresh green tea every day"'*'msgstr "Färskt grönt te varje dag"'* ]]
    run localize extract "$shop" --to sv --tm "$WORK/m.tmx" --match 90
    [[ "$output" != *'Färskt'* ]]
    run localize extract "$shop" --to sv --tm "$shop"
    [ "$status" -eq 1 ]
    [[ "$output" == *"this is no translation memory"* ]]
}

@test "export writes a memory that extract reads" {
    localize export "$shop" -o "$WORK/memory.tmx"
    xmllint --noout "$WORK/memory.tmx"
    grep -q '<tuv xml:lang="es-419">' "$WORK/memory.tmx"
    rm "$WORK/shop/locales/de.xlf"
    localize extract "$shop" --to de --tm "$WORK/memory.tmx" >"$WORK/de.xlf"
    grep -q 'state-qualifier="exact-match">Hallo ' "$WORK/de.xlf"
}

@test "glossaries in TBX and CSV: terms are shown with the texts they are in" {
    cat >"$WORK/g.tbx" <<'TBX'
<?xml version="1.0"?>
<martif type="TBX-Basic" xml:lang="en"><text><body>
<termEntry id="c1"><langSet xml:lang="en"><tig><term>cup</term></tig></langSet>
<langSet xml:lang="de"><tig><term>Tasse</term></tig><tig><term>Becher</term><termNote type="administrativeStatus">deprecatedTerm-admn-sts</termNote></tig></langSet></termEntry>
</body></text></martif>
TBX
    printf 'en,de,status\nnothing,,do-not-translate\ncup,Schale,forbidden\n' >"$WORK/g.csv"
    run localize extract "$shop" --to de --glossary "$WORK/g.tbx" --glossary "$WORK/g.csv"
    [[ "$output" == *'<note from="term">cup: Tasse</note>'* ]]
    [[ "$output" == *'<note from="forbidden term">cup: not Becher</note>'* ]]
    [[ "$output" == *'<note from="forbidden term">cup: not Schale</note>'* ]]
    [[ "$output" == *'<note from="do-not-translate">nothing</note>'* ]]
}

@test "status counts messages by state, and shows a table or JSON" {
    run localize status "$shop"
    [ "$status" -eq 0 ]
    [[ "${lines[0]}" == LOCALE*MESSAGES*FUZZY*MISSING*NO-FIT* ]]
    [[ "${lines[1]}" == ar* && "${lines[2]}" == de* && "${lines[3]}" == es-419* ]]
    localize status "$shop" -f json | jq -e '.[1].locale == "de" and .[1].messages == 4'
    run localize status "$shop" -f xml
    [ "$status" -eq 2 ]
}

@test "tables: columns by name or language, faults with their line" {
    printf 'key,en,sv\nhello,"Hi {name}, it’s <b>{n, plural, =0 {nothing} one {# cup} other {# cups}}</b>","Hej {name}, <b>{n, plural, =0 {inget} one {# kopp} other {# koppar}}</b>"\n' >"$WORK/sv.csv"
    localize check "$WORK/sv.csv"
    localize merge "$shop" "$WORK/sv.csv"
    grep -q 'Hej <x' "$WORK/shop/locales/sv.xlf"
    printf 'id,target\na,x\na,y\n' >"$WORK/de.csv"
    run localize check "$WORK/de.csv"
    [[ "$status" -ne 0 && "$output" == *"de.csv:3: error: there are two rows with the id 'a'"* ]]
    printf 'id\tstate\ttarget\na\tready\tx\n' >"$WORK/de.tsv"
    run localize check "$WORK/de.tsv"
    [[ "$status" -ne 0 && "$output" == *"de.tsv:2: error: there is no state 'ready'"* ]]
    printf 'one,two\n' >"$WORK/de.csv"
    run localize check "$WORK/de.csv"
    [[ "$status" -ne 0 && "$output" == *"no column of ids"* ]]
}

@test "verbs say how they are used" {
    for verb in merge status export; do
        run localize $verb
        [ "$status" -eq 2 ]
        [[ "$output" == *"$verb wants"* ]]
    done
    run localize merge "$shop" "$WORK/none.xlf"
    [ "$status" -eq 2 ]
    run localize extract "$shop" --to de -f docx
    [ "$status" -eq 2 ]
}
