#!/usr/bin/env bats
bats_require_minimum_version 1.5.0
# --fix: byte-exact, shown as a diff first, and it converges.

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    mkdir -p locales
    cat >r.xml <<'X'
<rules xmlns="urn:pressrun:brand-rules:1" name="r"><extends src="hygiene"/>
<rule id="p" kind="palette" tolerance="1"><color value="#fbf5e6"/><color value="#17382d"/><color value="#b8432a"/></rule>
<rule id="t" kind="terms"><term wrong="(?i)\bacme[ -]?gardens?\b">Acme Garden</term></rule></rules>
X
    cat >creative.xml <<'X'
<creative xmlns="urn:pressrun:creative:1" name="f" brand="r.xml"><data><field name="name"/></data>
  <layouts><layout name="card" src="card.svg"/></layouts><slots><slot name="headline" kind="text" target="headline"/></slots>
  <copy><message id="hello">ACME gardens &amp; acme-garden, {name}</message></copy>
  <themes default="a"><theme name="a"><token name="--accent" value="#ff0000"/></theme></themes>
  <rules><choose slot="headline"><otherwise message="hello"/></choose></rules><!-- ACME gardens -->
</creative>
X
    printf '%s\r\n' '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="60"><!-- #f0f -->' \
        '<style>.a { fill: #00F } #f0f { }</style><g fill="rgb(0,255,0)"><path d="M0 0h9v9z"/></g>' \
        '<rect id="badge" width="9"' ' height="9" style="fill:#f0f;marker-end:url(#f0f)"/><rect class="a" width="5" height="5"/>' \
        '<rect width="4" height="3" fill="var(--accent)"/><linearGradient id="f0f"/>' \
        '<text id="headline" x="9" y="40" font-size="12" fill="#17382d" font-family="Inter">Hi</text>' >card.svg
    printf '%s' '<text x="9" y="55" font-size="12" fill="#17382d" font-family="Inter">Made by acme garden</text></svg>' >>card.svg
    cat >locales/de.xlf <<'X'
<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2"><file original="f" datatype="plaintext" source-language="en" target-language="de"><body>
<trans-unit id="hello"><source>ACME gardens &amp; acme-garden, {name}</source><target state="final">Viele  Lücken, acme  gardens</target></trans-unit>
<trans-unit id="other"><source>ACME gardens</source><target>Viele  Lücken</target></trans-unit></body></file></xliff>
X
    cp -R . ../before.$BATS_TEST_NUMBER
    before=../before.$BATS_TEST_NUMBER
}

fixes() { brand-check --fail-on never --fix="$1" "${@:2}" 2>err; }

@test "a diff is shown, and changes nothing" {
    fixes diff . >d
    rm -f err && mv d ../d.$BATS_TEST_NUMBER
    diff -r . "$before"
    grep -qx -- '-.*fill: #00F.*' <(tr -d '\r' <../d.$BATS_TEST_NUMBER)
    cp -R . ../patched && (cd ../patched && patch --binary -p1 <../d.$BATS_TEST_NUMBER)
    fixes apply . >out
    for f in creative.xml card.svg locales/de.xlf; do cmp $f ../patched/$f; done
}

@test "the nearest colour, where it is written: element, group, style sheet, token; comments, references and selectors stay" {
    fixes apply creative.xml >out
    cat >want.sed <<'X'
s/fill: #00F/fill: #17382d/
s/rgb(0,255,0)/#fbf5e6/
s/fill:#f0f;/fill:#b8432a;/
s/acme garden/Acme Garden/
X
    cmp card.svg <(sed -f want.sed "$before/card.svg")
    cmp creative.xml <(sed 's/#ff0000/#b8432a/; /<message/s/ACME gardens &amp; acme-garden/Acme Garden \&amp; Acme Garden/' "$before/creative.xml")
    # the catalogue's source stays in step; another message is another matter
    cmp locales/de.xlf <(sed '/hello/s/<source>ACME gardens &amp; acme-garden/<source>Acme Garden \&amp; Acme Garden/' "$before/locales/de.xlf")
}

@test "it converges: the second time there is nothing to do" {
    fixes apply . >out
    grep -q '3 files changed' err
    brand-check --only palette --only terms .
    fixes diff . >d
    [ ! -s d ]
    ! grep -q changed err
}

@test "lines of a locale: the translation is fixed, words of the audience are not" {
    line() { printf '{"v":1,"id":"%s","creative":"creative.xml","layout":"card","locale":"de","slots":{"headline":{"message":"hello","text":"%s"}},"state":"ok"}\n' "$1" "$2"; }
    { line a 'Viele  Lücken, acme  gardens'; line b 'ACME-Gardens  of a row'; } >in
    fixes diff -j4 in >d
    grep -q '^+.*>Viele Lücken, acme gardens<' d
    grep -q '^ .*id="other".*Viele  Lücken' d
    ! grep -q 'of a row' d
    grep -q 'nothing to change in the files of the creative.*brand-fix' err
    fixes diff -j1 <in | cmp - d
}

