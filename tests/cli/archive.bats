#!/usr/bin/env bats
# render-still --archive: tar streams and shards that tar, bsdtar and Python read, the same bytes always.
bats_require_minimum_version 1.5.0

setup() {
    cd "$ROOT"
    T=$BATS_TEST_TMPDIR
    variant-expand -q examples/card/card.svg examples/card/people.csv >"$T/lines"
    N=$(wc -l <"$T/lines")
    [ "$N" -ge 4 ]
}

still() {
    render-still --quiet "$@"
}

@test "a stream holds what a folder holds, and the manifest last" {
    still -o "$T/dir" --copy json "$T/lines" >"$T/manifest"
    still -o - --archive tar --copy json "$T/lines" >"$T/a.tar"
    mkdir "$T/x" && tar -C "$T/x" -xf "$T/a.tar"
    [ "$(tar -tf "$T/a.tar" | tail -1)" = manifest.jsonl ]
    cmp "$T/x/manifest.jsonl" "$T/manifest"
    rm "$T/x/manifest.jsonl"
    diff -r -x .pressrun "$T/x" "$T/dir"
    jq -r '.outputs[].path' "$T/manifest" >"$T/order"
    tar -tf "$T/a.tar" | sed '$d' | cmp - "$T/order"
}

@test "the same bytes with any number of workers and at any time" {
    still -j1 -o - --archive tar "$T/lines" >"$T/1.tar"
    sleep 1
    still -j4 -o - --archive tar "$T/lines" >"$T/4.tar"
    cmp "$T/1.tar" "$T/4.tar"
    SOURCE_DATE_EPOCH=86400 still -o - --archive tar "$T/lines" >"$T/day.tar"
    tar --utc -tvf "$T/day.tar" | grep -q '0/0 .* 1970-01-02 00:00 '
}

@test "shards hold no more than asked, in order, each with its manifest" {
    still -o "$T/out" --archive tar --archive-size 100k --archive-name week14 "$T/lines" >"$T/manifest"
    [ "$(wc -l <"$T/manifest")" -eq "$N" ]
    [ "$(ls "$T/out" | wc -l)" -gt 1 ]
    [ -z "$(find "$T/out" -name '.pressrun-*')" ]
    mkdir "$T/x"
    for t in "$T"/out/week14-0000?.tar; do tar -C "$T/x" -xf "$t"; done
    cat "$T"/x/manifest-week14-0000?.jsonl | cmp - "$T/manifest"
    jq -r '.outputs[] | "\(.bytes) \(.path)"' "$T/manifest" | while read -r bytes path; do
        [ "$(stat -c %s "$T/x/$path")" -eq "$bytes" ]
    done
    # but for the manifest and the end: one picture more would not have gone in
    for t in "$T"/out/*.tar; do
        [ "$(tar -tf "$t" | grep -cv manifest)" -ge 1 ]
    done
}

@test "long names and other scripts survive in tar, bsdtar and Python" {
    long=$(printf 'n%.0s' $(seq 90))
    jq -c --arg l "$long" '.layout as $y | .id = "\($l)/\($l)/Zoë-\(.row)"' "$T/lines" >"$T/named"
    still -o - --archive tar --name '{id}' "$T/named" >"$T/a.tar"
    tar -tf "$T/a.tar" --quoting-style=literal | sed '$d' | sort >"$T/gnu"
    still -o "$T/dir" --name '{id}' "$T/named" | jq -r '.outputs[].path' | sort >"$T/want"
    [ "$(awk '{ if (length($0) > m) m = length($0) } END { print m }' "$T/want")" -gt 60 ]
    cmp "$T/gnu" "$T/want"
    python3 -c 'import sys, tarfile
for m in tarfile.open(sys.argv[1]): print(m.name)' "$T/a.tar" | sed '$d' | sort | cmp - "$T/want"
    ! command -v bsdtar >/dev/null || LC_ALL=C.UTF-8 bsdtar -tf "$T/a.tar" | sed '$d' | sort | cmp - "$T/want"
}

@test "a variant that fails has a line and no file" {
    { jq -c '.id = "bad" | .slots.picture.image = "nowhere.png"' "$T/lines" | head -1; cat "$T/lines"; } >"$T/mixed"
    run -1 --separate-stderr still -o "$T/out" --archive tar "$T/mixed"
    [ "$(jq -s length <<<"$output")" -eq $((N + 1)) ]
    [ "$(jq -r 'select(.state == "failed").id' <<<"$output")" = bad ]
    [ "$(tar -tf "$T/out/pictures-00001.tar" | wc -l)" -eq $((N + 1)) ]
}

@test "no line, no picture: an archive of a manifest without lines" {
    still -o - --archive tar </dev/null >"$T/a.tar"
    [ "$(tar -tvf "$T/a.tar" | awk '{ print $3, $6 }')" = "0 manifest.jsonl" ]
}

@test "options that do not go together are refused and nothing is written" {
    run -2 --separate-stderr still -o "$T/out" --archive tar --resume "$T/lines"
    grep -q resume <<<"$stderr"
    run -2 --separate-stderr still -o - --archive tar --archive-size 1M "$T/lines"
    grep -q archive-size <<<"$stderr"
    run -2 --separate-stderr still -o "$T/out" --archive tar --archive-name ../x "$T/lines"
    grep -q archive-name <<<"$stderr"
    run -2 --separate-stderr still -o "$T/out" --archive zip "$T/lines"
    [ ! -e "$T/out" ]
}

@test "a full disk leaves no archive under its name" {
    run -3 bash -c "render-still --quiet -o - --archive tar '$T/lines' >/dev/full"
    mkdir "$T/out"
    run ! bash -c "ulimit -f 40; trap '' XFSZ; render-still --quiet -o '$T/out' --archive tar '$T/lines' >/dev/null"
    [ -z "$(find "$T/out" -name '*.tar')" ]
    [ -z "$(find "$T/out" -name '.pressrun-*')" ]
}

@test "a stream whose reader has enough ends quietly" {
    run -0 --separate-stderr bash -c "render-still --quiet -o - --archive tar '$T/lines' | head -c 512 | wc -c"
    [ "$output" = 512 ]
    [ -z "$stderr" ]
}
