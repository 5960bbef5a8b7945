#!/bin/bash
# A campaign on several machines with GNU parallel: parallel.sh HOSTS CREATIVE AUDIENCE OUT N [options of render-still]
# HOSTS has a line for each machine as parallel's --sshloginfile takes it: "8/ana@render1" is eight parts at once there,
# "2/:" two on this one. All machines see this folder, OUT and the tools under the same paths (a network file system).
# N parts are made, best some times as many as there are slots; run it again to make only those that are missing.
set -u
here=$(cd "$(dirname "$0")" && pwd)
hosts=$1 creative=$2 audience=$3 out=$4 n=$5
shift 5
mkdir -p "$out" || exit 3
parallel --will-cite --sshloginfile "$hosts" --workdir "$PWD" --joblog "$out/parts.log" -q \
    env "PATH=$PATH" "EXPAND_OPTIONS=${EXPAND_OPTIONS:-}" \
    "$here/part.sh" "$creative" "$audience" "$out" {} "$n" "$@" ::: $(seq "$n")
"$here/merge.sh" "$out" "$n"
