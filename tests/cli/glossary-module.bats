#!/usr/bin/env bats
# The glossary module of XLIFF 2.1: terms stand beside the texts they are in, as tools read them.
bats_require_minimum_version 1.5.0

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    cp -R "$ROOT/tests/l10n/shop" shop
    printf 'en,de,status\nnothing,,do-not-translate\ncup,Schale & Co,\ncup,Becher,forbidden\nsaucer,Untertasse,\n' >g.csv
}

@test "terms of a text are entries of its unit; forbidden ones and those of other texts are not" {
    localize extract shop/creative.xml --to de -f xliff2.1 --glossary g.csv >de.xlf
    /usr/bin/python3 - <<'PY'
import xml.etree.ElementTree as E
x, g = "{urn:oasis:names:tc:xliff:document:2.0}", "{urn:oasis:names:tc:xliff:glossary:2.0}"
seen = {}
for unit in E.parse("de.xlf").iter(x + "unit"):
    for entry in unit.iter(g + "glossEntry"):
        seen.setdefault(unit.get("name").split("[")[0], set()).add((entry.find(g + "term").text, entry.find(g + "translation").text))
assert seen == {"hello": {("nothing", "nothing"), ("cup", "Schale & Co")}}, seen
PY
}

@test "the file is valid, merges, and without a glossary is as it was" {
    localize extract shop/creative.xml --to de -f xliff2.1 --glossary g.csv >de.xlf
    localize check --only syntax de.xlf
    localize merge shop/creative.xml de.xlf
    schemas=/usr/share/php/Symfony/Component/Translation/Resources/schemas
    if [ -d "$schemas" ]; then
        mkdir -p x/informativeCopiesOf3rdPartySchemas/w3c
        cp "$schemas/xml.xsd" x/informativeCopiesOf3rdPartySchemas/w3c/
        cp "$schemas/xml.xsd" "$schemas/xliff-core-2.0.xsd" x/
        xmllint --nonet --noout --schema x/xliff-core-2.0.xsd de.xlf
    fi
    localize extract shop/creative.xml --to de -f xliff2.1 >plain.xlf
    run ! grep -q gls: plain.xlf
}
