"""How long 1,000 generated contracts of 61 sheets and 6 years take: load, rates, audit; and 10 × the sheets.

The contracts are written as catalogue folders in a temporary directory, then read, rated and audited by two
processes that look for garbage seldom. Their targets are of all kinds in turn, some with two readings, and some
sheets say a total. Wall time, files already in the page cache. The ratio says whether the time grows as the sheets do.
"""

import gc
import os
import resource
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

from droitcommun.catalogue.loader import load_folder
from droitcommun.catalogue.observation_rows import COLUMNS
from droitcommun.core.audit import findings
from droitcommun.core.known import known_on
from droitcommun.core.rates import known_rates

CONTRACTS = int(os.environ.get("BENCH_CONTRACTS", "1000"))
SHEETS = 61
YEARS = range(2015, 2021)
AS_OF = date(2021, 1, 31)

CONTRACT = """
id = "invente"
name = "Contrat inventé"
period = "2015-01-01/2020-12-31"
signed_on = 2015-01-01
passage = { document = "texte", lines = [[1, 1]] }
[[documents]]
id = "texte"
title = "Texte"
file = "texte.txt"
sha256 = "0"
[[axes]]
id = "axe"
name = "Axe"
[[themes]]
id = "theme"
name = "Thème"
[[institutions]]
id = "service"
name = "Service"
[[perimeters]]
id = "qpv"
name = "QPV"
kind = "priority"
"""
COMMITMENT = """
[[commitment]]
id = "promesse-{n}"
statement = "Atteindre {goal} %"
level = "local"
force = "firm"
committed = ["service"]
scope = "quartiers"
perimeter = "qpv"
period = "2015-01-01/2020-12-31"
passage = {{ document = "texte", lines = [[{line}, {line}]] }}
[commitment.target]
{target}
passage = {{ document = "texte", lines = [[{line}, {line}]] }}
"""
SHEET = """
[[sheet]]
id = "fiche-{n}"
title = "Objectif numéro {n}"
layout = "result_2014"
axis = {{ raw = "Axe", id = "axe" }}
theme = {{ raw = "Thème", id = "theme" }}
institutions = ["service"]
units = []
objective = "Objectif numéro {n}"
updated_on = {{ text = "janvier 2021", from = 2021-01-01, to = 2021-01-31 }}
passage = {{ document = "texte", lines = [[{line}, {end}]] }}
[[sheet.measures]]
id = "mesure-{n}"
indicator = "Part numéro {n}"
perimeter = "qpv"
commitments = ["promesse-{n}"]
passage = {{ document = "texte", lines = [[{line}, {line}]] }}
[sheet.measures.target]
{target}
passage = {{ document = "texte", lines = [[{line}, {line}]] }}
"""
# A wording that is read in two ways.
ALSO = """
[[sheet.measures.also_read_as]]
kind = "plus_percent"
text = "+ 5 %"
percent = "5"
passage = {{ document = "texte", lines = [[{line}, {line}]] }}
"""
CLAIM = """
[[sheet.claims]]
kind = "total"
[sheet.claims.total]
text = "{total}"
figure = {{ kind = "count", count = {total} }}
passage = {{ document = "texte", lines = [[{line}, {line}]] }}
[[sheet.claims.parts]]
text = "40"
figure = {{ kind = "count", count = 40 }}
passage = {{ document = "texte", lines = [[{line}, {line}]] }}
[[sheet.claims.parts]]
text = "60"
figure = {{ kind = "count", count = 60 }}
passage = {{ document = "texte", lines = [[{line}, {line}]] }}
"""

# Every kind of target, each with the kind of figure that answers it. `{goal}` runs from 10 to 89.
KINDS = (
    ('kind = "at_least_share"\ntext = "{goal} %"\nshare = {{ percent = "{goal}" }}', "share"),
    ('kind = "at_most_share"\ntext = "{goal} % au plus"\nshare = {{ percent = "{goal}" }}', "share"),
    ('kind = "reach_count"\ntext = "{goal}0"\ncount = {{ count = {goal}0 }}', "count"),
    ('kind = "reach_amount"\ntext = "{goal} 000 euros"\namount = {{ euros = "{goal}000" }}', "euros"),
    ('kind = "maintain"\ntext = "maintenir"', "share"),
    ('kind = "plus_percent"\ntext = "+ 20 %"\npercent = "20"', "count"),
    (
        'kind = "plus_points"\ntext = "5 % par an"\npoints = "5"\nper_year = true\nschedule = "each_year"',
        "share",
    ),
    ('kind = "divide_gap"\ntext = "réduire de moitié"\ndivisor = 2', "gap"),
    ('kind = "multiply"\ntext = "doubler"\nfactor = 2', "share"),
    ('kind = "at_most_gap"\ntext = "< {goal} points"\ngap = {{ points = "{goal}" }}', "gap"),
    ('kind = "cover"\ntext = "tous"\nareas = "quartiers"\nof = 8', "places"),
    ('kind = "cadence"\ntext = "tous les six mois"\nmonths = 6', "pace"),
    (
        """kind = "milestones"
text = "trois étapes"
steps = [{{ id = "a", text = "a" }}, {{ id = "b", text = "b" }}, {{ id = "c", text = "c" }}]""",
        "steps",
    ),
    (
        'kind = "nested_share"\ntext = "dont {goal} %"\nof = "crédits"\nshare = {{ percent = "{goal}" }}',
        "share",
    ),
    (
        'kind = "composite"\ntext = "développer et accompagner"\nparts = ["développer", "accompagner"]',
        "state",
    ),
    ('kind = "no_figure"\ntext = "développer"\nbetter = "more"', "state"),
)


