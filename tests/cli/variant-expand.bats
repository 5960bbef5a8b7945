# variant-expand on the command line. Runs from the project root with the built tools on PATH.

setup() {
    bats_require_minimum_version 1.5.0
    T=$BATS_TEST_TMPDIR
    ROOT=${ROOT:-$PWD}
    SPRING=$ROOT/examples/spring
    cat >"$T/card.svg" <<'EOF'
<svg xmlns="http://www.w3.org/2000/svg" width="300" height="250">
  <rect id="bg" width="300" height="250" fill="#eee"/>
  <text id="headline" x="10" y="40" font-size="20">Hi {first_name}, save {amount, number, ::currency/EUR}</text>
  <image id="product" width="50" height="50" href="a.png"/>
</svg>
EOF
    printf 'first_name,amount,locale\nAna,12.5,de-DE\n"Bob {x} <b>",3,en-GB\n' >"$T/people.csv"
    cp "$SPRING/assets/products/fern.png" "$T/a.png"
}

# A CSV on standard input that must fail: status, words on standard error, nothing on standard output.
refuse() { # status words csv [option...]
    local status=$1 words=$2 csv=$3
    shift 3
    run --separate-stderr -"$status" variant-expand "$@" "$T/card.svg" - <<<"$csv"
    [ -z "$output" ]
    [[ "$stderr" == *"$words"* ]] || { echo "$stderr"; false; }
}

@test "a lone SVG and a CSV make lines, values stay data" {
    run --separate-stderr -0 variant-expand "$T/card.svg" "$T/people.csv"
    [ "${#lines[@]}" -eq 2 ]
    [[ "${lines[0]}" == *$'"text":"Hi Ana, save 12,50\u00a0€"'* ]]
    [[ "${lines[1]}" == *'"text":"Hi Bob {x} <b>, save €3.00"'* ]]
    [[ "$stderr" == *"2 rows read, 2 selected, 0 skipped, 0 rejected; 2 variants"* ]]
}

@test "the audience comes from standard input, with - and without" {
    a=$(variant-expand -q "$T/card.svg" <"$T/people.csv")
    b=$(variant-expand -q "$T/card.svg" - <"$T/people.csv")
    [ "$a" = "$b" ] && [ -n "$a" ]
}

@test "JSON Lines, by name and by their first byte" {
    printf '{"first_name":"Ana","amount":12.50}\n{"amount":"3","first_name":"Bo","extra":[1]}\n' >"$T/p.jsonl"
    run --separate-stderr -0 variant-expand -q "$T/card.svg" "$T/p.jsonl"
    [[ "${lines[0]}" == *'"amount":"12.50"'* ]]
    [ "$output" = "$(variant-expand -q "$T/card.svg" <"$T/p.jsonl")" ]
    run --separate-stderr -1 variant-expand "$T/card.svg" - <<<'{"first_name":["x"],"amount":1}'
    [[ "$stderr" == *"array or object"* ]]
    run --separate-stderr -1 variant-expand --sample 5 "$T/card.svg" - <<<'{"first_name":["x"],"amount":1}'
    [[ "$stderr" == *"array or object"* ]]
}

@test "byte-order mark, CR LF, quoted newlines, delimiters" {
    printf '\xef\xbb\xbffirst_name;amount\r\n"An\r\na";1\r\n' >"$T/semi.csv"
    run --separate-stderr -0 variant-expand -q -d ';' "$T/card.svg" "$T/semi.csv"
    [[ "$output" == *'"first_name":"An\na"'* ]]
    printf 'first_name\tamount\nA\t1\n' >"$T/tab.csv"
    variant-expand -q -d tab "$T/card.svg" "$T/tab.csv" | grep -q '"first_name":"A"'
    run --separate-stderr -2 variant-expand -d ab "$T/card.svg" "$T/tab.csv"
}

