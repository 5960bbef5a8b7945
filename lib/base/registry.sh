#!/bin/sh
# Writes the registries in C from the names of the files that each export one constant record:
#   lib/brand/kind-NAME.c -> const struct brand_kind brand_kind_NAME     (brand_kinds[], NULL-terminated pointers)
#   lib/still/out-NAME.c  -> const struct still_format still_format_NAME
#   lib/still/copy-NAME.c -> const struct copy_format copy_format_NAME
#   lib/l10n/source-NAME.c -> const struct l10n_source l10n_source_NAME
#   lib/l10n/verb-NAME.c  -> const struct l10n_verb l10n_verb_NAME
#   lib/report/report-NAME.c -> const struct report_format report_format_NAME
#   lib/l10n/check-NAME.c -> const struct l10n_rule l10n_check_NAME
#   lib/l10n/write-NAME.c -> const struct l10n_writer l10n_writer_NAME
#   lib/fx/fe-NAME.c      -> const struct fx_kernel fx_kernel_NAME
# '-' in NAME becomes '_'.
echo '/* Generated from the file names by lib/base/registry.sh */'
one() { # struct, prefix, table, pattern...
    struct=$1 prefix=$2 table=$3 pattern=$4
    shift 4
    names=
    for f in "$@"; do
        case $f in
        $pattern)
            n=$(basename "$f" .c)
            n=$(echo "${n#*-}" | tr - _)
            names="$names $n"
            ;;
        esac
    done
    echo "struct $struct;"
    for n in $names; do echo "extern const struct $struct ${prefix}_$n;"; done
    echo "extern const struct $struct *const ${table}[];"
    echo "const struct $struct *const ${table}[] = {"
    for n in $names; do echo "    &${prefix}_$n,"; done
    echo "    0,"
    echo "};"
}
one brand_kind brand_kind brand_kinds 'lib/brand/kind-*' "$@"
one still_format still_format still_formats 'lib/still/out-*' "$@"
one copy_format copy_format copy_formats 'lib/still/copy-*' "$@"
one l10n_source l10n_source l10n_sources 'lib/l10n/source-*' "$@"
one l10n_verb l10n_verb l10n_verbs 'lib/l10n/verb-*' "$@"
one report_format report_format report_formats 'lib/report/report-*' "$@"
one l10n_rule l10n_check l10n_checks 'lib/l10n/check-*' "$@"
one l10n_writer l10n_writer l10n_writers 'lib/l10n/write-*' "$@"
one fx_kernel fx_kernel fx_kernels 'lib/fx/fe-*' "$@"
