#!/usr/bin/env bats
# localize on the command line: the filter, its verbs, exit status and what is said about bad input.

bats_require_minimum_version 1.5.0

setup() {
    cd "${ROOT:-$BATS_TEST_DIRNAME/../..}"
    WORK=$BATS_TEST_TMPDIR
    line='{"v":1,"id":"7/card/en-GB","creative":"tests/l10n/shop/creative.xml","layout":"card","locale":"en-GB","row":7,"slots":{"hello":{"message":"hello","args":{"name":"Ana","n":"3"},"text":"?"}},"other":{"a": 1.50},"state":"ok"}'
}

@test "a line is put into its own locale and keeps what it does not know" {
    run --separate-stderr localize --quiet <<<"${line//en-GB\",\"row/de\",\"row}"
    [ "$status" -eq 0 ]
    [[ "$output" == *'"text":"Hallo Ana, das sind 3 Tassen","runs":[[20,28,"b"]]'* ]]
    [[ "$output" == *'"other":{"a": 1.50}'* ]]
}

@test "--to makes one line for each locale and rewrites the id" {
    run --separate-stderr localize --to de --to ar --quiet <<<"$line"
    [ "$status" -eq 0 ]
    [ "${#lines[@]}" -eq 2 ]
    [[ "${lines[0]}" == *'"id":"7/card/de"'*'"locale":"de"'* ]]
    [[ "${lines[1]}" == *'"id":"7/card/ar"'*'"dir":"rtl"'*'أكواب'* ]]
}

@test "a fallback is in the line and in the totals, and --strict makes it an error" {
    run --separate-stderr localize --to de-AT <<<"$line"
    [ "$status" -eq 0 ]
    [[ "$output" == *'"fallbacks":{"hello":"de"'* ]]
    [[ "$stderr" == *"of de-AT from de"*"[l10n-fallback]"* ]]
    run --separate-stderr localize --to de-AT --strict --quiet <<<"$line"
    [ "$status" -eq 1 ]
    [[ "$output" == *'"state":"failed"'*'"code":"l10n-fallback"'* ]]
}

@test "a missing argument fails the line, which is kept" {
    run --separate-stderr localize --quiet <<<"${line/,\"n\":\"3\"/}"
    [ "$status" -eq 1 ]
    [[ "$output" == *'"state":"failed","findings":[{"level":"error","code":"message-arg","slot":"hello"'* ]]
    [[ "$stderr" == *"argument 'n' has no value"*"[message-arg]"* ]]
}

