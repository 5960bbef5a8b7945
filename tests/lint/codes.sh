# Every diagnostic code is raised somewhere, and stands in pressrun-diagnostics(7), which is made from the list.
status=0
for pair in $(sed -n 's/^ *DIAG(\([A-Z0-9_]*\), "\([a-z0-9-]*\)".*/\1:\2/p' lib/base/diag-codes.def); do
    id=${pair%%:*} name=${pair#*:}
    grep -rqE "DIAG_$id\b" lib cmd --include='*.c' --include='*.h' || { echo "DIAG_$id is never raised"; status=1; }
    grep -qx "\.It Bq $name" man/pressrun-diagnostics.7 || { echo "[$name] is not in pressrun-diagnostics(7)"; status=1; }
done
sh lib/base/diag-page.sh | diff - man/pressrun-diagnostics.7 >/dev/null || {
    echo "man/pressrun-diagnostics.7 is old: sh lib/base/diag-page.sh > man/pressrun-diagnostics.7"
    status=1
}
exit $status
