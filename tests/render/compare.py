#!/usr/bin/python3
"""compare.py OURS REFERENCE [NEAR_PERCENT]: whether two pictures look alike. Prints what differs; exit status 0 or 1.

A pixel is off when a channel lies more than 24 outside the range that the other picture spans within one pixel of it, in
either direction: anti-aliasing and an edge up to a pixel away are forgiven, a thing missing, extra or of another colour
is not. At most NEAR_PERCENT of the pixels (default 0.1) may be off. After a blur of 2 pixels, at most 0.1 % may differ
by more than 64: strokes and letters too thick or too thin. Both pictures are laid on white and on black.
"""
import sys

import numpy as np
from PIL import Image, ImageFilter


def on(picture, grey):
    back = Image.new("RGBA", picture.size, (grey, grey, grey, 255))
    return Image.alpha_composite(back, picture).convert("RGB")


def outside(a, b):
    high = np.asarray(b.filter(ImageFilter.MaxFilter(3)), dtype=int)
    low = np.asarray(b.filter(ImageFilter.MinFilter(3)), dtype=int)
    a = np.asarray(a, dtype=int)
    return np.maximum(a - high, low - a).max(axis=2)


def main():
    ours, reference = (Image.open(p).convert("RGBA") for p in sys.argv[1:3])
    limit = float(sys.argv[3]) if len(sys.argv) > 3 else 0.1
    if ours.size != reference.size:
        print(f"size {ours.size}, not {reference.size}")
        return 1
    near = soft = 0.0
    for grey in (255, 0):
        a, b = on(ours, grey), on(reference, grey)
        near = max(near, 100 * np.mean(np.maximum(outside(a, b), outside(b, a)) > 24))
        blurred = [np.asarray(x.filter(ImageFilter.GaussianBlur(2)), dtype=int) for x in (a, b)]
        soft = max(soft, 100 * np.mean(np.abs(blurred[0] - blurred[1]).max(axis=2) > 64))
    print(f"off {near:.3f} % (at most {limit}), soft {soft:.3f} %")
    return 0 if near <= limit and soft <= 0.1 else 1


sys.exit(main())
