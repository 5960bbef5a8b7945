# Every entry of a registry has a test that names it.
status=0
for f in lib/brand/kind-*.c lib/still/out-*.c lib/still/copy-*.c lib/l10n/source-*.c lib/report/report-*.c lib/fx/fe-*.c; do
    [ -f "$f" ] || continue
    n=$(basename "$f" .c); n=${n#*-}
    case $f in
    lib/brand/*) [ -d "tests/brand/$n" ] || { echo "$f: tests/brand/$n is missing"; status=1; } ;;
    lib/report/*) grep -rqE "\b$n\b" tests/cli/brand-check.bats tests/cli/brand-report.bats tests/unit/report 2>/dev/null || { echo "$f: no test names $n"; status=1; } ;;
    lib/still/*) grep -rqiE "(\b|_)$n(\b|_)" tests/cli/render-still.bats tests/unit/still tests/unit/image 2>/dev/null || { echo "$f: no test names $n"; status=1; } ;;
    lib/l10n/check-*) [ -d "tests/l10n/checks/$n" ] || { echo "$f: tests/l10n/checks/$n is missing"; status=1; } ;;
    lib/l10n/*) grep -rqE "\b$n\b|$(echo "$n" | tr - .)" tests/cli tests/unit/l10n 2>/dev/null || { echo "$f: no test names $n"; status=1; } ;;
    esac
done
exit $status
