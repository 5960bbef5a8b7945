"""brand-check: lines a second and core by what the rules need, and the whole of a brand on the example."""
import subprocess

from common import lines_of

# The campaign of the tests, 2,000 ads of which 60 break a rule; all kinds of a need at once.
CAMPAIGN = "tests/campaign"
KINDS = {
    "line": "words price url personal-data reading copy terms placeholder characters tone footnote present disclaimer file assert",
    "layout": "palette typeface text-size glyphs overflow logo safe-zone overlap image capitals outside",
    "pixel": "contrast pairs",
}
LEAST_LINES = 100000  # a second and core, where no rule needs a layout


def inputs(bench):
    """The campaign again and again, as many lines as each need is worth; one line, for the time to start."""
    base = bench.path("campaign.jsonl")
    with open(base, "wb") as f:
        subprocess.run(["awk", "-v", "truth=/dev/null", "-f", f"{CAMPAIGN}/make.awk"], stdout=f, check=True)
    with open(base, "rb") as f:
        ads = f.readlines()
    counts = {"one": 1, "line": 20000 if bench.quick else 100000, "layout": 4000 if bench.quick else 20000,
              "pixel": 500 if bench.quick else 2000}
    for name, n in counts.items():
        with open(bench.path(f"campaign.{name}"), "wb") as f:
            f.writelines(ads[i % len(ads)] for i in range(n))
    return counts


def by_need(bench):
    counts = inputs(bench)
    table = [("rules that need the", "kinds", "ads", "start-up ms", "seconds", "ads a second without it")]
    for need, kinds in KINDS.items():
        only = [word for kind in kinds.split() for word in ("--only", kind)]
        command = [bench.tool("brand-check"), "-q", "-j1", "-r", f"{CAMPAIGN}/rules.xml"] + only
        t = bench.race({name: {"command": command + [bench.path(f"campaign.{name}")]} for name in ("one", need)})
        n, start, all_of_it = counts[need], t["one"], t[need]
        rate = n / max(all_of_it - start, 1e-9)
        table.append((need, len(kinds.split()), f"{n:,}", f"{start * 1000:.0f}", f"{all_of_it:.3f}", f"{rate:,.0f}"))
        if need == "line":
            bench.bar("brand-check: rules that need the line alone", f"{LEAST_LINES:,} ads a second and core",
                      f"{rate:,.0f}", rate >= LEAST_LINES)
    bench.table("brand-check by what its rules need, one core", table)


def example(bench):
    """All of acme, and what its pixel rules take of it, on every ad of the example."""
    raw, ads = bench.path("spring.raw"), bench.path("spring.checked")
    bench.run([bench.tool("variant-expand"), "-q", "examples/spring/creative.xml", "examples/spring/audience.csv"], stdout=raw)
    bench.run([bench.tool("localize"), "--quiet", "-j1", raw], stdout=ads)
    n = lines_of(ads)
    command = [bench.tool("brand-check"), "-q", "-j1", "-r", "acme"]
    pixels = subprocess.run(command[:1] + ["-r", "acme", "--list-rules"], capture_output=True, text=True, check=True,
                            env=bench.env).stdout.splitlines()
    names = {need: [f.split()[0] for f in pixels if f.split()[3:4] == [need]] for need in ("layout", "pixels")}
    skip = [w for name in names["pixels"] for w in ("--skip", name)]
    more = skip + [w for name in names["layout"] for w in ("--skip", name)]
    t = bench.race({"all its rules": {"command": command + [ads]},
                    "without those that need pixels": {"command": command + skip + [ads]},
                    "those that need the line": {"command": command + more + [ads]}}, runs=3)
    bench.table(f"brand-check -r acme on examples/spring, {n:,} ads, one core",
                [("rules", "seconds", "ads a second")] + [(k, f"{s:.3f}", f"{n / s:,.0f}") for k, s in t.items()])


def section(bench):
    by_need(bench)
    example(bench)
