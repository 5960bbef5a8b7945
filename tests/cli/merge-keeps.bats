#!/usr/bin/env bats
# merge loses nothing that a translator or a foreign tool wrote beside the translations.
bats_require_minimum_version 1.5.0

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    cp -R "$ROOT/tests/l10n/shop" shop
    rm -f shop/locales/*
}

@test "a foreign PO header keeps its fields and comments; ours are renewed in place" {
    cat >shop/locales/de.po <<'PO'
# Tea shop, German.
#
# Anna, 2027.
msgid ""
msgstr ""
"Project-Id-Version: tea 4\n"
"Report-Msgid-Bugs-To: l10n@shop.example\n"
"PO-Revision-Date: 2027-03-01 10:00+0100\n"
"Last-Translator: Anna <anna@shop.example>\n"
"Language-Team: German\n"
"Language: de\n"
"Content-Type: text/plain; charset=ISO-8859-1\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
"X-Generator: Poedit 3.4\n"

# Is this the loud or the quiet one?
# Ask the client.
#. role: something old
msgctxt "offer.short"
msgid "{price, number, currency}"
msgstr "nur {price, number, currency}"
PO
    localize extract shop/creative.xml --to de -f po -o back.po
    localize merge shop/creative.xml back.po
    head -17 shop/locales/de.po | diff -u - <(cat <<'PO'
# Tea shop, German.
#
# Anna, 2027.
msgid ""
msgstr ""
"Project-Id-Version: tea 4\n"
"Report-Msgid-Bugs-To: l10n@shop.example\n"
"PO-Revision-Date: 2027-03-01 10:00+0100\n"
"Last-Translator: Anna <anna@shop.example>\n"
"Language-Team: German\n"
"Language: de\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
"X-Generator: Poedit 3.4\n"
"MIME-Version: 1.0\n"
"Content-Transfer-Encoding: 8bit\n"
"X-Source-Language: en-GB\n"
PO
)
    grep -A1 '^# Is this the loud' shop/locales/de.po | grep '^# Ask the client.'
    run ! grep 'something old' shop/locales/de.po
    cmp back.po shop/locales/de.po
    # again: the same bytes; a translator's newer header goes before the one there
    localize merge shop/creative.xml back.po && cmp back.po shop/locales/de.po
    sed -i 's/Poedit 3.4/Lokalize 24/' back.po
    localize merge shop/creative.xml back.po
    grep 'X-Generator: Lokalize 24' shop/locales/de.po
    msgfmt -c -o /dev/null shop/locales/de.po
}

@test "notes of translators stay through merge and extract, in every format, and are not doubled" {
    for f in xliff1.2 xliff2.1 po csv; do
        rm -f shop/locales/* de.*
        suffix=${f/xliff*/xlf}
        localize extract shop/creative.xml --to de -f $f -o de.$suffix
        /usr/bin/python3 - de.$suffix $f <<'PY'
import csv, re, sys
path, f = sys.argv[1:]
s = open(path, encoding="utf-8", newline="").read()
if f == "xliff1.2":
    s = s.replace('<note from="description">Greets by name.</note>', '<note from="description">Greets by name.</note><note from="Anna">Du or Sie?</note><note>No hurry.</note>', 1)
elif f == "xliff2.1":
    s = s.replace('<note category="description">Greets by name.</note>', '<note category="description">Greets by name.</note><note category="Anna">Du or Sie?</note><note>No hurry.</note>', 1)
elif f == "po":
    s = s.replace("#. role: headline\n", "# Du or Sie?\n# No hurry.\n#. role: headline\n", 1)
else:
    rows = list(csv.reader(s.splitlines(True)))
    rows[1][-1] += "\nDu or Sie?\nNo hurry."
    csv.writer(open(path, "w", encoding="utf-8", newline="")).writerows(rows)
    sys.exit()