@test "failed lines and lines that are no variants pass untouched" {
    local failed=${line/\"state\":\"ok\"/\"state\":\"failed\"}
    run --separate-stderr localize --to de --to ar --quiet <<<"$failed"
    [ "$status" -eq 0 ]
    [ "$output" = "$failed" ]
    run --separate-stderr localize <<<'{"v":1,"id":'
    [ "$status" -eq 2 ]
    [ "$output" = '{"v":1,"id":' ]
    [[ "$stderr" == *"[json-syntax]"* ]]
}

@test "lines in are lines out, in order, with any number of workers" {
    for i in $(seq 500); do echo "${line/\"7\/card/\"$i\/card}"; done >"$WORK/in"
    localize -j1 --quiet "$WORK/in" >"$WORK/one"
    localize -j4 --quiet "$WORK/in" >"$WORK/four"
    [ "$(wc -l <"$WORK/one")" -eq 500 ]
    cmp "$WORK/one" "$WORK/four"
}

@test "a creative that is not there fails its lines, not the run" {
    run --separate-stderr localize --quiet <<<"${line/shop\/creative/none\/creative}"
    [ "$status" -eq 2 ]
    [[ "$output" == *'"code":"l10n-creative"'* ]]
}

@test "a broken translation is reported with its file and line" {
    cp -R tests/l10n/shop "$WORK/shop"
    sed -i 's/other {# Tassen}/othr {# Tassen}/' "$WORK/shop/locales/de.xlf"
    run --separate-stderr localize --quiet <<<"${line/tests\/l10n/$WORK}"
    [ "$status" -eq 2 ]
    [[ "$stderr" == *"de.xlf:5:"*"no 'other' branch"*"[message-syntax]"* ]]
}

@test "extract, put back unchanged, extract again: the same bytes" {
    cp -R tests/l10n/shop "$WORK/shop"
    for format in xliff1.2 xliff2.1; do
        localize extract "$WORK/shop/creative.xml" --to de -f $format -o "$WORK/first.xlf"
        cp "$WORK/first.xlf" "$WORK/shop/locales/de.xlf"
        localize extract "$WORK/shop/creative.xml" --to de -f $format >"$WORK/second.xlf"
        cmp "$WORK/first.xlf" "$WORK/second.xlf"
        xmllint --noout "$WORK/first.xlf"
        localize check "$WORK/first.xlf"
    done
    grep -q 'equiv="{name}"' "$WORK/first.xlf"
}

@test "a changed source is marked and nothing translated is lost" {
    cp -R tests/l10n/shop "$WORK/shop"
    sed -i 's/>Hi {name}, it’s/>Hello {name}, that is/' "$WORK/shop/creative.xml"
    run localize extract "$WORK/shop/creative.xml" --to de
    [ "$status" -eq 0 ]
    [[ "$output" == *'<target state="needs-adaptation">Hallo '* ]]
}

@test "plurals are extracted in the forms of the target language" {
    run localize extract tests/l10n/shop/creative.xml --to pl
    [[ "$output" == *'id="hello[few]"'*'id="hello[many]"'* ]]
    run localize extract tests/l10n/shop/creative.xml --to ja
    [[ "$output" == *'id="hello[other]"'* && "$output" != *'id="hello[one]"'* ]]
}

@test "check accepts the fixtures of all three formats" {
    run localize check tests/l10n/shop/locales/de.xlf tests/l10n/shop/locales/es-419.xlf tests/l10n/shop/locales/ar.po
    [ "$status" -eq 0 ]
    [ "$output" = "tests/l10n/shop/locales/ar.po:15: warning: not translated: \"{price, number, currency} until {ends, date, long}\", translate it; until then a parent locale or the source is shown [check/coverage]
3 checked, 0 failed: 0 errors, 1 warning, 0 info" ]
}

@test "check says file, line and reason of what is wrong" {
    sed 's/ bis {ends, date, long}//' tests/l10n/shop/locales/de.xlf >"$WORK/lost.xlf"
    run localize check "$WORK/lost.xlf"
    [ "$status" -eq 1 ]
    [[ "$output" == *"lost.xlf:12:9: error: the translation lacks {ends}"*"[check/placeholders]"* ]]
    sed 's/trgLang="es-419"//' tests/l10n/shop/locales/es-419.xlf >"$WORK/nolang.xlf"
    run localize check "$WORK/nolang.xlf"
    [ "$status" -eq 1 ]
    [[ "$output" == *"no target language"*"[l10n-invalid]"* ]]
    head -c 500 tests/l10n/shop/locales/de.xlf >"$WORK/cut.xlf"
    run localize check "$WORK/cut.xlf"
    [ "$status" -eq 2 ]
    [[ "$output" == *"[xml-syntax]"* ]]
    printf 'msgid "a"\nmsgstr "b\n' >"$WORK/open.po"
    run localize check "$WORK/open.po"
    [ "$status" -eq 1 ]
    [[ "$output" == *"open.po:2:8: error: the string is never closed"* ]]
}

@test "check warns of plural forms that the language has and the text lacks" {
    sed 's/target-language="de"/target-language="pl"/' tests/l10n/shop/locales/de.xlf >"$WORK/pl.xlf"
    run localize check "$WORK/pl.xlf"
    [ "$status" -eq 0 ]
    [[ "$output" == *"lacks the plural form 'few' of pl"*"[check/plurals]"* ]]
}

@test "what check does not know is refused" {
    echo "hello" >"$WORK/a.txt"
    run localize check "$WORK/a.txt"
    [ "$status" -eq 2 ]
    [[ "$output" == *"[l10n-format]"* ]]
    echo "<html/>" >"$WORK/a.xlf"
    run localize check "$WORK/a.xlf"
    [ "$status" -eq 2 ]
    run localize check "$WORK/none.xlf"
    [ "$status" -eq 2 ]
    run localize check
    [ "$status" -eq 2 ]
}

@test "external entities and entity bombs are refused" {
    printf '<!DOCTYPE xliff [<!ENTITY a SYSTEM "/etc/passwd">]>\n<xliff version="1.2">&a;</xliff>' >"$WORK/e.xlf"
    run localize check "$WORK/e.xlf"
    [ "$status" -eq 2 ]
    [[ "$output" == *"[xml-entity]"* ]]
}

@test "bad options are usage errors" {
    run localize --to nowhere </dev/null
    [ "$status" -eq 2 ]
    [[ "$output" == *"is not a locale"* ]]
    run localize extract tests/l10n/shop/creative.xml
    [ "$status" -eq 2 ]
}

@test "--require uses no translation short of a state" {
    run --separate-stderr localize --to de --require final --quiet <<<"$line"
    [[ "$output" == *'"text":"Hi Ana'*'"fallbacks":{"hello":"en-GB"'* ]]
    run --separate-stderr localize --to de --require translated --quiet <<<"$line"
    [[ "$output" == *'"text":"Hallo Ana'* ]]
    run --separate-stderr localize --to es-419 --require final --quiet <<<"$line"
    [[ "$output" == *'"text":"Hola Ana'* ]]
}
