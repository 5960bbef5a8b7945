"""Pictures: the benchmark's ad (tests/bench/ad) against the peers, by workers, number and share of what changes."""
import glob
import json
import os
import shutil
import statistics
import subprocess

from common import HERE, ROOT, lines_of

COMPARE = os.path.join(ROOT, "tests/render/compare.py")
SIZE = "1200x628"
# Without reuse, no byte of a file is taken from another one. In the last, no pixel of a picture is one that was met
# before: it is drawn and encoded anew from corner to corner.
OURS = (("render-still", "all", []), ("render-still, without reuse", "all", ["--whole"]),
        ("render-still, all of it changes", "tint 100", []))


def creative(bench, rows, change):
    """The ad with an audience whose rows change so much of it; the folder and its lines. "tint 25": texts as in "all",
    and a quarter of the picture takes a colour that no other row has, so that nothing there was ever met before."""
    folder = bench.path(f"ad-{change.replace(' ', '-')}-{rows}")
    if os.path.exists(f"{folder}/lines"):
        return folder
    tint = change.startswith("tint")
    subprocess.run([os.path.join(HERE, "ad/make"), folder, str(rows), "all" if tint else change], check=True, env=bench.env)
    if tint:
        height = 628 * int(change.split()[1]) / 100
        edit(f"{folder}/ad.svg", {'<rect width="1200" height="428"': f'<rect id="tint" width="1200" height="{height:g}" '
                                  'fill="#fff" fill-opacity="0.1"/>\n  <rect width="1200" height="428"'})
        edit(f"{folder}/creative.xml", {
            "  </data>": '    <field name="tint" type="color" required="yes"/>\n  </data>',
            "  </slots>": '    <slot name="tint" kind="paint" column="tint" property="fill"/>\n  </slots>'})
        with open(f"{folder}/audience.csv", encoding="utf-8") as f:
            head, *body = f.read().splitlines()
        with open(f"{folder}/audience.csv", "w", encoding="utf-8") as f:
            f.write(head + ",tint\n" + "".join(f"{r},#{i * 2654435761 % (1 << 24):06x}\n" for i, r in enumerate(body)))
    bench.run([bench.tool("variant-expand"), f"{folder}/creative.xml", f"{folder}/audience.csv"], stdout=f"{folder}/lines")
    if lines_of(f"{folder}/lines") != rows:
        raise SystemExit("bench: the ad cannot be expanded")
    return folder


def edit(path, changes):
    with open(path, encoding="utf-8") as f:
        text = f.read()
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def head(bench, folder, n):
    """A file of the first n lines."""
    path = f"{folder}/first-{n}"
    with open(f"{folder}/lines", encoding="utf-8") as f, open(path, "w", encoding="utf-8") as g:
        g.writelines(line for _, line in zip(range(n), f))
    return path


class Still:
    """render-still over lines. Every run writes to a new folder."""

    def __init__(self, bench, folder, args):
        self.bench, self.folder, self.args, self.peak = bench, folder, args, 0

    def seconds(self, n, cores="0", jobs=1):
        out = self.bench.path("out")
        shutil.rmtree(out, ignore_errors=True)
        path = head(self.bench, self.folder, n)
        s, peak, status = self.bench.run([self.bench.tool("render-still"), "--quiet", f"-j{jobs}", "-o", out] + self.args +
                                         [path], cores=cores, stdout=f"{self.folder}/manifest")
        if status:
            raise SystemExit(f"bench: render-still failed with status {status}")
        self.peak = max(self.peak, peak)
        return s

    def size(self):
        with open(f"{self.folder}/manifest", encoding="utf-8") as f:
            sizes = [json.loads(line)["outputs"][0]["bytes"] for line in f]
        return sum(sizes) / len(sizes)


def one_more(seconds, few, many):
    """What one image more costs, in milliseconds: the start is in both counts and falls out."""
    return (seconds(many) - seconds(few)) / (many - few) * 1000


def per_image(seconds, few, many, runs):
    return statistics.median(one_more(seconds, few, many) for _ in range(runs))


def in_turns(measures, runs):
    """name -> median of what its function gives; all take turns, so that a busy moment hits all of them."""
    seen = {name: [] for name in measures}
    for _ in range(runs):
        for name, measure in measures.items():
            seen[name].append(measure())
    return {name: statistics.median(v) for name, v in seen.items()}


def fonts():
    """The faces that the ad is set in, and no others: resvg-js reads those it is given anew for each picture."""
    found = {subprocess.run(["fc-match", "-f", "%{file}", f"Inter:{weight}"], capture_output=True, text=True, check=False).stdout
             for weight in ("regular", "demibold", "bold")}
    return sorted(found - {""})


