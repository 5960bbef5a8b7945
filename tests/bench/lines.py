"""The line tools: against Miller, Jinja2 and FormatJS, by workers, and as the rows grow."""
import json
import os
import shutil
import statistics
import subprocess

from common import HERE, lines_of

PEERS = os.path.join(HERE, "lines")


def prepare(bench, rows):
    """The simple creative with an audience of `rows` rows; its lines, and the same localised."""
    folder = bench.path("lines")
    os.makedirs(folder, exist_ok=True)
    for name in ("creative.xml", "banner.svg", "rules.xml", "locales"):
        src, dst = os.path.join(PEERS, name), os.path.join(folder, name)
        if not os.path.exists(dst):
            (shutil.copytree if os.path.isdir(src) else shutil.copy)(src, dst)
    audience(bench, folder, rows)
    bench.run([bench.tool("variant-expand"), "creative.xml", f"{rows}.csv"], stdout=f"{folder}/{rows}.jsonl", cwd=folder)
    bench.run([bench.tool("localize"), "-j1", f"{rows}.jsonl"], stdout=f"{folder}/{rows}.local", cwd=folder)
    return folder


def audience(bench, folder, rows):
    with open(f"{folder}/{rows}.csv", "wb") as f:
        subprocess.run([os.path.join(PEERS, "rows.py"), str(rows)], stdout=f, check=True)


def same_expansion(ours, theirs):
    """Whether a peer chose what we chose: messages, paints and the texts without money and dates of each line."""
    def facts(line):
        v = json.loads(line)
        return v["id"], [(k, s.get("message"), s.get("paint"),
                          s.get("text") if k == "headline" or k == "cta" else None) for k, s in v["slots"].items()]

    def english(line):
        return b"/en-GB" in line[:80]
    with open(ours, "rb") as a, open(theirs, "rb") as b:
        pairs = 0
        for x, y in zip(a, b):
            if not english(x):  # the source text of other locales is what localize replaces
                continue
            if facts(x) != facts(y):
                return False
            pairs += 1
    return pairs > 0 and lines_of(ours) == lines_of(theirs)


def expansion(bench, folder, rows):
    commands = {"variant-expand": {"command": [bench.tool("variant-expand"), "-q", "-j1", "creative.xml", f"{rows}.csv"]}}
    if shutil.which("mlr"):
        commands["Miller"] = {"command": ["mlr", "--icsv", "--ojsonl", "put", "-f", f"{PEERS}/peer-miller.mlr",
                                          f"{rows}.csv"]}
    else:
        bench.absent("Miller", "apt-get install miller")
    if subprocess.run(["/usr/bin/python3", "-c", "import jinja2"], stderr=subprocess.DEVNULL, check=False).returncode == 0:
        commands["Python, Jinja2"] = {"command": ["/usr/bin/python3", f"{PEERS}/peer-jinja.py", f"{rows}.csv"]}
    else:
        bench.absent("Jinja2", "apt-get install python3-jinja2")
    for name in list(commands):
        out = f"{folder}/peer.out"
        bench.run(commands[name]["command"], stdout=out, cwd=folder)
        if name != "variant-expand" and not same_expansion(f"{folder}/{rows}.jsonl", out):
            bench.bar(f"{name} expands as variant-expand does", "the same choices", "other ones", False)
        commands[name].update(cwd=folder)
    t = bench.race(commands)
    ours = t["variant-expand"]
    bench.table(f"Expansion of {rows:,} rows by eleven conditions, one core",
                [("tool", "seconds", "lines a second", "times ours")] +
                [(k, f"{s:.3f}", f"{rows / s:,.0f}", f"{s / ours:.1f}") for k, s in t.items()])
    if "Miller" in t:
        ratio = t["Miller"] / ours
        bench.bar("variant-expand against Miller", "at least 2 times", f"{ratio:.1f} times", ratio >= 2)


def messages(bench, folder, rows):
    commands = {"localize": {"command": [bench.tool("localize"), "--quiet", "-j1", f"{rows}.jsonl"], "cwd": folder}}
    if os.path.isdir(os.path.join(bench.modules, "intl-messageformat")):
        peer = ["node", f"{PEERS}/peer-formatjs.mjs", bench.modules, "creative.xml", f"{rows}.jsonl"]
        commands["FormatJS"] = {"command": peer, "cwd": folder}
        bench.run(peer, stdout=f"{folder}/peer.out", cwd=folder)
        with open(f"{folder}/{rows}.local", "rb") as a, open(f"{folder}/peer.out", "rb") as b:
            differ = sum(x != y for x, y in zip(a, b))
        bench.bar("FormatJS writes the lines that localize writes", "the same bytes",
                  f"{differ:,} of {rows:,} lines differ", differ == 0)
    else:
        bench.absent("FormatJS", "make bench-deps")
    t = bench.race(commands)
    ours = t["localize"]
    bench.table(f"{rows:,} lines put into their locale, one core",
                [("tool", "seconds", "lines a second", "times ours")] +
                [(k, f"{s:.3f}", f"{rows / s:,.0f}", f"{s / ours:.1f}") for k, s in t.items()])
    if "FormatJS" in t:
        ratio = t["FormatJS"] / ours
        bench.bar("localize against FormatJS", "at least 2 times", f"{ratio:.1f} times", ratio >= 2)


