#!/usr/bin/python3
"""exports.py [FOLDER]: the real exports beside Chromium's pictures of them, and wrong pictures that must not pass.

limits.txt in the folder says for each file how near ours comes to Chromium's picture: the percentage of the pixels that
may lie more than 8 levels outside the range that the other picture spans within one pixel (a thing missing, extra, moved or
of another colour), and of those that may differ by more than 16 levels at all (edges and letters a fraction of a pixel
away). Then each file is spoiled on purpose: an element taken away, a text or a shape moved by a pixel and a half, a colour
changed a little. Every such picture that is not the right picture must fail the same comparison.
"""
import copy
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

import numpy as np
from PIL import Image, ImageFilter

SVG = "{http://www.w3.org/2000/svg}"
DRAWN = {SVG + n for n in ("path", "rect", "circle", "ellipse", "line", "polygon", "polyline", "text", "use", "image")}
UNDRAWN = {SVG + n for n in ("defs", "clipPath", "mask", "pattern", "marker", "symbol", "foreignObject", "metadata")}


class Picture:
    """A picture with the range of levels around each of its pixels."""

    def __init__(self, path):
        image = Image.open(path).convert("RGB")
        self.image, self.at = image, np.asarray(image, dtype=np.int16)
        self.high = np.asarray(image.filter(ImageFilter.MaxFilter(3)), dtype=np.int16)
        self.low = np.asarray(image.filter(ImageFilter.MinFilter(3)), dtype=np.int16)

    def outside(self, of):
        return np.maximum(self.at - of.high, of.low - self.at)


def draw(svg, out):
    run = subprocess.run(["render-still", svg, "-o", out, "--width", "600", "--background", "white", "--quiet"],
                         capture_output=True, text=True)
    if run.returncode > 1:
        raise SystemExit(f"render-still {svg}: {run.stderr}")
    return Picture(out)


def distance(ours, theirs):
    """Per cent of pixels: beyond their neighbours, and different at all."""
    away = np.maximum(ours.outside(theirs), theirs.outside(ours)).max(axis=2)
    apart = np.abs(ours.at - theirs.at).max(axis=2)
    return 100 * np.mean(away > 8), 100 * np.mean(apart > 16)


def drawn(element, found):
    """The elements that a picture shows directly, in order, with their parents."""
    for child in list(element):
        if child.tag in UNDRAWN:
            continue
        if child.tag in DRAWN:
            found.append((element, child))
        elif isinstance(child.tag, str):
            drawn(child, found)
    return found


def spoil(root, how, index):
    """Spoils the index-th drawn element of a copy; None when there is nothing to spoil there."""
    parent, element = drawn(root, [])[index]
    if how == "drop":
        parent.remove(element)
    elif how == "move":
        around = ET.Element(SVG + "g", {"transform": "translate(0.75 0.75)"})
        parent[list(parent).index(element)] = around
        around.append(element)
    else:
        around = ET.Element(SVG + "g", {"opacity": "0.93"})
        parent[list(parent).index(element)] = around
        around.append(element)


def spoiled(svg, work, right, theirs, limits, most):
    """(what was not noticed, how many wrong pictures were tried)"""
    tree = ET.parse(svg)
    n = len(drawn(tree.getroot(), []))
    step = max(1, -(-n // most))
    missed, tried = [], 0
    for index in range(0, n, step):
        for how in ("drop", "move", "fade"):
            wrong = copy.deepcopy(tree)
            spoil(wrong.getroot(), how, index)
            path = os.path.join(work, "wrong.svg")
            wrong.write(path, encoding="utf-8", xml_declaration=True)
            picture = draw(path, os.path.join(work, "wrong.png"))
            change = distance(picture, right)
            if change[1] == 0 or (how != "drop" and change[0] < 0.02):  # too little of it shows to be seen
                continue
            tried += 1
            off, apart = distance(picture, theirs)
            if off <= limits[0] and apart <= limits[1]:
                missed.append(f"{how} of {drawn(tree.getroot(), [])[index][1].get('id') or index}")
    return missed, tried


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "exports")
    limits = {}
    with open(os.path.join(folder, "limits.txt"), encoding="utf-8") as f:
        for line in f:
            words = line.split("#")[0].split()
            if words:
                limits[words[0]] = (float(words[1]), float(words[2]))
    n = bad = 0

    def say(ok, what):
        nonlocal n, bad
        n += 1
        bad += not ok
        print(f"{'ok' if ok else 'not ok'} {n} - {what}", flush=True)

    with tempfile.TemporaryDirectory() as work:
        for name in sorted(f[: -len(".chromium.png")] for f in os.listdir(folder) if f.endswith(".chromium.png")):
            svg = os.path.join(folder, name + ".svg")
            theirs = Picture(os.path.join(folder, name + ".chromium.png"))
            ours = draw(svg, os.path.join(work, "ours.png"))
            if name not in limits or ours.image.size != theirs.image.size:
                say(False, f"{name}: not in limits.txt, or of another size")
                continue
            off, apart = distance(ours, theirs)
            ok = off <= limits[name][0] and apart <= limits[name][1]
            say(ok, f"{name}: {off:.4f} % off (at most {limits[name][0]}), {apart:.2f} % differ (at most {limits[name][1]})")
            if not ok:
                kept = os.path.join(os.environ.get("OUT", "build"), "log", "render")
                os.makedirs(kept, exist_ok=True)
                ours.image.save(os.path.join(kept, f"exports-{name}.png"))
            missed, tried = spoiled(svg, work, ours, theirs, limits[name], 3)
            say(tried >= 3 and not missed, f"{name}: {tried} wrong pictures are told from the right one" + "".join(f"; not {m}" for m in missed))
    print(f"1..{n}")
    return 1 if bad else 0


sys.exit(main())
