"""What the sections of the benchmark share: running, medians, tables, bars, the machine's facts."""
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))


# A process starts with the peak memory of the one it was forked from: a small one, so that the peak told is the tool's.
LAUNCHER = """
import os, sys, time
start = time.monotonic()
pid = os.fork()
if not pid:
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    os.execvp(sys.argv[1], sys.argv[1:])
_, status, usage = os.wait4(pid, 0)
sys.stderr.write("%r %d %d" % (time.monotonic() - start, usage.ru_maxrss, os.waitstatus_to_exitcode(status)))
"""


def scratch():
    """Where files are written: in memory if there is room, so that it is the tools that are measured and not the disk.
    A file system that was told to delete thousands of files a moment ago is slow to make new ones, too."""
    room = shutil.disk_usage("/dev/shm").free if os.access("/dev/shm", os.W_OK) else 0
    return "/dev/shm" if room > 6 << 30 else None


class Bench:
    """One run of the benchmark: options, scratch folder, and the report as it grows."""

    def __init__(self, bin_dir, tmp, modules, quick):
        self.bin, self.tmp, self.modules, self.quick = bin_dir, tmp, modules, quick
        self.runs = 3 if quick else 5
        self.report, self.bars = [], []
        self.env = dict(os.environ, LC_ALL="C.UTF-8", NO_COLOR="1", UV_THREADPOOL_SIZE="1", VIPS_CONCURRENCY="1")

    def tool(self, name):
        return os.path.join(self.bin, name)

    def path(self, name):
        return os.path.join(self.tmp, name)

    def say(self, text=""):
        print(text, flush=True)
        self.report.append(text)

    def run(self, command, stdin=None, stdout=None, cores="0", cwd=ROOT):
        """Seconds, peak MiB and exit status of a command on the cores named (one, unless said otherwise)."""
        if shutil.which("taskset"):
            command = ["taskset", "-c", cores] + command
        with open(stdin or os.devnull, "rb") as i, open(stdout or os.devnull, "wb") as o:
            p = subprocess.run([sys.executable, "-ISc", LAUNCHER] + command, stdin=i, stdout=o,
                               stderr=subprocess.PIPE, cwd=cwd, env=self.env, text=True, check=True)
        seconds, peak, status = p.stderr.split()
        return float(seconds), int(peak) / 1024, int(status)

    def median(self, command, runs=None, **kw):
        """Medians of several runs: seconds, and the largest peak and status."""
        got = [self.run(command, **kw) for _ in range(runs or self.runs)]
        if max(g[2] for g in got) > 1:
            raise SystemExit(f"bench: failed with status {max(g[2] for g in got)}: {' '.join(command)}")
        return statistics.median(g[0] for g in got), max(g[1] for g in got)

    def turns(self, commands, runs=None):
        """Several commands, one after the other and again, so that a busy moment hits all: name -> seconds of each run."""
        times = {name: [] for name in commands}
        for _ in range(runs or self.runs):
            for name, kw in commands.items():
                kw = dict(kw)
                seconds, _, status = self.run(kw.pop("command"), **kw)
                if status > 1:
                    raise SystemExit(f"bench: {name} failed with status {status}")
                times[name].append(seconds)
        return times

    def race(self, commands, runs=None):
        """The same: name -> median seconds."""
        return {name: statistics.median(t) for name, t in self.turns(commands, runs).items()}

    def two_workers(self, what, times):
        """The bar of two workers, from seconds of runs that took turns: one worker on each of two cores ("0", "1"), and
        two on both ("2"). Neighbours on the same host can slow one core to half of the other for minutes, so what one
        worker does is the mean of what it does on either core; of the ratios of all turns the median counts."""
        ratio = statistics.median((1 / two) / ((1 / a + 1 / b) / 2) for a, b, two in zip(times["0"], times["1"], times["2"]))
        self.bar(what, "at least 1.85 times one", f"{ratio:.2f} times", ratio >= 1.85)
        return ratio

    def table(self, title, rows):
        """Rows of cells, the first one the heading, as a Markdown table that reads well on a terminal too."""
        widths = [max(len(str(r[i])) for r in rows) for i in range(len(rows[0]))]
        self.say(f"\n### {title}\n")
        for k, r in enumerate(rows):
            cells = [str(c).ljust(w) if i == 0 else str(c).rjust(w) for i, (c, w) in enumerate(zip(r, widths))]
            self.say("| " + " | ".join(cells) + " |")
            if k == 0:
                self.say("|" + "|".join("-" * (w + 2) for w in widths) + "|")

    def bar(self, what, target, measured, ok):
        """A bar of the project: what is asked, what was seen."""
        self.bars.append((what, target, measured, "PASS" if ok else "FAIL"))

    def absent(self, peer, how):
        self.say(f"\n{peer} is not installed, so it is not measured: {how}")


def lines_of(path):
    n = 0
    with open(path, "rb") as f:
        while block := f.read(1 << 20):
            n += block.count(b"\n")
    return n


def first_line(command):
    try:
        text = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False).stdout
    except OSError:
        return "absent"
    return text.strip().split("\n")[0] or "absent"


def module_version(modules, name):
    try:
        with open(os.path.join(modules, name, "package.json"), encoding="utf-8") as f:
            return re.search(r'"version":\s*"([^"]+)"', f.read()).group(1)
    except OSError:
        return "absent"


def facts(bench):
    """What the figures depend on, as the first part of the report."""
    cpu, flags = "unknown", ""
    with open("/proc/cpuinfo", encoding="utf-8") as f:
        for line in f:
            if line.startswith("model name") and cpu == "unknown":
                cpu = line.split(":", 1)[1].strip()
            if line.startswith("flags") and not flags:
                flags = line
    with open("/proc/meminfo", encoding="utf-8") as f:
        memory = int(f.readline().split()[1]) / 1e6
    simd = [w for w in ("sse4_2", "avx2", "avx512bw") if w in flags]
    load = os.getloadavg()[0]
    libraries = {p: first_line(["pkg-config", "--modversion", p])
                 for p in ("cairo", "harfbuzz", "icu-uc", "libjpeg", "libdeflate", "libxml-2.0")}
    rows = [("fact", "value"),
            ("processor", f"{cpu} ({' '.join(simd)})"),
            ("cores", os.cpu_count()),
            ("memory", f"{memory:.1f} GB"),
            ("kernel", platform.release()),
            ("load when it began", f"{load:.2f}"),
            ("files are written to", "memory (tmpfs)" if bench.tmp.startswith("/dev/shm") else "disk"),
            ("pressrun", first_line([bench.tool("render-still"), "--version"])),
            ("compiler", first_line(["cc", "--version"])),
            ("libraries", ", ".join(f"{k} {v}" for k, v in libraries.items()))]
    peers = {"Miller": first_line(["mlr", "--version"]), "rsvg-convert": first_line(["rsvg-convert", "--version"]),
             "Inkscape": first_line(["inkscape", "--version"]), "ImageMagick": first_line(["convert", "--version"]),
             "node": first_line(["node", "--version"]),
             "Jinja2": first_line(["/usr/bin/python3", "-c", "import jinja2; print(jinja2.__version__)"])}
    for name in ("@resvg/resvg-js", "sharp", "intl-messageformat"):
        peers[name] = module_version(bench.modules, name)
    rows += [(k, v) for k, v in peers.items()]
    bench.table("The machine", rows)
    if load > 0.5 * os.cpu_count():
        bench.say("\nThe machine was busy when this began: compare ratios, not seconds.")
