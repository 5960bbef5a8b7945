# Every diagnostic code is raised somewhere, and stands in pressrun-diagnostics(7), which is made from the list.
status=0
awk '
FILENAME ~ /\.def$/ {
    if (match($0, /^ *DIAG\([A-Z0-9_]+/)) {
        sub(/^ */, "")
        match($0, /DIAG\([A-Z0-9_]+/)
        listed["DIAG_" substr($0, RSTART + 5, RLENGTH - 5)] = 1
    }
    next
}
{
    line = $0
    while (match(line, /DIAG_[A-Z0-9_]+/)) {
        raised[substr(line, RSTART, RLENGTH)] = 1
        line = substr(line, RSTART + RLENGTH)
    }
}
END {
    for (code in listed)
        if (!(code in raised)) {
            print code " is never raised"
            status = 1
        }
    exit status
}' lib/base/diag-codes.def lib/*/*.c lib/*/*.h cmd/*.c || status=1
sh lib/base/diag-page.sh | diff - man/pressrun-diagnostics.7 >/dev/null || {
    echo "man/pressrun-diagnostics.7 is old: sh lib/base/diag-page.sh > man/pressrun-diagnostics.7"
    status=1
}
exit $status