open(path, "w", encoding="utf-8", newline="").write(s)
PY
        localize merge shop/creative.xml de.$suffix -f $f
        home=$(ls shop/locales/*)
        [ "$(grep -c 'Du or Sie?' "$home")" -eq 1 ] && [ "$(grep -c 'No hurry.' "$home")" -eq 1 ] || { echo $f; cat "$home"; false; }
        cp "$home" first
        localize merge shop/creative.xml de.$suffix && cmp first "$home"
        # a file that comes without them does not take them away
        localize extract shop/creative.xml --to de -f $f >again
        grep -q 'Du or Sie?' again
        localize merge shop/creative.xml "$home" && cmp first "$home"
        grep -v 'Du or Sie?' again >without.$suffix
        [ $f = csv ] || localize merge shop/creative.xml without.$suffix
        grep -q 'Du or Sie?' "$home"
        # nor does a change of format
        for g in xliff1.2 xliff2.1 po tsv; do
            localize extract shop/creative.xml --to de -f $g >other
            grep -q 'Du or Sie?' other
        done
    done
}

@test "a note keeps whose it is, how urgent, and what it is about, in and between both XLIFF" {
    localize extract shop/creative.xml --to de -f xliff1.2 -o de.xlf
    sed -i '0,/<note from="description">/s//<note from="Anna" priority="2" annotates="target">Du or Sie?<\/note><note annotates="general">No hurry.<\/note>&/' de.xlf
    localize merge shop/creative.xml de.xlf
    grep -q '<note from="Anna" priority="2" annotates="target">Du or Sie?</note>' shop/locales/de.xlf
    grep -q '<note>No hurry.</note>' shop/locales/de.xlf
    localize extract shop/creative.xml --to de -f xliff2.1 -o de2.xlf
    grep -q '<note category="Anna" priority="2" appliesTo="target">Du or Sie?</note>' de2.xlf
    localize check de2.xlf
    rm shop/locales/*
    localize merge shop/creative.xml de2.xlf -f xliff2.1
    localize extract shop/creative.xml --to de -f xliff1.2 -o back.xlf
    grep -q '<note from="Anna" priority="2" annotates="target">Du or Sie?</note>' back.xlf
}

@test "fifty thousand messages go out, come back and are checked in bounded time" {
    mkdir -p big/locales
    {
        echo '<creative xmlns="urn:pressrun:creative:1" name="big" source-locale="en-GB"><data><field name="n" type="number"/></data><layouts><layout name="a" src="a.svg"/></layouts>'
        echo '<slots><slot name="h" kind="text" target="h"/></slots><copy>'
        seq 50000 | sed 's|.*|<message id="m&">A plant for bed & and {n} more in spring</message>|'
        echo '</copy><rules><choose slot="h"><otherwise message="m1"/></choose></rules></creative>'
    } >big/creative.xml
    echo '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="60"><text id="h" x="9" y="40">Hi</text></svg>' >big/a.svg
    timeout 60 localize extract big/creative.xml --to de -f po -o de.po
    sed -i '/^msgctxt/,$s/^msgstr ""/msgstr "Pflanze {n}"/' de.po
    timeout 60 localize merge big/creative.xml de.po -f po
    timeout 60 localize extract big/creative.xml --to de -f po -o again.po
    cmp again.po big/locales/de.po
    timeout 60 localize check --only progress --creative big/creative.xml big/locales/de.po
}

@test "notes of what is gone stay too" {
    localize extract shop/creative.xml --to de -f po -o de.po
    sed -i 's|^msgctxt "brew"|# Tea or coffee?\n&|; s|^msgid "Since {n}"|&\nmsgstr "Seit {n}"|' de.po
    sed -i '/^msgstr "Seit {n}"/{n;/^msgstr ""/d}' de.po
    localize merge shop/creative.xml de.po -f po
    sed -i 's|<text id="brew".*</text>||' shop/card.svg
    localize merge shop/creative.xml de.po
    grep -A4 '^# Tea or coffee?' shop/locales/de.po | grep '^#~ msgstr "Seit {n}"'
    for f in xliff1.2 xliff2.1; do
        localize extract shop/creative.xml --to de -f $f | grep 'Tea or coffee?'
    done
}
