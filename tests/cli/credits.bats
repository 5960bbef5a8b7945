#!/usr/bin/env bats
# Who made the pictures: from the source files into every format; and SVG with outlines.
bats_require_minimum_version 1.5.0

setup() {
    cd "$BATS_TEST_TMPDIR"
    /usr/bin/python3 - <<'P'
from PIL import Image, PngImagePlugin
def xmp(creator, kind):
    return f"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:e="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">
<dc:creator><rdf:Seq><rdf:li>{creator}</rdf:li></rdf:Seq></dc:creator>
<e:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/{kind}</e:DigitalSourceType>
</rdf:Description></rdf:RDF></x:xmpmeta>"""
def save(name, color, packet):
    info = PngImagePlugin.PngInfo()
    if packet:
        info.add_itxt("XML:com.adobe.xmp", packet)
    Image.new("RGB", (30, 20), color).save(name, pnginfo=info)
save("ana.png", "red", xmp("Ana Foto", "trainedAlgorithmicMedia"))
save("bo.png", "blue", xmp("Bo Bild", "digitalCapture"))
save("bad.png", "lime", "<x:xmpmeta>")
save("none.png", "white", None)
P
    cat >one.svg <<'X'
<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><image href="ana.png" width="30" height="20"/></svg>
X
}

creative() {
    mkdir c && cp ./*.png c/
    cat >c/creative.xml <<'X'
<creative xmlns="urn:pressrun:creative:1" name="t"><data><field name="pic" type="image"/><field name="show" type="boolean"/></data>
<layouts><layout name="a" src="a.svg"/></layouts>
<slots><slot name="pic" kind="image" target="pic" column="pic"/><slot name="deco" kind="visibility" target="deco" column="show"/></slots>
<output name="{row}"/></creative>
X
    cat >c/a.svg <<'X'
<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><image id="pic" href="bo.png" width="30" height="20"/>
<g id="deco"><image href="ana.png" x="30" width="30" height="20"/></g></svg>
X
    printf 'pic,show\nnone.png,no\nana.png,no\nbo.png,yes\nbad.png,no\n' >people.csv
    variant-expand c people.csv >lines 2>expand.err
}

@test "every format carries who made the picture, and gives it on as a source" {
    for f in png jpg webp gif avif; do
        render-still one.svg -o "out.$f" 2>err || { [[ $(cat err) == *"cannot write"* ]] && continue; }
        grep -aq '<rdf:li>Ana Foto</rdf:li>' "out.$f"
        grep -aq 'digitalsourcetype/trainedAlgorithmicMedia' "out.$f"
        sed "s/ana.png/out.$f/" one.svg >"again-$f.svg"
        render-still "again-$f.svg" -o "again-$f.png"
        grep -aq '<rdf:li>Ana Foto</rdf:li>' "again-$f.png"
    done
    for f in pdf svg; do
        render-still one.svg -o "out.$f"
        grep -aq '<rdf:li>Ana Foto</rdf:li>' "out.$f"
    done
    # the by-line of IPTC IIM stands in JPEG beside the XMP
    [ "$(identify -format '%[IPTC:2:80]' out.jpg)" = "Ana Foto" ]
}

@test "--metadata strip says nothing" {
    for f in png jpg webp gif pdf svg; do
        render-still one.svg -o "out.$f" --metadata strip
        ! grep -aq 'Ana Foto' "out.$f"
        ! grep -aqE 'QW5hIEZvdG8|FuYSBGb3Rv|BbmEgRm90b' "out.$f" # nor inside an embedded picture
    done
}

@test "only pictures that are drawn count; those of several types make a composite" {
    creative
    render-still -o out --quiet lines >m 2>err
    ! grep -aq xmpmeta out/1.png
    grep -aq '<rdf:li>Ana Foto</rdf:li>' out/2.png
    ! grep -aq 'Bo Bild' out/2.png # the layout's own picture was replaced
    grep -aq '<rdf:li>Bo Bild</rdf:li><rdf:li>Ana Foto</rdf:li>' out/3.png
    grep -aq 'digitalsourcetype/compositeWithTrainedAlgorithmicMedia' out/3.png
    grep -aq 'digitalsourcetype/digitalCapture' out/3.png # each picture's own type is kept, too
    grep -q 'bad.png.*\[image-credit\]' err
    [ -f out/4.png ]
    # the same bytes with any number of workers, and without caches
    render-still -o two --quiet -j 3 --no-cache lines >m2 2>/dev/null
    diff -r -x .pressrun out two
}

@test "the budget of bytes counts the metadata" {
    render-still one.svg -o a.jpg
    size=$(stat -c %s a.jpg)
    render-still one.svg -o b.jpg --max-bytes "$size"
    [ "$(stat -c %s b.jpg)" -le "$size" ]
    run -1 render-still one.svg -o c.jpg --max-bytes 700
    [[ $output == *"metadata take"*"[image-budget]"* ]]
    [ ! -e c.jpg ]
    run -1 render-still one.svg -o c.pdf --max-bytes 500
    [[ $output == *"[image-budget]"* ]]
    [ ! -e c.pdf ]
}

@test "PDF and WebP are tagged sRGB as PNG and JPEG are" {
    for f in png jpg webp pdf; do render-still one.svg -o "a.$f"; done
    [ "$(head -c 60 a.png | grep -ac sRGB)" = 1 ]
    grep -aq ICC_PROFILE a.jpg
    [ "$(head -c 40 a.webp | grep -ac ICCP)" = 1 ]
    grep -aq /OutputIntents a.pdf
}

@test "SVG with outlines: no text, no font, the same picture" {
    cat >t.svg <<'X'
<svg xmlns="http://www.w3.org/2000/svg" width="160" height="60" viewBox="0 0 160 60">
<style>tspan { fill: #c00 } .s { stroke: #036; stroke-width: .5 }</style>
<linearGradient id="g"><stop stop-color="red"/><stop offset="1" stop-color="blue"/></linearGradient>
<filter id="f"><feGaussianBlur stdDeviation=".4"/></filter>
<text x="5" y="25" font-family="Inter" font-size="20" fill="url(#g)" text-decoration="underline">Hi <tspan class="s">you</tspan></text>
<text x="80" y="30" font-size="18" filter="url(#f)" opacity=".6">&#x645;&#x631;&#x62D;&#x628;&#x627;</text></svg>
X
    render-still t.svg -o o.svg --text outlines
    ! grep -qE '<(text|tspan)|font-family' o.svg
    grep -q 'aria-label="Hi you"' o.svg
    xmllint --noout o.svg
    render-still t.svg -o t.png --width 320 --background white
    render-still o.svg -o o.png --width 320 --background white --no-system-fonts
    /usr/bin/python3 "$ROOT/tests/render/compare.py" o.png t.png 0.05
    # as text it stays text
    render-still t.svg -o l.svg && grep -q '<tspan class="s">you</tspan>' l.svg
}

@test "variants as SVG with outlines draw as the pictures do" {
    creative
    render-still -o png --quiet lines >/dev/null 2>&1
    render-still -o svg --quiet -f svg --text outlines lines >/dev/null 2>&1
    for i in 1 2 3; do
        render-still "svg/$i.svg" -o "$i.png"
        /usr/bin/python3 "$ROOT/tests/render/compare.py" "$i.png" "png/$i.png" 0
    done
}
