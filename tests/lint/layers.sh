# Arrows only go down: a folder includes lower levels, never a sibling; each library has one owner.
set -u
status=0
level() {
    case $1 in
    base) echo 0 ;;
    xml | json | csv | match | image) echo 1 ;;
    text | fx | message | report) echo 2 ;;
    tree | variant) echo 3 ;;
    svg | paint) echo 4 ;;
    creative) echo 5 ;;
    render) echo 6 ;;
    expand | l10n | brand | still) echo 7 ;;
    cli) echo 8 ;;
    cmd) echo 9 ;;
    *) echo -1 ;;
    esac
}
for f in lib/*/*.c lib/*/*.h cmd/*.c; do
    case $f in cmd/*) from=cmd ;; *) from=${f#lib/}; from=${from%%/*} ;; esac
    l=$(level "$from")
    [ "$l" -ge 0 ] || { echo "$f: folder $from is not in the table of tests/lint/layers.sh"; status=1; continue; }
    for to in $(sed -n 's/^#include "\([a-z0-9]*\)\/.*".*/\1/p' "$f" | sort -u); do
        [ "$to" != "$from" ] || continue
        m=$(level "$to")
        if [ "$m" -lt 0 ] || [ "$m" -ge "$l" ]; then
            echo "$f: level $l ($from) may not include level $m ($to)"
            status=1
        fi
    done
    case $from in xml) ;; *) grep -nE '#include "[a-z0-9]+/[a-z0-9-]*-imp\.h"' "$f" | grep -v "\"$from/" | sed "s|^|$f: private header: |" | grep . && status=1 ;; esac
done
owner() { # folders, pattern
    for f in $(grep -lE "#include <($2)" lib/*/*.c lib/*/*.h cmd/*.c 2>/dev/null); do
        d=${f#lib/}
        d=${d%%/*}
        case " $1 " in
        *" $d "*) ;;
        *) echo "$f: only $1 may include <$2...>"; status=1 ;;
        esac
    done
}
owner xml 'libxml/|zlib\.h'
owner csv 'csv\.h'
owner match 'pcre2\.h'
owner image 'wand/|MagickWand/|jpeglib\.h|turbojpeg\.h|webp/|png\.h|libdeflate\.h'
owner text 'hb|ft2build|freetype|fontconfig'
owner 'text message' 'unicode/'
owner paint 'cairo'
owner base 'xxhash\.h'
exit $status
