# Every diagnostic code is raised somewhere, and stands in a DIAGNOSTICS section of a manual.
status=0
for pair in $(sed -n 's/^ *DIAG(\([A-Z0-9_]*\), "\([a-z0-9-]*\)".*/\1:\2/p' lib/base/diag-codes.def); do
    id=${pair%%:*} name=${pair#*:}
    grep -rqE "DIAG_$id\b" lib cmd --include='*.c' --include='*.h' || { echo "DIAG_$id is never raised"; status=1; }
    grep -qE "^\.It .*(Bq|\[) ?(Cm |Sy |Li )?$name\b" man/*.[157] || { echo "[$name] is in no DIAGNOSTICS section"; status=1; }
done
exit $status
