# The KINDS section of pressrun-brand-rules(5) and the schema of rule files say what the tables of the kinds say.
page=man/pressrun-brand-rules.5
t=${TMPDIR:-/tmp}/kinds.$$
status=0
sed -n '/^\.Sh KINDS/,/^\.Sh CONTRAST/p' $page | sed '$d' >"$t.page"
man/brand-kinds.sh "$BIN/brand-check" | diff "$t.page" - >"$t" || {
    cat "$t"
    echo "$page is behind the kinds: man/brand-kinds.sh $BIN/brand-check --write"
    status=1
}
"$BIN/brand-check" --schema | diff share/brand-rules/brand-rules.rng - >"$t" || {
    cat "$t"
    echo "the schema is behind the kinds: $BIN/brand-check --schema >share/brand-rules/brand-rules.rng"
    status=1
}
rm -f "$t" "$t.page"
exit $status
