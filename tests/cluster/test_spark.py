"""`locate --engine spark`: the same answers, row for row and count for count; nothing of a row but in workers."""

import json
import os
import shutil
import sys
from pathlib import Path

import polars as pl
import pytest

from droitcommun.territory.engines import reference
from droitcommun.territory.engines.reference import Row
from droitcommun.territory.engines.spark import ClusterError, WorkFailedError, over_parts
from droitcommun.territory.index.opened import AddressIndex
from tests.cluster.works import Exam, Failing, Looking
from tests.places import ROOT
from tests.spec.desk import Desk
from tests.territory.located import AT_THE_BORDER, INSIDE, INVENTED, OUTSIDE, perimeters
from tests.territory.test_engines import CASES, generated
from tests.unit.test_cli import run

pytestmark = pytest.mark.usefixtures("own_hook")

# A word that no file of Spark, Java or Python holds.
CANARY = "ZYGOGRAPPE"

HEADER = ("adresse", "code postal", "ville", "sexe")


@pytest.fixture(autouse=True)
def _cluster(monkeypatch: pytest.MonkeyPatch) -> None:
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        said = "no Java: apt-get install openjdk-17-jre-headless"
        if os.environ.get("DROITCOMMUN_REQUIRE_JAVA") == "1":
            pytest.fail(said)
        pytest.skip(said)
    # Workers import what they are asked for.
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


def parquet(path: Path, columns: dict[str, list[object]], *, groups: int = 500) -> Path:
    pl.DataFrame(columns).write_parquet(path, row_group_size=groups)
    return path


def of_persons(path: Path) -> Path:
    """Rows of every kind, a number among them, and a column of empty cells."""
    counts = [(INSIDE, 40, "F"), (OUTSIDE, 900, "H"), (AT_THE_BORDER, 3, "F"), (INVENTED, 25, "")]
    rows = [(*place, sex) for place, count, sex in counts for _ in range(count)]
    columns: dict[str, list[object]] = {name: [row[at] for row in rows] for at, name in enumerate(HEADER)}
    columns["sexe"] = [sex or None for sex in columns["sexe"]]
    return parquet(path, {"dossier": list(range(len(rows))), **columns}, groups=100)


def test_each_row_has_the_answer_of_the_obvious_engine(desk: Desk, tmp_path: Path) -> None:
    cases: list[Row] = []
    for line in CASES.strip("\n").splitlines():
        text, postcode, city, _ = (part.strip() for part in line.split(" | "))
        cases.append((text, postcode, city))
    cases += generated(1500, 11)
    columns: dict[str, list[object]] = {"n": list(range(len(cases)))}
    columns |= {name: [row[at] for row in cases] for at, name in enumerate(HEADER[:3])}
    file = parquet(tmp_path / "a.parquet", columns)

    parts = over_parts(file, list(columns), Exam(desk.index), master="local[2]")

    told = {int(number): answer for part in parts for number, answer in json.loads(part)}
    assert [told[n] for n in range(len(cases))] == list(
        map(repr, reference.locate(cases, AddressIndex(desk.index)))
    )


def test_the_result_is_that_of_one_machine_but_for_nothing(desk: Desk, tmp_path: Path) -> None:
    file, (other, here) = of_persons(tmp_path / "a.parquet"), (tmp_path / "autres", tmp_path / "ici")
    other.mkdir()
    here.mkdir()
    beside = perimeters(other, (("QN07501M", "L’Étang", 2.2880, 48.8790, 2.2930, 48.8813),))
    options = ("--by", "sexe=F,H", "--beside", str(beside), "--beside-vintage", "2024", "--format", "json")
    manifests = [here / "un.json", here / "deux.json"]

    alone, together = (
        desk.run(file, *options, "--manifest", str(made), *engine)
        for made, engine in zip(manifests, ((), ("--engine", "spark", "--processes", "2")), strict=True)
    )

    assert (alone.returncode, together.returncode) == (0, 0), together.stderr
    assert together.stdout == alone.stdout
    assert json.loads(alone.stdout)["rows"] is None  # 40 + 900 + 3 + 25, of which 3 are hidden
    # The rows are known by the same hash: the same bytes, seal included.
    assert manifests[0].read_bytes() == manifests[1].read_bytes()
    assert "Traceback" not in together.stderr
    assert "WARN" not in together.stderr


def test_nothing_of_a_row_is_laid_down_or_said(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = parquet(tmp_path / "a.parquet", {"adresse": [f"{n} rue {CANARY}" for n in range(2000)]})

    parts = [json.loads(part) for part in over_parts(file, ["adresse"], Looking(CANARY), master="local[2]")]

    assert sum(part["met"] for part in parts) == 2000
    assert [(part["found"], part["arguments"]) for part in parts] == [([], [])] * len(parts)
    said = "".join(capfd.readouterr())
    assert CANARY not in said
    planted = [
        json.loads(part)
        for part in over_parts(file, ["adresse"], Looking(CANARY, planted=True), master="local[1]")
    ]
    assert [part["found"] for part in planted] == [["planted"]]


def test_a_fault_of_ours_is_told_by_its_place(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    file = parquet(tmp_path / "a.parquet", {"adresse": [f"1 rue {CANARY}"]})

    with pytest.raises(WorkFailedError, match=r"ValueError, .*works\.py:\d+") as failed:
        over_parts(file, ["adresse"], Failing(), master="local[1]")

    assert CANARY not in f"{failed.value}{''.join(capfd.readouterr())}"


def test_what_a_cluster_cannot_do_is_told_before_it_is_asked(desk: Desk, tmp_path: Path) -> None:
    file = of_persons(tmp_path / "a.parquet")
    text = tmp_path / "a.csv"
    text.write_text("adresse\n1 rue Basse\n", encoding="utf-8")

    for path, options, words in (
        (text, (), "lit du Parquet"),
        (file, ("-o", str(tmp_path / "r.csv")), "n’écrit pas les lignes"),
        (file, ("--internal", "--by", "sexe"), "attend les valeurs de --by"),
    ):
        code, said, told = desk.here(path, "--engine", "spark", *options)
        assert (code, said) == (10, "")
        assert words in told
    code, said, told = desk.here(file, "--master", "local[2]")
    assert (code, said) == (2, "")
    assert "--engine spark" in told


@pytest.mark.parametrize(
    ("java", "words"),
    [
        (None, "il n’y en a pas"),
        ("#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n", "celui-ci est le 11"),
        ("#!/bin/sh\necho 'java version \"1.8.0_292\"' >&2\n", "celui-ci est le 8"),
        ("#!/bin/sh\nexit 1\n", "il n’y en a pas"),
    ],
)
def test_java_that_is_missing_or_too_old_is_told_with_what_to_type(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, java: str | None, words: str
) -> None:
    (tmp_path / "bin").mkdir()
    if java is not None:
        (tmp_path / "bin" / "java").write_text(java, encoding="utf-8")
        (tmp_path / "bin" / "java").chmod(0o755)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))

    with pytest.raises(ClusterError, match=words) as refused:
        over_parts(tmp_path / "a.parquet", [], Failing(), master="local[1]")

    assert "openjdk-17-jre-headless" in str(refused.value)
    assert refused.value.exit_code == 28


def test_what_is_to_be_installed_can_be_typed_as_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)

    with pytest.raises(ClusterError) as refused:
        over_parts(tmp_path / "a.parquet", [], Failing(), master="local[1]")

    assert 'pip install "droitcommun[spark]"' in str(refused.value)


def test_help_does_not_start_spark() -> None:
    assert "--engine" in run("locate", "--help").stdout
