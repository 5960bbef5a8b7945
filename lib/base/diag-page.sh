#!/bin/sh
# Writes pressrun-diagnostics(7) from the only list of codes: sh lib/base/diag-page.sh > man/pressrun-diagnostics.7
cat <<'P'
.\" Made from lib/base/diag-codes.def by lib/base/diag-page.sh; do not edit.
.Dd November 22, 2026
.Dt PRESSRUN-DIAGNOSTICS 7
.Os Pressrun
.Sh NAME
.Nm pressrun-diagnostics
.Nd the messages of the four tools, code by code
.Sh DESCRIPTION
Every message has one form:
.Pp
.Dl file:line:column: error: what is wrong, and what to do [code]
.Pp
Parts that are not known are left out.
The level is
.Sy error ,
.Sy warning
or
.Sy info .
Values of fields marked as personal are shown as ***, and control characters as ?.
The number behind a code is the exit status that an error of that code stands for;
the worst one of a run is its exit status.
.Sh EXIT STATUS
.Bl -tag -width 1n
.It 0
clean
.It 1
a row or variant failed, or has findings at the chosen level
.It 2
usage, or an input that cannot be read or is not valid
.It 3
the system failed: disk full, out of memory
.El
.Sh DIAGNOSTICS
.Bl -tag -width Ds
P
sed -n 's/^ *DIAG(\([A-Z0-9_]*\),/DIAG(\1,/p; s/^  *\([^ D].*\)/\1/p' lib/base/diag-codes.def | tr '\n' ' ' | sed 's/DIAG(/\n/g' |
    sed -n 's/^[A-Z0-9_]*, *"\([a-z0-9-]*\)", *\([123]\), *DIAG_\([A-Z]*\), *"\(.*\)").*/\1|\2|\4/p' | LC_ALL=C sort |
    while IFS='|' read -r name status text; do
        printf '.It Bq %s\n%s\n(%s)\n' "$name" "$(printf '%s' "$text" | sed 's/\\"/"/g; s/\\/\\e/g; s/\. /.\n/g')" "$status"
    done
cat <<'P'
.El
.Sh SEE ALSO
.Xr brand-check 1 ,
.Xr localize 1 ,
.Xr render-still 1 ,
.Xr variant-expand 1
P
