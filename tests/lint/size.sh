# Mains stay under 150 lines: a tool is an option table and a call. No source file passes 900 lines.
awk '
function judge() {
    if (path ~ /^cmd\// && lines >= 150) { print path ": " lines " lines, move its logic below cmd/"; status = 1 }
    if (lines > 900) { print path ": " lines " lines, split it by concern"; status = 1 }
}
FNR == 1 { judge(); path = FILENAME }
{ lines = FNR }
END { judge(); exit status }' cmd/*.c lib/*/*.c
