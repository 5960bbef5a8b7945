#!/bin/sh
# man/brand-kinds.sh BRAND-CHECK: the KINDS section of pressrun-brand-rules(5), from the tables of the kinds themselves.
# tests/lint/kinds.sh compares; `man/brand-kinds.sh build/bin/brand-check --write` puts it into the page.
page=$(dirname "$0")/pressrun-brand-rules.5
section() {
    echo '.Sh KINDS'
    echo '.Bl -tag -width Ds'
    for f in "$(dirname "$0")"/../lib/brand/kind-*.c; do
        k=${f##*/kind-}
        "$1" --explain "${k%.c}" | awk -v kind="${k%.c}" '
            function quote(s) { gsub(/\\/, "\\e", s); if (s ~ /^[.\047]/) s = "\\&" s; return s }
            $0 ~ "^kind " kind ":" { on = 1
                s = substr($0, length(kind) + 8)
                print ".It Cm " kind; print quote(toupper(substr(s, 1, 1)) substr(s, 2)) "."; next }
            !on { next }
            /^  section / {
                need = $0; sub(/.*needs the /, "", need); slot = need ~ /takes/; sub(/;.*/, "", need)
                print slot ? "Needs the " need "; takes\n.Cm slots ,\n.Cm roles\nand\n.Cm except ." : "Needs the " need "."
                next }
            { if (!list++) print ".Bl -tag -width Ds -compact"
              line = substr($0, 3); element = ""
              if (line ~ /^</) { element = line; sub(/>.*/, ">", element); line = substr(line, length(element) + 1); sub(/^ /, "", line) }
              at = index(line, "("); name = substr(line, 1, at - 2); rest = substr(line, at + 1)
              at = index(rest, "): "); type = substr(rest, 1, at - 1); help = substr(rest, at + 3)
              sub(/, required/, "; required", type); sub(/, default /, "; default ", type); gsub(/\|/, " ", type)
              print ".It " (element ? "Li " element (name ? " Cm " name : "") : "Cm " name)
              print quote(toupper(substr(help, 1, 1)) substr(help, 2)); print ".Pq " type }
            END { if (list) print ".El" }'
    done
    echo '.El'
}
if [ "$2" = --write ]; then
    { sed '/^\.Sh KINDS/,$d' "$page"; section "$1"; sed -n '/^\.Sh CONTRAST/,$p' "$page"; } >"$page.new" && mv "$page.new" "$page"
else
    section "$1"
fi
