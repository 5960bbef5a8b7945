# Mains stay under 150 lines: a tool is an option table and a call. No source file passes 900 lines.
status=0
for f in cmd/*.c; do
    n=$(wc -l <"$f")
    [ "$n" -lt 150 ] || { echo "$f: $n lines, move its logic below cmd/"; status=1; }
done
for f in lib/*/*.c; do
    n=$(wc -l <"$f")
    [ "$n" -le 900 ] || { echo "$f: $n lines, split it by concern"; status=1; }
done
exit $status
