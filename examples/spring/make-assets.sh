#!/bin/sh
# Draws everything in this creative that is made rather than written: the product pictures and the audience.
# usage: make-assets.sh [FOLDER with render-still]    (default: the one on PATH)
# The results are committed; run it after changing a drawing, and look at what changed.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
PATH=${1:+$(cd "$1" && pwd):}$PATH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

mkdir -p "$here/assets/products"
for product in fern monstera lavender olive lemon tulips herbs can tools seeds bench greenhouse; do
    LC_ALL=C awk -v product=$product -f "$here/draw-products.awk" > "$work/$product.svg"
    render-still "$work/$product.svg" -o "$here/assets/products/$product.png" > "$work/lines"
done
# the first lesson has four of them, smaller
for product in fern lavender lemon olive; do
    render-still "$work/$product.svg" --width 360 --height 360 -o "$here/../card/$product.png" > "$work/lines"
done
LC_ALL=C awk -f "$here/make-audience.awk" > "$here/audience.csv"
echo "12 pictures in assets/products, $(($(grep -c '^C[0-9]*,' "$here/audience.csv"))) rows in audience.csv"