@test "the example expands to every layout, line by line" {
    run --separate-stderr -0 variant-expand "$SPRING" "$SPRING/audience.csv"
    rows=$(variant-expand --dry-run "$SPRING" "$SPRING/audience.csv" | sed -n 's/^rows  *\([0-9]*\) read.*/\1/p')
    [ "${#lines[@]}" -eq $((rows * 5)) ]
    [ "$(printf '%s\n' "${lines[@]}" | sed 's/.*"id":"\([^"]*\)".*/\1/' | sort -u | wc -l)" -eq $((rows * 5)) ]
}

@test "the same input gives the same bytes, in shards as in one run" {
    variant-expand -q "$SPRING" "$SPRING/audience.csv" | sort >"$T/whole"
    for k in 1 2 3; do variant-expand -q --shard $k/3 "$SPRING" "$SPRING/audience.csv"; done | sort >"$T/parts"
    cmp "$T/whole" "$T/parts"
}

@test "layouts, rows, limits, samples, tests" {
    n() { variant-expand -q "$@" "$SPRING" "$SPRING/audience.csv" | wc -l; }
    [ "$(n --layout mpu --layout story)" -eq $((2 * $(n --layout mpu))) ]
    [ "$(n --rows 1-10)" -eq 50 ]
    [ "$(n --limit 7)" -eq 7 ]
    [ "$(n --limit 0)" -eq 0 ]
    [ "$(n --sample 10)" -eq 50 ]
    [ "$(n -l mpu --where "\$segment = 'vip' and \$price > 20")" -gt 0 ]
    [ "$(n -l mpu --where "\$segment = 'vip'")" -lt "$(n -l mpu)" ]
    a=$(variant-expand -q --sample 5 --seed 1 "$SPRING" "$SPRING/audience.csv")
    [ "$a" = "$(variant-expand -q --sample 5 --seed 1 "$SPRING" "$SPRING/audience.csv")" ]
    [ "$a" != "$(variant-expand -q --sample 5 --seed 2 "$SPRING" "$SPRING/audience.csv")" ]
}

@test "--set, --locale and --no-audience" {
    run --separate-stderr -0 variant-expand -q --no-audience -s first_name=Zoë -s amount=5 --locale fr "$T/card.svg"
    [[ "$output" == *'"locale":"fr"'*$'Hi Zoë, save 5,00\u00a0€'* ]]
    run --separate-stderr -2 variant-expand --set nonsense "$T/card.svg" "$T/people.csv"
    run --separate-stderr -2 variant-expand --locale '??' "$T/card.svg" "$T/people.csv"
}

@test "a dry run counts and writes no line" {
    run --separate-stderr -0 variant-expand --dry-run "$SPRING" "$SPRING/audience.csv"
    [[ "$output" == *"layouts       5 of 5"* ]]
    [[ "$output" != *'{"v":1'* ]]
}

@test "bad input: a missing column" {
    refuse 2 "standard input:1: error: there is no column 'first_name', which the text of 'headline' (card.svg:3) needs, did you mean 'frist_name'? [column]" $'frist_name,amount\nA,1'
    refuse 2 "--delimiter ';'" $'first_name;amount\nA;1'
    refuse 2 "twice" $'first_name,amount,first_name\nA,1,B'
}

@test "bad input: a wrong type" {
    refuse 1 ":2: error:" $'first_name,amount\nA,lots'
    printf 'customer_id,first_name,locale,segment,product,picture,price,currency,discount,orders,offer_ends,days_left,city\nC10037,Oliver,en-GB,vpi,fern,fern.png,12.9.9,GBP,0.1,0,2027-05-01,21,London\n' >"$T/bad.csv"
    run --separate-stderr -1 variant-expand "$SPRING" "$T/bad.csv"
    [[ "$stderr" == *"bad.csv:2: error: row 1, column 'segment': 'vpi' is not one of its values, did you mean 'vip'? [value]"* ]]
    [[ "$stderr" == *"column 'price': '12.9.9' is not a number"* ]]
    [[ "$stderr" != *Oliver* ]]
}

@test "bad input: quotes" {
    refuse 2 "standard input:3: error: a quoted value that begins on line 3 is never closed" $'first_name,amount\nA,x\nB,"open\nC,1' --rows 2- --on-error skip
    refuse 1 "standard input:2:5: error: a quote where none may be" $'first_name,amount\n"ab"c,1'
}

@test "bad input: empty, header only, columns that do not fit" {
    run --separate-stderr -2 variant-expand "$T/card.svg" /dev/null
    [[ "$stderr" == *"is empty"* ]]
    run --separate-stderr -0 variant-expand "$T/card.svg" - <<<'first_name,amount'
    [[ "$stderr" == *"warning: has a header and no rows [no-rows]"* ]]
    refuse 1 "row 1 has 3 values, the header has 2 columns" $'first_name,amount\n1,2,3'
}

@test "bad input: invalid UTF-8 says its row and column, the others go on" {
    printf 'first_name,amount\nA,1\nB\xff,2\nC,3\n' >"$T/latin.csv"
    run --separate-stderr -1 variant-expand --on-error skip "$T/card.svg" "$T/latin.csv"
    [ "${#lines[@]}" -eq 2 ]
    [[ "$stderr" == *"latin.csv:3: error: invalid UTF-8 in column 1 (byte 0xFF after 1 characters)"* ]]
}

@test "bad input: pictures that are not there, or not ours" {
    for p in ../../etc/passwd /etc/passwd https://example.com/x.png missing.png; do
        refuse 1 "$p" $'first_name,amount,product\nA,1,'"$p"
    done
    ln -s /etc/passwd "$T/link.png"
    refuse 1 "leaves its folder" $'first_name,amount,product\nA,1,link.png'
    variant-expand -q "$T/card.svg" - <<<$'first_name,amount,product\nA,1,a.png' | grep -q '"product":{"image":"a.png"}'
}

@test "bad input: hostile SVG files" {
    printf '<!DOCTYPE svg [<!ENTITY x SYSTEM "/etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&x;{first_name}</text></svg>' >"$T/evil.svg"
    run --separate-stderr -2 variant-expand "$T/evil.svg" "$T/people.csv"
    [[ "$stderr" == *"evil.svg"*"[xml-entity]"* ]]
    { printf '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">'; p=a; for i in b c d e f g h i j; do printf '<!ENTITY %s "&%s;&%s;&%s;&%s;&%s;&%s;&%s;&%s;&%s;&%s;">' $i $p $p $p $p $p $p $p $p $p $p; p=$i; done; printf ']><svg xmlns="http://www.w3.org/2000/svg"><text>&j;</text></svg>'; } >"$T/laughs.svg"
    run --separate-stderr -2 timeout 10 variant-expand "$T/laughs.svg" "$T/people.csv"
    run --separate-stderr -2 variant-expand "$T/none.svg" "$T/people.csv"
    run --separate-stderr -2 variant-expand "$T" "$T/people.csv"
    [[ "$stderr" == *"creative.xml"* ]]
}

@test "bad input: an unknown slot, layout, option" {
    mkdir "$T/c" && cp "$T/card.svg" "$T/c/a.svg"
    printf '<creative xmlns="urn:pressrun:creative:1"><layouts><layout name="a" src="a.svg"/></layouts><slots><slot name="headlin"/></slots></creative>' >"$T/c/creative.xml"
    run --separate-stderr -2 variant-expand "$T/c" "$T/people.csv"
    [[ "$stderr" == *"creative.xml:1: error: slot 'headlin': no layout has an element with the id 'headlin', did you mean 'headline'? [creative-ref]"* ]]
    run --separate-stderr -2 variant-expand --layout mpuu "$SPRING" "$SPRING/audience.csv"
    [[ "$stderr" == *"did you mean 'mpu'?"* ]]
    run --separate-stderr -2 variant-expand --layuot x "$T/card.svg"
    run --separate-stderr -2 variant-expand
}

@test "--on-error stops at the first bad row, or skips it; nothing of the row is written" {
    printf 'first_name,amount\nA,1\nB,zwei\nC,3\n' >"$T/rows.csv"
    run --separate-stderr -1 variant-expand "$T/card.svg" "$T/rows.csv"
    [ "${#lines[@]}" -eq 1 ]
    [[ "$stderr" == *"stopped at an error"* ]]
    run --separate-stderr -1 variant-expand --on-error skip "$T/card.svg" "$T/rows.csv"
    [ "${#lines[@]}" -eq 2 ]
    [[ "$stderr" == *"3 rows read, 3 selected, 0 skipped, 1 rejected; 2 variants"* ]]
}

@test "--rejects keeps the rows as they were, with the reason, and they can be run again" {
    printf 'first_name,amount\nA,1\n"B ""x""",zwei\nC\n' >"$T/rows.csv"
    run --separate-stderr -1 variant-expand --on-error skip --rejects "$T/rejects.csv" "$T/card.svg" "$T/rows.csv"
    [ "$(sed -n 1p "$T/rejects.csv")" = "first_name,amount,reject_reason" ]
    [[ "$(sed -n 2p "$T/rejects.csv")" == '"B ""x""",zwei,'* ]]
    [[ "$(sed -n 3p "$T/rejects.csv")" == 'C,"row 3 has 1 value, the header has 2 columns'* ]]
    sed -n 1p "$T/rejects.csv" >"$T/mended.csv" && sed -n 2p "$T/rejects.csv" | sed 's/zwei/2/' >>"$T/mended.csv"
    run --separate-stderr -0 variant-expand -q "$T/card.svg" "$T/mended.csv"
    [ "${#lines[@]}" -eq 1 ]
    run --separate-stderr -2 variant-expand --rejects "$T/no/such/folder.csv" "$T/card.svg" "$T/rows.csv"
}

@test "lint reports and leaves the status to errors" {
    run --separate-stderr -0 variant-expand --lint "$T/card.svg" - <<<$'first_name,amount,unused\nA,1,x'
    [[ "$stderr" == *"column 'unused' is used nowhere"* ]]
    [[ "$output" == *"headline"*"line 2"* ]]
    run --separate-stderr -1 variant-expand --lint "$T/card.svg" - <<<$'first_name,amount\nA,x\nB,1'
    [[ "$output" == *"first_name"* ]]
}

@test "--svg writes standalone pictures" {
    variant-expand -q --svg "$T/svg" "$T/card.svg" "$T/people.csv" >/dev/null
    [ "$(find "$T/svg" -name '*.svg' | wc -l)" -eq 2 ]
    xmllint --nonet --noout "$T"/svg/*/*/*.svg
    grep -q 'Hi Ana' "$T/svg/1/card/de-DE.svg"
    grep -q '<image [^>]* href="data:image/png;base64,' "$T/svg/1/card/de-DE.svg"
}

@test "--svg: pictures stay in the attribute that the layout has, which older programs read" {
    sed 's/ href=/ xmlns:xlink="http:\/\/www.w3.org\/1999\/xlink" xlink:href=/' "$T/card.svg" >"$T/old.svg"
    variant-expand -q --svg "$T/svg" "$T/old.svg" "$T/people.csv" >/dev/null
    [ "$(grep -o 'href="' "$T/svg/1/old/de-DE.svg" | wc -l)" -eq 1 ]
    grep -q '<image [^>]* xlink:href="data:image/png;base64,' "$T/svg/1/old/de-DE.svg"
    render-still --quiet "$T/svg/1/old/de-DE.svg" -o "$T/old.png"
    variant-expand -q --svg "$T/svg" "$T/card.svg" "$T/people.csv" >/dev/null
    render-still --quiet "$T/svg/1/card/de-DE.svg" -o "$T/card.png"
    cmp "$T/old.png" "$T/card.png"
}

@test "a full disk and a closed pipe" {
    run --separate-stderr -3 bash -c 'variant-expand "$1" "$2" >/dev/full' _ "$SPRING" "$SPRING/audience.csv"
    [[ "$stderr" == *"[disk-full]"* ]]
    run --separate-stderr -0 bash -c 'set -o pipefail; variant-expand -q "$1" "$2" | head -n 1 >/dev/null; exit ${PIPESTATUS[0]}' _ "$SPRING" "$SPRING/audience.csv"
}

@test "help and version" {
    run -0 variant-expand --help
    [[ "$output" == *"--on-error"* ]]
    run -0 variant-expand --version
}
