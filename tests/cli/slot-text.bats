#!/usr/bin/env bats
# Text slots from a table of people to a picture: names stay whole, every step of the fit ladder is said.
bats_require_minimum_version 1.5.0

setup() {
    cd "$BATS_TEST_TMPDIR"
    mkdir c
    cat >c/creative.xml <<'XML'
<creative xmlns="urn:pressrun:creative:1" name="t" source-locale="en">
  <data><field name="name" pii="yes"/></data>
  <layouts><layout name="box" src="box.svg"/></layouts>
  <slots>
    <slot name="hello" box="panel" message="hello">
      <fit><shrink to="14"/><track to="-0.02"/><fallback message="short"/><ellipsis/></fit>
    </slot>
  </slots>
  <copy><message id="hello">Hello {name}, your garden waits</message><message id="short">Hi {name}</message></copy>
  <output name="{row}"/>
</creative>
XML
    cat >c/box.svg <<'XML'
<svg xmlns="http://www.w3.org/2000/svg" width="160" height="60"><rect id="panel" x="5" y="5" width="150" height="44" fill="#fff"/>
<text id="hello" font-family="Inter" font-size="18">Hi</text></svg>
XML
}

# What is said of each row's text.
said() { variant-expand --quiet c people.csv | localize --quiet | render-still --quiet -o out | jq -r '[.findings[]?.message]|join("; ")'; }

@test "each step of the ladder is reported, in the order it was needed" {
    printf 'name\nAna\nAnna-Maria\nBartholomew Featherstone\nBartholomew Featherstonehaugh-Cholmondeley of Wherever Manor\n' >people.csv
    said >got
    cat got
    [ "$(sed -n 1p got)" = "" ]
    sed -n 2p got | grep -q '^shrunk; drawn at 1[4-7]\.'
    sed -n 3p got | grep -q 'shorter; drawn at'
    sed -n 4p got | grep -q 'shorter, ellipsis; drawn at'
}

@test "a manifest inside an SVG that lists layouts is refused, nothing else happens" {
    printf '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><metadata><creative xmlns="urn:pressrun:creative:1" name="m"><layouts><layout name="lone" src="lone.svg"/></layouts></creative></metadata></svg>' >lone.svg
    echo '{"v":1,"id":"m","creative":"lone.svg","layout":"lone","locale":"en","slots":{},"state":"ok"}' >line
    run -2 --separate-stderr render-still -o out line
    [[ "$stderr" == *"the manifest inside an SVG has <layouts>"* ]]
}