@test "what is waived, known or switched off is not fixed" {
    brand-check -q --report baseline=../known . >/dev/null 2>&1 || [ $? -eq 1 ]
    fixes diff --baseline ../known . >d
    [ ! -s d ]
    fixes diff --skip palette --skip terms . >d
    [ ! -s d ]
}

@test "an excepted element keeps a colour that another is told to change" {
    sed -i 's/kind="palette"/& except="badge"/' r.xml
    fixes apply . >out
    grep -q 'fill:#f0f' card.svg
}

@test "usage: --fix alone applies, --fix=other is refused, the help shows it" {
    brand-check --fail-on never --fix card.svg -r r.xml >out 2>err
    ! cmp -s card.svg "$before/card.svg"
    run -2 brand-check --fix=all .
    brand-check --help | grep -q -- '--fix\[=apply|diff\]'
}

@test "a token of a theme that nothing draws is mended where it stands" {
    cp -R "${ROOT:-$BATS_TEST_DIRNAME/../..}/tests/brand/palette@tokens/." .
    brand-check -q -r rules.xml --fix --format text fail.xml >/dev/null 2>&1 || [ $? -eq 1 ]
    grep -q '<token name="--never-drawn" value="#ffffff"/>' fail.xml
    grep -q '<token name="--leaf" value="#2f6b4f"/><token name="--veil" value="#ffffff80"/>' fail.xml
    grep -q '<token name="--shade" value="#0000ff"/>' fail.xml
    run -0 brand-check -r rules.xml --format text fail.xml
}

@test "PO and tables are edited too, byte for byte; other messages, comments and old texts stay" {
    printf '%s\r\n' '# ACME gardens' 'msgid ""' 'msgstr ""' '"Language: de\n"' '' '#| msgid "ACME gardens"' 'msgctxt "hello"' \
        'msgid "ACME gardens & acme-garden, {name}"' 'msgstr ""' '"F\"r  ACME gardens\n"' '"von ACME gardens"' '' \
        'msgctxt "other"' 'msgid "ACME gardens"' 'msgstr "ACME gardens"' '#~ msgctxt "hello"' '#~ msgid "ACME gardens"' '#~ msgstr ""' >locales/de-DE.po
    printf '\xef\xbb\xbf%s\n' 'notes,id,en,fr-FR' 'ACME gardens,hello,"ACME gardens & acme-garden, {name}",Les ACME gardens' \
        ',"other",ACME gardens,ACME gardens' ',hello2,"a' 'hello,b",c' >locales/fr-FR.csv
    printf 'id\tsource\ttarget\nhello\tACME gardens & acme-garden, {name}\tACME gardens "qui"' >locales/it-IT.tsv
    for f in de-DE.po fr-FR.csv it-IT.tsv; do cp "locales/$f" "../was-$BATS_TEST_NUMBER-$f"; done
    was=../was-$BATS_TEST_NUMBER
    fixes diff creative.xml >"$was.diff"
    cmp locales/de-DE.po "$was-de-DE.po"
    cp -R . ../patched.$BATS_TEST_NUMBER && (cd ../patched.$BATS_TEST_NUMBER && patch --binary -p1 <"../was-$BATS_TEST_NUMBER.diff")
    fixes apply creative.xml >out
    cmp locales/de-DE.po <(sed '8s/ACME gardens & acme-garden/Acme Garden \& Acme Garden/; 10,11s/ACME gardens/Acme Garden/' "$was-de-DE.po")
    cmp locales/fr-FR.csv <(sed '2s/"ACME gardens & acme-garden/"Acme Garden \& Acme Garden/; 2s/Les ACME gardens/Les Acme Garden/' "$was-fr-FR.csv")
    cmp locales/it-IT.tsv <(sed '2s/ACME gardens & acme-garden/Acme Garden \& Acme Garden/; 2s/ACME gardens "qui"/Acme Garden "qui"/' "$was-it-IT.tsv")
    for f in de-DE.po fr-FR.csv it-IT.tsv; do cmp "locales/$f" "../patched.$BATS_TEST_NUMBER/locales/$f"; done
    msgfmt -c -o /dev/null <(grep -v '^#~' locales/de-DE.po | tr -d '\r' | sed '/^"Language/a "Content-Type: text/plain; charset=UTF-8\\n"')
    fixes diff creative.xml >again
    [ ! -s again ]
}

@test "what a catalogue writes where no edit reaches is named" {
    printf '%s\n' 'msgctxt "hello"' 'msgid ""' '"ACME "' '"gardens &"' 'msgstr ""' '# ACME gardens' >locales/de-DE.po
    cp locales/de-DE.po ../split.po
    brand-check -q -r r.xml --fix . >/dev/null 2>err || [ $? -eq 1 ]
    cmp locales/de-DE.po ../split.po
    grep -q "locales/de-DE.po: warning: this catalogue writes \"ACME gardens\" for \"Acme Garden\" too, not in a text of 'hello' that can be edited, mend it there by hand" err
}
