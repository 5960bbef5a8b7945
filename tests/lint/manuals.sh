# Manuals are valid mdoc, and their OPTIONS say exactly what the tools' option tables say.
status=0
for m in man/*.[157]; do
    out=$(mandoc -T lint -W warning "$m" 2>&1) || { echo "$out"; status=1; }
done
for tool in variant-expand localize brand-check render-still; do
    page=man/$tool.1
    [ -f "$page" ] || { echo "$page is missing"; status=1; continue; }
    "$BIN/$tool" --dump-options | cut -f1 | sort >"${TMPDIR:-/tmp}/options.$$"
    sed -n 's/^\.It .*Fl Fl \([a-z0-9-]*\).*/\1/p' "$page" | sort >"${TMPDIR:-/tmp}/manual.$$"
    diff "${TMPDIR:-/tmp}/options.$$" "${TMPDIR:-/tmp}/manual.$$" | sed -n "s|^< |$page lacks --|p; s|^> |$page has an option the tool lacks: --|p" | grep . && status=1
    rm -f "${TMPDIR:-/tmp}/options.$$" "${TMPDIR:-/tmp}/manual.$$"
done
exit $status
