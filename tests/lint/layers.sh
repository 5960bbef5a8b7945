# Arrows only go down: a folder includes lower levels, never a sibling; each library has one owner.
awk '
function folder(path,  part) { split(path, part, "/"); return part[1] == "cmd" ? "cmd" : part[2] }
function put_level(folders, level,  name, i, n) { n = split(folders, name, " "); for (i = 1; i <= n; i++) LEVEL[name[i]] = level }
function put_owner(folders, pattern) { OWNERS[++owners] = " " folders " "; PATTERN[owners] = "^(" pattern ")" }
function wrong(what) { print FILENAME ":" FNR ": " what; status = 1 }
BEGIN {
    put_level("base", 0)
    put_level("xml json csv match image", 1)
    put_level("text fx message credit report", 2)
    put_level("tree variant", 3)
    put_level("svg paint", 4)
    put_level("creative", 5)
    put_level("render", 6)
    put_level("expand l10n brand still", 7)
    put_level("cli", 8)
    put_level("cmd", 9)
    put_owner("xml", "libxml/")
    put_owner("xml image", "zlib[.]h")
    put_owner("csv", "csv[.]h")
    put_owner("match", "pcre2[.]h")
    put_owner("image", "wand/|MagickWand/|jpeglib[.]h|turbojpeg[.]h|webp/|png[.]h|libdeflate[.]h")
    put_owner("text", "hb|ft2build|freetype|fontconfig")
    put_owner("text message", "unicode/")
    put_owner("paint", "cairo")
    put_owner("base", "xxhash[.]h")
}
FNR == 1 {
    from = folder(FILENAME)
    if (!(from in LEVEL))
        wrong("folder " from " is not in the table of tests/lint/layers.sh")
}
/^#include "[a-z0-9]+\// {
    split($2, quoted, "\"")
    to = quoted[2]
    sub(/\/.*/, "", to)
    if (to == from)
        next
    if (from in LEVEL && (!(to in LEVEL) || LEVEL[to] >= LEVEL[from]))
        wrong("level " LEVEL[from] " (" from ") may not include level " LEVEL[to] " (" to ")")
    if (quoted[2] ~ /-imp[.]h$/)
        wrong("private header: " $0)
}
/^#include </ {
    name = substr($2, 2)
    for (i = 1; i <= owners; i++)
        if (name ~ PATTERN[i] && index(OWNERS[i], " " from " ") == 0)
            wrong("only" OWNERS[i] "may include <" name)
}
END { exit status }' lib/*/*.c lib/*/*.h cmd/*.c
