#!/usr/bin/env bats
# render-still at the command line: formats, names, failures, kills, full disks.
bats_require_minimum_version 1.5.0

setup() {
    cd "$BATS_TEST_TMPDIR"
    mkdir c
    cat >c/creative.xml <<'XML'
<creative xmlns="urn:pressrun:creative:1" name="t" source-locale="en-GB">
  <data>
    <field name="name" pii="true"/>
    <field name="code" carry="true"/>
    <field name="pic" type="image"/>
  </data>
  <layouts><layout name="box" src="box.svg"/><layout name="wide" src="wide.svg"/></layouts>
  <slots>
    <slot name="hello" kind="text" target="hello" box="panel" max-lines="1" message="hi"/>
    <slot name="pic" kind="image" target="pic" column="pic"/>
    <slot name="link" kind="copy" text="https://shop.example/?a=1"/>
  </slots>
  <copy><message id="hi">Hi {name}</message></copy>
  <output name="{layout}/{code}"/>
</creative>
XML
    for l in box wide; do
        w=120; [ $l = box ] || w=200
        cat >c/$l.svg <<XML
<svg xmlns="http://www.w3.org/2000/svg" width="$w" height="60"><rect width="$w" height="60" fill="#336699"/>
<rect id="panel" x="4" y="4" width="90" height="20" fill="#fff"/><text id="hello" x="4" y="20" font-size="14">Hi</text>
<image id="pic" x="60" y="30" width="24" height="24"/></svg>
XML
    done
    cat >dot.svg <<'XML'
<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="red"/></svg>
XML
    render-still dot.svg -o c/dot.png
    printf 'name,code,pic\nAna,a,dot.png\nBob,b,dot.png\nCem,c,dot.png\n' >people.csv
    variant-expand c people.csv >lines 2>expand.err
}

# N times the three people, codes a1 b1 c1 a2...
many() {
    head -1 people.csv >many.csv
    for i in $(seq 1 "$1"); do sed "1d; s/^\([^,]*\),\([abc]\),/\1,\2$i,/" people.csv; done >>many.csv
    variant-expand c many.csv >many 2>expand.err
}

# Width and height of a PNG.
size_of() { od -An -tu1 -j16 -N8 "$1" | awk '{print $3*256+$4 "x" $7*256+$8}'; }

@test "a plain SVG, by natural size, width, height, scale" {
    render-still dot.svg -o a.png && [ "$(size_of a.png)" = 40x20 ]
    render-still dot.svg -o b.png --width 100 && [ "$(size_of b.png)" = 100x50 ]
    render-still dot.svg -o c.png --height 100 && [ "$(size_of c.png)" = 200x100 ]
    render-still dot.svg -o d.png --scale 3 && [ "$(size_of d.png)" = 120x60 ]
}

@test "the extension of -o chooses the format, and every format says what it is" {
    render-still dot.svg -o a.jpg && [ "$(head -c 3 a.jpg | od -An -tx1 | tr -d ' ')" = ffd8ff ]
    render-still dot.svg -o a.webp && [ "$(tail -c +9 a.webp | head -c 4)" = WEBP ]
    render-still dot.svg -o a.pdf && [ "$(head -c 5 a.pdf)" = %PDF- ]
    render-still dot.svg -o a.gif && [ "$(head -c 4 a.gif)" = GIF8 ]
    [ "$(render-still dot.svg -o - | head -c 4 | tail -c 3)" = PNG ]
    run -2 render-still dot.svg -o a.xyz
    [[ $output == *"not an output format"* ]]
}

@test "several SVGs go into a folder, two of one name do not" {
    mkdir d && cp dot.svg d/two.svg
    render-still dot.svg d/two.svg -o out && [ -f out/dot.png ] && [ -f out/two.png ]
    cp dot.svg d/dot.svg
    run -1 render-still dot.svg d/dot.svg -o out
    [[ $output == *output-collision* ]]
}

@test "a broken part of an SVG is left out, the rest is drawn, status 0" {
    cat >bad.svg <<'XML'
<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><image href="gone.png" width="5" height="5"/>
<path d="M 0 0 L nonsense"/><use href="#nothing"/><rect width="20" height="10" fill="url(#none) lime"/></svg>
XML
    render-still bad.svg -o bad.png
    [ "$(size_of bad.png)" = 20x10 ]
}

@test "what is no SVG, not there, or hostile is refused" {
    run -2 render-still gone.svg -o x.png
    echo '<svg' >cut.svg
    run -2 render-still cut.svg -o x.png
    printf '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><text>&x;</text></svg>' >xxe.svg
    run -2 render-still xxe.svg -o x.png
    [[ $output == *xml-entity* ]]
    [ ! -e x.png ]
}