def standalone(bench, folder, n):
    """The first n variants as SVG files that hold all they show, named as render-still names its pictures."""
    out, flat = bench.path("standalone"), bench.path("svgs")
    os.mkdir(flat)
    bench.run([bench.tool("variant-expand"), "-q", f"{folder}/creative.xml", f"{folder}/audience.csv", "--limit", str(n),
               "--svg", out])
    for path in glob.glob(f"{out}/*/ad/*.svg"):
        os.rename(path, f"{flat}/{path.split('/')[-3]}.svg")
    return sorted(glob.glob(f"{flat}/*.svg"))


def peers(bench, files):
    """name -> (formats, function of format and files -> command)."""
    def node(script, extra):
        return lambda fmt, fs: ["node", os.path.join(HERE, script), bench.modules, fmt, bench.path("peer")] + extra + fs
    found = {}
    if os.path.isdir(os.path.join(bench.modules, "@resvg/resvg-js")):
        found["resvg-js"] = (("png", "jpeg"), node("peer-resvg.mjs", fonts() + ["--"]))
    else:
        bench.absent("resvg-js", "make bench-deps")
    if os.path.isdir(os.path.join(bench.modules, "sharp")):
        found["sharp (librsvg)"] = (("png", "jpeg"), node("peer-sharp.mjs", []))
    else:
        bench.absent("sharp", "make bench-deps")

    def each(command):
        return lambda fmt, fs: ["sh", "-c", f'for f; do o={bench.path("peer")}/$(basename "$f" .svg).png; {command}; done',
                                "sh"] + fs
    for name, tool, command, package in (
            ("rsvg-convert", "rsvg-convert", 'rsvg-convert -o "$o" "$f"', "librsvg2-bin"),
            ("Inkscape", "inkscape", 'inkscape --export-type=png --export-filename="$o" "$f"', "inkscape"),
            ("ImageMagick", "convert", 'convert "$f" "$o"', "imagemagick")):
        if shutil.which(tool):
            found[f"{name}, a process each"] = (("png",), each(command))
        else:
            bench.absent(name, f"apt-get install {package}")
    found["render-still, a process each"] = (("png",), each(f'{bench.tool("render-still")} "$f" -o "$o"'))
    return found


def agreement(bench, folder, files, found):
    """Ours and theirs of the same variants, by the measure of tests/render/compare.py. False: it is not timed."""
    ours = bench.path("ours")
    bench.run([bench.tool("render-still"), "--quiet", "-o", ours, "--format", "png", head(bench, folder, len(files))])
    mine = sorted(glob.glob(f"{ours}/**/*.png", recursive=True))
    rows, agreed = [("renderer", "pictures", "worst: pixels off", "agree")], {}
    for name, (_, command) in found.items():
        shutil.rmtree(bench.path("peer"), ignore_errors=True)
        os.mkdir(bench.path("peer"))
        bench.run(command("png", files))
        worst, ok = "", True
        for a in mine:
            b = os.path.join(bench.path("peer"), os.path.basename(a))
            p = subprocess.run([COMPARE, b, a, "1"], capture_output=True, text=True, check=False)
            ok &= p.returncode == 0
            worst = max(worst, p.stdout.strip() or "no picture")
        rows.append((name, len(mine), worst, "yes" if ok else "no"))
        agreed[name] = ok
    bench.table("Do the pictures agree? (at most 1 % of the pixels off, by tests/render/compare.py)", rows)
    return agreed


def yard(bench):
    """Milliseconds and bytes of libjpeg-turbo encoding one of the pictures whole."""
    if not os.path.exists(bench.path("yard")):
        picture = sorted(glob.glob(bench.path("ours") + "/**/*.png", recursive=True))[0]
        subprocess.run(["cc", "-O2", os.path.join(HERE, "yard.c"), "-o", bench.path("yard"), "-ljpeg"], check=True)
        subprocess.run(["convert", picture, bench.path("yard.ppm")], check=True)
    command = [bench.path("yard"), bench.path("yard.ppm"), "200"]
    if shutil.which("taskset"):
        command = ["taskset", "-c", "0"] + command
    got = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(got[0]), int(got[1])


