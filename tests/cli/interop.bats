#!/usr/bin/env bats
# Other tools read what localize writes, and localize reads what they write: gettext, Debian's translate-toolkit and
# xmllint with OASIS' schemas (in Debian's php-symfony-translation).

bats_require_minimum_version 1.5.0

setup() {
    cd "${ROOT:-$BATS_TEST_DIRNAME/../..}"
    WORK=$BATS_TEST_TMPDIR
    cp -R tests/l10n/shop "$WORK/shop"
    shop=$WORK/shop/creative.xml
    schemas=/usr/share/php/Symfony/Component/Translation/Resources/schemas
}

need() {
    for tool; do command -v "$tool" >/dev/null || skip "$tool is not installed"; done
}

extract_all() { # LOCALE: files with everything that can stand in one: stale texts, matches, texts that are gone
    sed -i 's/>Hi {name}, it’s/>Hello {name}, that is/; s|</copy>|<message id="new" max-chars="20">{price, number, currency} up to {ends, date, long}</message></copy>|' "$shop"
    printf 'id,target,source\ngone,Alter Tee,Old tea\n' >"$WORK/shop/locales/$1.csv"
    for format in xliff1.2 xliff2.1 po csv; do
        localize extract "$shop" --to "$1" -f $format >"$WORK/$format"
    done
    grep -q previous-version "$WORK/xliff1.2"
    grep -q 'mtc:match ref' "$WORK/xliff2.1"
    grep -q '^#~ msgid "Old tea"' "$WORK/po"
}

@test "OASIS' schemas accept both XLIFF versions" {
    need xmllint
    [ -d "$schemas" ] || skip "php-symfony-translation is not installed"
    extract_all de
    mkdir -p "$WORK/x/informativeCopiesOf3rdPartySchemas/w3c"
    cp "$schemas/xml.xsd" "$WORK/x/informativeCopiesOf3rdPartySchemas/w3c/"
    cp "$schemas/xml.xsd" "$schemas/xliff-core-2.0.xsd" "$WORK/x/"
    sed 's|http://www.w3.org/2001/xml.xsd|xml.xsd|' "$schemas/xliff-core-1.2-strict.xsd" >"$WORK/x/1.2.xsd"
    xmllint --nonet --noout --schema "$WORK/x/1.2.xsd" "$WORK/xliff1.2"
    xmllint --nonet --noout --schema "$WORK/x/xliff-core-2.0.xsd" "$WORK/xliff2.1"
    for l in ar-EG pl-PL ja-JP; do
        localize extract examples/spring/creative.xml --to $l >"$WORK/one"
        localize extract examples/spring/creative.xml --to $l -f xliff2.1 >"$WORK/two"
        xmllint --nonet --noout --schema "$WORK/x/1.2.xsd" "$WORK/one"
        xmllint --nonet --noout --schema "$WORK/x/xliff-core-2.0.xsd" "$WORK/two"
    done
}

@test "gettext compiles, updates and sorts the PO file, and it merges after that" {
    need msgfmt msgmerge msgattrib
    extract_all de
    cp "$WORK/po" "$WORK/de.po"
    run msgfmt -c -o /dev/null "$WORK/de.po"
    [ "$status" -eq 0 ]
    [ -z "$output" ]
    msgattrib --translated --no-obsolete "$WORK/de.po" | sed '/^msgid ""/,/^$/d' | grep -q '^msgctxt "offer"'
    msgattrib --only-fuzzy "$WORK/de.po" | grep -q '^msgctxt "hello'
    msgmerge -q -s "$WORK/de.po" "$WORK/de.po" -o "$WORK/merged.po"
    localize check "$WORK/merged.po"
    localize merge "$shop" "$WORK/merged.po" -f po
    localize extract "$shop" --to de -f po | msgcat -s - >"$WORK/after.po"
    msgcat -s "$WORK/de.po" | cmp - "$WORK/after.po"
}

@test "translate-toolkit converts XLIFF to PO and back, and its checks read both" {
    need xliff2po po2xliff pofilter
    extract_all de
    cp "$WORK/xliff1.2" "$WORK/de.xlf"
    cp "$WORK/po" "$WORK/de.po"
    xliff2po --progress=none "$WORK/de.xlf" "$WORK/from-xliff.po"
    [ "$(grep -c '^msgid' "$WORK/from-xliff.po")" -gt 5 ]
    msgfmt -o /dev/null "$WORK/from-xliff.po"
    grep -q 'Hallo ' "$WORK/from-xliff.po"
    po2xliff --progress=none -i "$WORK/de.po" -o "$WORK/from-po.xlf"
    localize check "$WORK/from-po.xlf"
    pofilter --progress=none "$WORK/de.po" "$WORK/filtered.po"
    pofilter --progress=none "$WORK/de.xlf" "$WORK/filtered.xlf"
}

@test "translate-toolkit reads the memory and the table" {
    need po2tmx /usr/bin/python3
    /usr/bin/python3 -c 'import translate.storage.tmx' 2>/dev/null || skip "python3-translate is not installed"
    localize export "$shop" --to de >"$WORK/memory.tmx"
    extract_all de
    /usr/bin/python3 - "$WORK/memory.tmx" "$WORK/csv" <<'PY'
import sys
from translate.storage import csvl10n, tmx
units = tmx.tmxfile.parsefile(sys.argv[1]).units
assert any("Tasse" in str(u.target) for u in units), [u.target for u in units]
rows = csvl10n.csvfile.parsefile(sys.argv[2]).units
assert len(rows) > 5, len(rows)
PY
    cp "$WORK/po" "$WORK/de.po"
    po2tmx --progress=none -l de "$WORK/de.po" "$WORK/theirs.tmx"
    rm "$WORK/shop/locales/"de.*
    run localize extract "$shop" --to de --tm "$WORK/theirs.tmx"
    [[ "$output" == *'state-qualifier="exact-match"'* ]]
}