@test "lines: pictures where the creative says, the lines again with outputs" {
    run -0 --separate-stderr render-still -o out lines
    [ "${#lines[@]}" -eq 6 ]
    [ "$(find out -name '*.png' | wc -l)" -eq 6 ]
    [ "$(echo "${lines[0]}" | jq -r .outputs[0].path)" = box/a.png ]
    [ "$(echo "${lines[0]}" | jq -r .outputs[0].bytes)" -eq "$(stat -c %s out/box/a.png)" ]
    [ "$(size_of out/wide/a.png)" = 200x60 ]
    [[ $stderr == *"6 written"* ]]
}

@test "any number of workers, with and without cache: the same lines and bytes" {
    many 8
    render-still -o one -j 1 --quiet many >m1
    render-still -o four -j 4 --quiet many >m4
    render-still -o plain -j 2 --no-cache --quiet many >mp
    cmp m1 m4 && cmp m1 mp
    [ "$(wc -l <m1)" -eq 48 ]
    diff -r -x .pressrun one four && diff -r -x .pressrun one plain
}

@test "unknown members of a line stay, failed lines pass through byte for byte" {
    jq -c '.x_mine={"a":1}' lines | sed '1s/"state":"ok"/"state":"failed"/' >in
    run -1 --separate-stderr render-still -o out in
    [ "${lines[0]}" = "$(head -1 in)" ]
    [ "$(echo "${lines[1]}" | jq -c .x_mine)" = '{"a":1}' ]
    [ "${#lines[@]}" -eq 6 ]
    [ ! -e out/box/a.png ]
}

@test "two lines of one name: the second fails, whatever the number of workers" {
    head -1 lines >first
    (cat first; sed 's/"id":"[^"]*"/"id":"second"/' first) >in
    for j in 1 4; do
        rm -rf out
        run -1 --separate-stderr render-still -o out -j $j in
        [ "$(echo "${lines[0]}" | jq -r .state)" = ok ]
        [ "$(echo "${lines[1]}" | jq -r .state)" = failed ]
        [ "$(echo "${lines[1]}" | jq -r .findings[0].code)" = output-collision ]
    done
}

@test "personal data in names is refused, unknown placeholders get a hint" {
    run -1 --separate-stderr render-still -o out --name '{name}' lines
    [[ $stderr == *output-pii* ]]
    [ -z "$(find out -name '*.png')" ]
    run -1 --separate-stderr render-still -o out --name '{cod}' lines
    [[ $stderr == *"did you mean {code}"* ]]
}

@test "values of a name cannot leave the folder, nor can a link in it" {
    sed 's/"code":"a"/"code":"..\/..\/x"/' lines >in
    render-still -o out --quiet in >m
    [ -f out/box/_._.._x.png ]
    [ "$(find . -name '*x.png' | wc -l)" -eq 2 ]
    mkdir -p elsewhere out2 && ln -s ../elsewhere out2/box
    run -1 --separate-stderr render-still -o out2 lines
    [ -z "$(ls elsewhere)" ]
}

@test "a missing, absolute, remote, huge or foreign picture fails its variant only" {
    printf '\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\1\x86\xa0\0\1\x86\xa0\x08\x06\0\0\0\0\0\0\0' >c/huge.png
    ln -s /etc/hostname c/out.png
    for p in gone.png /etc/passwd ../../etc/passwd https://example.org/a.png huge.png out.png mvg:x creative.xml; do
        head -1 lines | jq -c --arg p "$p" '.slots.pic.image=$p' | cat - <(sed -n 2p lines) >in
        rm -rf out
        run -1 --separate-stderr render-still -o out in
        [ "$(echo "${lines[0]}" | jq -r .state)" = failed ]
        [ "$(echo "${lines[1]}" | jq -r .state)" = ok ]
        [ "$(find out -name '*.png' | wc -l)" -eq 1 ]
    done
}

@test "personal values are masked in messages" {
    sed -n 1p lines | jq -c '.slots.pic.image="Ana.png"' >in
    run -1 --separate-stderr render-still -o out in
    [[ $stderr != *Ana* ]]
    [[ $stderr == *'***'* ]]
}

@test "--on-error stop ends after the failed line" {
    many 20
    (head -1 many | jq -c '.slots.pic.image="gone.png"'; tail -n +2 many) >in
    run -1 --separate-stderr render-still -o out -j 1 --on-error stop in
    [ "${#lines[@]}" -lt 120 ]
    [ "$(echo "${lines[0]}" | jq -r .state)" = failed ]
}

@test "a line that is not a variant line: status 2, the others go on" {
    (echo '{"v":1}'; echo 'nonsense'; cat lines) >in
    run -2 --separate-stderr render-still -o out in
    [ "$(find out -name '*.png' | wc -l)" -eq 6 ]
    [ "${#lines[@]}" -eq 8 ]
    [[ $stderr == *":2:"* ]]
}

@test "copy files lie beside the pictures and hold the copy-only slots" {
    render-still -o out --quiet --copy json,html --copy txt lines >m
    jq -e '.copy.link.text=="https://shop.example/?a=1" and .copy.hello.text=="Hi Ana" and .image=="a.png"' out/box/a.json
    grep -q 'href="https://shop.example/' out/box/a.html
    grep -q '^hello: Hi Ana$' out/box/a.txt
    [ "$(head -1 m | jq -r '[.outputs[].format]|join(" ")')" = "png json html txt" ]
    run -2 render-still -o out --copy docx lines
}