def workers(bench, folder, rows):
    """Each tool with one worker, on either core, and with two on both, and the same bytes from both. Two processes that
    share nothing, each with half of the lines, show what the machine gives this work."""
    commands = {"variant-expand": ["-q", "creative.xml", f"{rows}.csv"], "localize": ["--quiet", f"{rows}.jsonl"],
                "brand-check": ["-q", "-r", "rules.xml", f"{rows}.local"]}
    commands = {name: [[bench.tool(name), f"-j{j}"] + args for j in (1, 2)] for name, args in commands.items()}
    table = [("tool", "workers", "seconds", "lines a second", "times one")]
    for name, pair in commands.items():
        outs = []
        for j, command in enumerate(pair, 1):
            bench.run(command, stdout=f"{folder}/w{j}", cwd=folder, cores="0,1")
            with open(f"{folder}/w{j}", "rb") as f:
                outs.append(f.read())
        bench.bar(f"{name}: two workers write what one writes", "the same bytes",
                  "the same" if outs[0] == outs[1] else "other ones", outs[0] == outs[1] and bool(outs[0]))
        if os.cpu_count() < 2:
            continue
        one = " ".join(pair[0][:-1])
        if name == "variant-expand":
            halves = [f"{one} --shard {k}/2 {pair[0][-1]}" for k in (1, 2)]
        else:
            subprocess.run(["split", "-n", "l/2", pair[0][-1], f"{name}-half-"], cwd=folder, check=True)
            halves = [f"{one} {name}-half-a{k}" for k in "ab"]
        apart = ["sh", "-c", f"{halves[0]} >apart-1 & {halves[1]} >apart-2; wait"]
        times = bench.turns({"0": {"command": pair[0], "cwd": folder, "cores": "0"},
                             "1": {"command": pair[0], "cwd": folder, "cores": "1"},
                             "2": {"command": pair[1], "cwd": folder, "cores": "0,1"},
                             "apart": {"command": apart, "cwd": folder, "cores": "0,1"}}, runs=5 if bench.quick else 9)
        ratio = bench.two_workers(f"{name}: two workers", times)
        t = {k: statistics.median(v) for k, v in times.items()}
        for key, label in (("0", "1, on core 0"), ("1", "1, on core 1"), ("2", "2"), ("apart", "2 processes")):
            table.append((name, label, f"{t[key]:.3f}", f"{rows / t[key]:,.0f}", f"{ratio:.2f}" if key == "2" else ""))
    bench.table(f"Workers, {rows:,} lines of the simple creative", table)


def spring(bench):
    """The example: five sizes, thirteen slots, lines of 2.2 kB."""
    runs = {}
    bench.run([bench.tool("variant-expand"), "examples/spring/creative.xml", "examples/spring/audience.csv"],
              stdout=bench.path("spring.jsonl"))
    n, size = lines_of(bench.path("spring.jsonl")), os.path.getsize(bench.path("spring.jsonl"))
    runs["variant-expand"] = [bench.tool("variant-expand"), "-q", "-j1", "examples/spring/creative.xml",
                              "examples/spring/audience.csv"]
    runs["localize"] = [bench.tool("localize"), "--quiet", "-j1", bench.path("spring.jsonl")]
    t = bench.race({k: {"command": c} for k, c in runs.items()})
    empty = bench.path("one.csv")
    with open("examples/spring/audience.csv", encoding="utf-8") as f, open(empty, "w", encoding="utf-8") as g:
        g.writelines(f.readline() for _ in range(2))
    bench.run([bench.tool("variant-expand"), "examples/spring/creative.xml", empty], stdout=bench.path("one.jsonl"))
    start = bench.race({"variant-expand": {"command": runs["variant-expand"][:4] + [empty]},
                        "localize": {"command": runs["localize"][:3] + [bench.path("one.jsonl")]}})
    bench.table(f"examples/spring, {n:,} lines of {size / n:,.0f} bytes, one core",
                [("tool", "start-up ms", "seconds", "lines a second without it")] +
                [(k, f"{start[k] * 1000:.0f}", f"{s:.3f}", f"{n / max(s - start[k], 1e-9):,.0f}") for k, s in t.items()])


def growth(bench):
    """Time and peak memory as the rows grow: memory at 1,000,000 within 10 % of that at 10,000."""
    counts = (100, 10000) if bench.quick else (100, 10000, 1000000)
    table, peaks = [("tool", "rows", "seconds", "lines a second", "peak MiB")], {}
    for rows in counts:
        folder = prepare(bench, rows)
        tools = {"variant-expand": ["-q", "-j1", "creative.xml", f"{rows}.csv"],
                 "localize": ["--quiet", "-j1", f"{rows}.jsonl"],
                 "brand-check": ["-q", "-j1", "-r", "rules.xml", f"{rows}.local"]}
        for name, args in tools.items():
            s, peak, status = bench.run([bench.tool(name)] + args, cwd=folder)
            if status > 1:
                raise SystemExit(f"bench: {name} failed with status {status}")
            table.append((name, f"{rows:,}", f"{s:.3f}", f"{rows / s:,.0f}", f"{peak:.1f}"))
            peaks[name, rows] = peak
        if rows == 1000000:
            for name in (f"{rows}.csv", f"{rows}.jsonl", f"{rows}.local"):
                os.unlink(f"{folder}/{name}")
    bench.table("Rows from a hundred to a million, one core", table)
    if not bench.quick:
        for name in ("variant-expand", "localize", "brand-check"):
            more = peaks[name, 1000000] / peaks[name, 10000] - 1
            bench.bar(f"{name}: memory at 1,000,000 rows", "within 10 % of 10,000", f"{more:+.1%}", more <= 0.10)


def section(bench):
    rows = 20000 if bench.quick else 200000
    folder = prepare(bench, rows)
    expansion(bench, folder, rows)
    messages(bench, folder, rows)
    many = 500000  # starting takes some 50 milliseconds: few rows would measure that
    workers(bench, prepare(bench, many), many)
    spring(bench)
    growth(bench)
