#!/bin/sh
# Renders the pictures of this template from their drawings. usage: make-assets.sh [FOLDER with render-still]
set -eu
here=$(cd "$(dirname "$0")" && pwd)
PATH=${1:+$(cd "$1" && pwd):}$PATH
for name in lamp chair vase; do
    render-still "$here/assets/$name.svg" --format jpeg --quality 88 -o "$here/assets/$name.jpg" --width 1000 --height 1000
done