@test "a text that leaves its box is said, and --strict makes it count" {
    head -1 lines | jq -c '.slots.hello.text="A very long greeting that can never fit into the panel"' >in
    render-still -o out --quiet in >m
    [ "$(jq -r '.findings[0].code' m)" = text-overflow ]
    [ "$(jq -r .state m)" = ok ]
    run -1 render-still -o out --quiet --strict in
}

@test "--resume skips what is finished, prints the same lines, notices changes" {
    render-still -o out --quiet --copy txt lines >full
    touch -d '2001-01-01' out/box/a.png
    render-still -o out --resume --copy txt lines >again 2>err
    cmp full again
    grep -q '0 written.*6 already there' err
    [ "$(stat -c %Y out/box/a.png)" -lt 1000000000 ]
    rm out/wide/b.png
    : >out/box/c.png
    render-still -o out --resume --copy txt lines 2>err | cmp - full
    grep -q '2 written.*4 already there' err
    render-still -o out --resume --copy txt --scale 2 lines 2>err >m
    grep -q '6 written' err
    sed -i 's/#336699/#993366/' c/box.svg
    render-still -o out --resume --copy txt --scale 2 lines 2>err >m
    grep -q '6 written' err
}

@test "findings come back with --resume" {
    head -1 lines | jq -c '.slots.hello.text="A very long greeting that can never fit into the panel"' >in
    render-still -o out --quiet in >full
    render-still -o out --resume in 2>err | cmp - full
    grep -q '1 already there' err
}

@test "kill -9 in mid-run leaves whole files only, and the next run finishes" {
    many 60
    render-still -o ref --quiet --scale 3 many >full
    render-still -o out --quiet --scale 3 many >killed &
    pid=$!
    sleep 0.15
    kill -9 $pid 2>/dev/null || true
    wait $pid || true
    find out -name '*.png' | while read -r f; do cmp "$f" "ref/${f#out/}" || exit 1; done
    render-still -o out --quiet --scale 3 --resume many | cmp - full
    diff -r -x .pressrun ref out
    [ -z "$(find out -name '.pressrun-*')" ]
}

@test "a write that fails: status 3, nothing partial under a final name" {
    # a limit on the size of files stands for a full disk: what is larger cannot be written
    cp lines in
    (
        ulimit -f 4
        trap '' XFSZ
        render-still -o out --scale 20 --no-cache in >m 2>err && echo 0 >status || echo $? >status
    )
    [ "$(cat status)" -eq 3 ]
    [ -z "$(find out -name '*.png' -o -name '.pressrun-*')" ]
    [ ! -w /dev/full ] || run -3 bash -c 'render-still -o out2 --quiet lines >/dev/full'
}

@test "a reader that has enough does not fail" {
    run bash -c 'render-still -o out --quiet lines | head -1 >/dev/null; exit ${PIPESTATUS[0]}'
    [ "$status" -eq 0 ]
}

@test "--max-bytes keeps the budget or fails" {
    head -1 lines >in
    render-still -o out --quiet -f jpeg --max-bytes 4k in >m
    [ "$(stat -c %s out/box/a.jpg)" -le 4000 ]
    run -1 --separate-stderr render-still -o out2 --quiet -f jpeg --max-bytes 100 in
    [[ $stderr == *image-budget* ]]
    [ ! -e out2/box/a.jpg ]
}

@test "usage: no folder, mixed operands, --width with lines" {
    run -2 render-still lines
    run -2 render-still -o out lines dot.svg
    run -2 render-still -o out --width 10 lines
    run -2 render-still -o out --quality 0 lines
}

@test "a small picture starts quickly" {
    s=$(date +%s%N)
    for i in 1 2 3 4 5 6 7 8 9 10; do render-still dot.svg -o q.png; done
    e=$(date +%s%N)
    # 30 ms each on an idle machine is the aim; sanitizers and other jobs get room
    [ $(((e - s) / 10000000)) -lt 600 ]
}

@test "lines from a named pipe: none is lost" {
    mkfifo pipe
    cat lines >pipe &
    render-still -o out pipe >manifest
    [ "$(wc -l <manifest)" -eq "$(wc -l <lines)" ]
}

@test "a font that an SVG brings in @font-face is named where no font at hand has its name" {
    for family in "'Brand Sans'" Inter; do
        printf '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40"><style>@font-face { src: url(data:font/woff2;base64,d09GMg==); font-family: %s }</style><text y="20" font-family="%s, sans-serif">Ad</text></svg>\n' \
            "$family" "${family//\'/}" >face.svg
        render-still --quiet face.svg -o face.png 2>"${family//\'/}.err"
    done
    grep -q "face.svg: warning: the font 'Brand Sans' of @font-face is not read.*\[svg-font\]" 'Brand Sans.err'
    [ ! -s Inter.err ]
}