def against_peers(bench):
    n = 400 if bench.quick else 1000
    folder = creative(bench, n, "all")
    files = standalone(bench, folder, 12)
    found = peers(bench, files)
    agreed = agreement(bench, folder, files[:3], found)
    runs = 3 if bench.quick else 5
    cost, size = {}, {}
    for fmt in ("png", "jpeg"):
        stills = {name: Still(bench, creative(bench, n, change), ["--format", fmt] + options)
                  for name, change, options in OURS}
        many = n if fmt == "jpeg" else n // 2
        measures = {name: lambda s=still: one_more(s.seconds, 50, many) for name, still in stills.items()}
        if fmt == "jpeg":
            measures["libjpeg-turbo alone"] = lambda: yard(bench)[0]
        cost.update({(name, fmt): ms for name, ms in in_turns(measures, runs).items()})
        for name, still in stills.items():
            still.seconds(many)
            size[name, fmt] = still.size()
        for name, (formats, command) in found.items():
            if fmt not in formats or not agreed[name]:
                continue
            cost[name, fmt] = per_image(lambda k, c=command, f=fmt: bench.run(c(f, files[:k]))[0], 2, len(files), runs)
            made = glob.glob(bench.path("peer") + f"/*.{fmt}")
            size[name, fmt] = sum(map(os.path.getsize, made)) / len(made)
    size["libjpeg-turbo alone", "jpeg"] = yard(bench)[1]
    for fmt in ("jpeg", "png"):
        ours = cost["render-still", fmt]
        bench.table(f"{fmt.upper()}, {SIZE}, one core: what one picture more costs",
                    [("renderer", "ms", "bytes", "times ours")] +
                    [(k, f"{c:.2f}", f"{size[k, f]:,.0f}", f"{c / ours:.1f}")
                     for (k, f), c in sorted(cost.items(), key=lambda x: x[1]) if f == fmt])
    bars(bench, cost, size)


def bars(bench, cost, size):
    def ratio(what, slow, fast, fmt, target, least=True):
        if (slow, fmt) in cost and (fast, fmt) in cost:
            r = cost[slow, fmt] / cost[fast, fmt]
            bench.bar(what, f"{'at least' if least else 'at most'} {target} times", f"{r:.2f} times",
                      r >= target if least else r <= target)
    ratio("JPEG against resvg-js and sharp", "resvg-js", "render-still", "jpeg", 40)
    ratio("JPEG without reuse against libjpeg-turbo alone", "render-still, without reuse", "libjpeg-turbo alone", "jpeg", 1.2,
          False)
    ratio("JPEG with reuse against libjpeg-turbo alone", "render-still", "libjpeg-turbo alone", "jpeg", 0.7, False)
    ratio("PNG without reuse against resvg-js", "resvg-js", "render-still, without reuse", "png", 8)
    ratio("PNG with reuse against resvg-js", "resvg-js", "render-still", "png", 15)
    if ("resvg-js", "png") in size:
        ours, theirs = size["render-still", "png"], size["resvg-js", "png"]
        bench.bar("PNG bytes against resvg-js", "no more", f"{ours:,.0f} to {theirs:,.0f}", ours <= theirs)


def changed(bench):
    """Milliseconds by how much of the picture differs from one to the next, measured on the pictures."""
    n = 200 if bench.quick else 400
    rows = [("rows change", "of the pixels", "format", "ms a picture", "bytes")]
    for change in ("price", "text", "tint 5", "all", "tint 25", "tint 100"):
        folder = creative(bench, n, change)
        share = None
        for fmt in ("png", "jpeg", "webp"):
            still = Still(bench, folder, ["--format", fmt])
            many = n if fmt == "jpeg" else n // 2 if fmt == "png" else 40
            ms = per_image(still.seconds, 20 if fmt != "webp" else 5, many, 3)
            if share is None:
                share = pixels_changed(bench)
            rows.append((change, f"{share:.1%}", fmt, f"{ms:.2f}", f"{still.size():,.0f}"))
    bench.table("By what changes, one core", rows)


def pixels_changed(bench):
    code = ("import sys, numpy as np\nfrom PIL import Image\n"
            "p = [np.asarray(Image.open(f).convert('RGBA')) for f in sys.argv[1:]]\n"
            "print(np.mean([np.mean((a != b).any(axis=2)) for a, b in zip(p, p[1:])]))")
    files = sorted(glob.glob(bench.path("out") + "/**/*.png", recursive=True))[:20]
    return float(subprocess.run(["/usr/bin/python3", "-c", code] + files, capture_output=True, text=True,
                                check=True).stdout)


