#!/usr/bin/env bats
bats_require_minimum_version 1.5.0
# Reports show nothing personal: not in messages, not in ids, not in pictures. Lists of words stay in their folders.

setup() {
    root=${ROOT:-$(cd "$BATS_TEST_DIRNAME/../.." && pwd)}
    cd "$BATS_TEST_TMPDIR"
    cat >creative.xml <<'X'
<creative xmlns="urn:pressrun:creative:1" name="c"><data><field name="name" pii="yes" carry="yes"/></data>
<layouts><layout name="card" src="card.svg"/></layouts>
<slots><slot name="headline" kind="text" target="headline"/><slot name="sub" kind="text" target="sub"/></slots></creative>
X
    cat >card.svg <<'X'
<svg xmlns="http://www.w3.org/2000/svg" width="300" height="120"><rect width="300" height="120" fill="#fff"/>
<text id="headline" x="10" y="40" font-family="Inter" font-size="20" fill="#bbb">H</text>
<text id="sub" x="10" y="90" font-family="Inter" font-size="20" fill="#bbb">S</text></svg>
X
    echo '<rules xmlns="urn:pressrun:brand-rules:1" name="r"><rule id="c" kind="contrast"/></rules>' >rules.xml
}

line() { # NAME
    printf '{"v":1,"id":"%s/card","creative":"creative.xml","layout":"card","fields":{"name":"%s"},"slots":{"headline":{"text":"Hi %s","args":{"name":"%s"}},"sub":{"text":"Plants"}},"state":"ok"}\n' "$1" "$1" "$1" "$1"
}

@test "ids of variants that hold personal data are masked in every format" {
    line Hildegard >in
    for f in text json jsonl sarif junit github rdjsonl html baseline; do
        brand-check --all -r rules.xml --report "$f=out" --format text in >text 2>err || [ $? -eq 1 ]
        ! grep -q Hildegard out text err
    done
    grep -q 'for example \*\*\*/card' text
    # rules about all ads together name them too
    echo '<rules xmlns="urn:pressrun:brand-rules:1" name="n"><rule id="n" kind="near-duplicate" most="1"/></rules>' >near.xml
    { line Hildegard; line Hildegard | sed 's,/card",/again",'; } | brand-check -r near.xml --format text >text || [ $? -eq 1 ]
    grep -q '\*\*\*/card' text && ! grep -q Hildegard text
    # the stream keeps its ids
    brand-check -q -r rules.xml in | jq -e '.id == "Hildegard/card"'
}

@test "the pictures of the HTML report do not show personal texts" {
    for n in Mia Hildegard; do
        line $n >in
        brand-check -r rules.xml --format html in >$n.html || [ $? -eq 1 ]
        grep -o 'base64,[A-Za-z0-9+/=]*' $n.html | head -1 | cut -d, -f2 | base64 -d >$n.jpg
        sed 's/ pii="yes"//' creative.xml >open.xml
        sed 's/creative.xml/open.xml/' in | brand-check -r rules.xml --format html >open.html || [ $? -eq 1 ]
        grep -o 'base64,[A-Za-z0-9+/=]*' open.html | head -1 | cut -d, -f2 | base64 -d >$n-open.jpg
    done
    /usr/bin/python3 - <<'X'
from PIL import Image, ImageStat
def part(name, box):
    lo, hi = Image.open(name).convert("L").crop(box).getextrema()
    return hi - lo
name, rest = (14, 28, 50, 38), (8, 70, 90, 98)
for who in ("Mia", "Hildegard"):
    assert part(who + ".jpg", name) < 8, (who, part(who + ".jpg", name))  # a flat bar
    assert part(who + "-open.jpg", name) > 30                          # where a name would stand
    assert part(who + ".jpg", rest) > 30                                # and nothing else is covered
X
}

@test "lists of words come from the folder of the rules, or from the shared ones" {
    mkdir rules && echo secret >outside.txt && echo weed >rules/list.txt
    rule() { echo "<rules xmlns=\"urn:pressrun:brand-rules:1\" name=\"r\"><rule id=\"w\" kind=\"words\"><list src=\"$1\"/></rule></rules>" >rules/r.xml; }
    for src in ../outside.txt "$PWD/outside.txt" /etc/passwd file:///etc/passwd link.txt none.txt; do
        ln -sf ../outside.txt rules/link.txt
        rule "$src"
        run -2 brand-check -r rules/r.xml card.svg
        [[ "$output" == *"rules/r.xml:1: error:"*"there is no list of words '$src'"* ]]
    done
    for src in list.txt words/profanity.en.txt; do
        rule "$src"
        run -0 brand-check -r rules/r.xml --format text card.svg
    done
}