def write(folder: Path, seed: int, sheets: int) -> None:
    """Write one contract: a baseline, six results and a declared rate a sheet, one rate in ten wrong."""
    folder.mkdir(parents=True)
    commitments, texts, rows = [], [], [",".join(COLUMNS)]
    for n in range(sheets):
        goal, line = 10 + (seed * 7 + n * 3) % 80, 100 * n + 10
        wording, figure = KINDS[(seed + n) % len(KINDS)]
        target = wording.format(goal=goal)
        commitments.append(COMMITMENT.format(n=n, goal=goal, line=line, target=target))
        texts.append(SHEET.format(n=n, line=line, end=line + 50, target=target))
        if "plus_points" in target:
            texts.append(ALSO.format(line=line))
        if n % 5 == 0:
            texts.append(CLAIM.format(line=line, total=100 + n % 2))
        given = [
            ("depart", "baseline", f"mesure-{n}", figure, 5 + (seed + n) % 20, "2014"),
            *(
                (str(year), "result", f"mesure-{n}", figure, 6 + (seed + n * year) % 90, str(year))
                for year in YEARS
            ),
            ("taux", "declared_rate", "", "ratio", _declared(seed, n, goal), ""),
        ]
        rows += [
            f"m{n}-{name},fiche-{n},{measure},{role},,{_cells(kind, value, f'{n}, {period}')},{period},qpv,,texte,"
            f"{line},2021-01-31,"
            for name, role, measure, kind, value, period in given
        ]
    (folder / "contract.toml").write_text(CONTRACT, encoding="utf-8")
    (folder / "commitments.toml").write_text("".join(commitments), encoding="utf-8")
    (folder / "sheets.toml").write_text("".join(texts), encoding="utf-8")
    (folder / "observations.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def _cells(kind: str, value: int, where: str) -> str:
    """The cells from `text` to `words` of a figure of that kind; `value` runs from 5 to 95."""
    text, number, words = f"{value}", f"{value}", ""
    match kind:
        case "count":
            text = number = f"{value}0"
        case "euros":
            text = number = f"{value}000"
        case "places":
            words, number = "; ".join(f"quartier {place}" for place in range(1 + value % 8)), ""
        case "pace":
            number = str(1 + value % 12)
        case "steps":
            words, number = "; ".join("abc"[: 1 + value % 3]), ""
        case "state":
            words, number = f'"action menée sur la fiche {where}"', "started"
        case _:  # a share, a gap, a rate: the number as it is
            pass
    return f"{text},{kind},{number},,,,,{words}"


def _declared(seed: int, n: int, goal: int) -> int:
    last = 6 + (seed + n * YEARS[-1]) % 90
    return round(last * 100 / goal) + (7 if (seed + n) % 10 == 0 else 0)


def work(folder: str) -> tuple[int, int]:
    """Load, rate and audit one contract; return how many rates and findings."""
    known = known_on(load_folder(Path(folder)), AS_OF)
    return len(known_rates(known)), len(findings(known))


def settle() -> None:
    """Look for garbage seldom: values without cycles are freed at once, and there are many of them."""
    gc.freeze()
    gc.set_threshold(200_000, 50, 50)


def processor_time() -> float:
    """How many seconds processes that have ended spent on a processor: what a busy machine does not lengthen much."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def timed(folders: list[str], processes: int) -> tuple[float, int, int]:
    """Work through folders; return seconds, rates, findings."""
    start = time.perf_counter()
    with ProcessPoolExecutor(processes, initializer=settle) as pool:
        found = list(pool.map(work, folders, chunksize=4))
    return time.perf_counter() - start, sum(one for one, _ in found), sum(other for _, other in found)


def main() -> None:
    """Print what was measured."""
    print(f"# {(__doc__ or '').splitlines()[0]}")
    with tempfile.TemporaryDirectory() as place:
        for seed in range(CONTRACTS):
            write(Path(place) / "many" / str(seed), seed, SHEETS)
        folders = [str(path) for path in sorted((Path(place) / "many").iterdir())]
        seconds, made, found = timed(folders, 2)
        print(f"{CONTRACTS} contracts × {SHEETS} sheets × {len(YEARS)} years, two processes: {seconds:.1f} s")
        print(
            f"  {processor_time():.1f} s of processor for both; {os.getloadavg()[0]:.1f} processes wanted one"
        )
        print(
            f"  {made} rates, {found} findings, {seconds / CONTRACTS * 1000 * 2:.0f} ms a contract and process"
        )
        write(Path(place) / "one", 1, SHEETS * 2)
        write(Path(place) / "ten", 1, SHEETS * 20)
        small, large = (
            min(timed([str(Path(place) / name)], 1)[0] for _ in range(3)) for name in ("one", "ten")
        )
        print(
            f"{SHEETS * 2} sheets: {small:.2f} s; ten times as many: {large:.2f} s, {large / small:.1f} times"
        )


if __name__ == "__main__":
    main()
    sys.exit(0)