def workers(bench):
    """One worker, on either core, and two on both, in turns, on enough pictures that starting does not count."""
    if os.cpu_count() < 2:
        return
    most = 1500 if bench.quick else 4000
    folder = creative(bench, most, "all")
    rows = [("format", "pictures", "workers", "seconds", "pictures a second", "times one", "peak MiB")]
    for fmt in ("jpeg", "png"):
        n = most if fmt == "jpeg" else most // 2
        stills = {j: Still(bench, folder, ["--format", fmt]) for j in (1, 2)}
        seen, manifests = {"0": [], "1": [], "2": []}, {}
        for _ in range(3 if bench.quick else 5):
            for cores, j in (("0", 1), ("1", 1), ("0,1", 2)):
                seen["2" if j == 2 else cores].append(stills[j].seconds(n, cores, j))
                with open(f"{folder}/manifest", "rb") as f:
                    manifests[j] = f.read()
        bench.bar(f"render-still {fmt}: two workers write what one writes", "the same bytes",
                  "the same" if manifests[1] == manifests[2] else "other ones", manifests[1] == manifests[2])
        ratio = bench.two_workers(f"render-still {fmt}: two workers", seen)
        for key, label, j in (("0", "1, on core 0", 1), ("1", "1, on core 1", 1), ("2", "2", 2)):
            s = statistics.median(seen[key])
            rows.append((fmt, f"{n:,}", label, f"{s:.2f}", f"{n / s:,.0f}", f"{ratio:.2f}" if j == 2 else "",
                         f"{stills[j].peak:.0f}"))
    bench.table(f"Workers, pictures of {SIZE}", rows)


def calls(bench):
    """System calls and allocations that one picture more takes: counts, not times."""
    if not shutil.which("strace"):
        bench.absent("strace", "apt-get install strace")
        return
    counter = bench.path("count.so")
    subprocess.run(["cc", "-O2", "-shared", "-fPIC", os.path.join(HERE, "count.c"), "-o", counter], check=True)
    folder, few, many = creative(bench, 400, "all"), 100, 400
    rows = [("format", "system calls a picture", "which", "allocations a picture")]
    for fmt in ("jpeg", "png", "webp"):
        made, names = {}, {}
        for n in (few, many):
            command = [bench.tool("render-still"), "--quiet", "-j1", "--format", fmt, "-o", bench.path("out"),
                       head(bench, folder, n)]
            shutil.rmtree(bench.path("out"), ignore_errors=True)
            subprocess.run(command, env=dict(bench.env, LD_PRELOAD=counter, COUNT_TO=bench.path("count")), check=True,
                           stdout=subprocess.DEVNULL)
            with open(bench.path("count"), encoding="utf-8") as f:
                made[n] = int(f.read())
            shutil.rmtree(bench.path("out"), ignore_errors=True)
            subprocess.run(["strace", "-f", "-c", "-o", bench.path("strace")] + command, env=bench.env, check=True,
                           stdout=subprocess.DEVNULL)
            with open(bench.path("strace"), encoding="utf-8") as f:
                table = [line.split() for line in f if line[:1] == " " or line[:1].isdigit()]
            names[n] = {t[-1]: int(t[3]) for t in table if len(t) >= 5 and t[3].isdigit() and t[-1] != "total"}
        each = {k: (names[many][k] - names[few].get(k, 0)) / (many - few) for k in names[many]}
        which = ", ".join(f"{k} {v:.1f}" for k, v in sorted(each.items(), key=lambda x: -x[1]) if v >= 0.05)
        rows.append((fmt, f"{sum(each.values()):.1f}", which, f"{(made[many] - made[few]) / (many - few):.0f}"))
    bench.table("What one picture more asks of the system", rows)


def growth(bench):
    counts = (100, 1000) if bench.quick else (100, 1000, 10000)
    rows, peaks = [("pictures", "seconds", "pictures a second", "peak MiB")], []
    for n in counts:
        still = Still(bench, creative(bench, n, "all"), ["--format", "jpeg", "--scale", "0.25"])
        s = still.seconds(n)
        rows.append((f"{n:,}", f"{s:.2f}", f"{n / s:,.0f}", f"{still.peak:.1f}"))
        peaks.append(still.peak)
    bench.table("From a hundred pictures on (JPEG, 300x157), one core", rows)
    more = peaks[-1] / peaks[-2] - 1
    bench.bar(f"render-still: memory at {counts[-1]:,} pictures", f"within 10 % of {counts[-2]:,}", f"{more:+.1%}",
              more <= 0.10)


def section(bench):
    against_peers(bench)
    changed(bench)
    workers(bench)
    calls(bench)
    growth(bench)
