"""A real copy of the catalogue, served: one result changes in its file, and rate, status, finding, pages change."""

import json
import shutil
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urldefrag

import pytest

from tests.places import ROOT
from tests.unit.test_cli import run
from tests.web.running import PAGES, free_port, start_demo
from tests.web.test_pages import Page

PARIS = ROOT / "src/droitcommun/catalogue/contracts/paris-2015-2020"
RESULT = (
    'emplois-avenir-2016-04,emplois-avenir,emplois-avenir-part-qpv,result,,"20,3 % (avril 2016)",share,20.3,'
)
CHANGED = (
    'emplois-avenir-2016-04,emplois-avenir,emplois-avenir-part-qpv,result,,"17,0 % (avril 2016)",share,17.0,'
)

Fetch = Callable[[str], str]


@contextmanager
def served(source: str, **environment: str) -> Iterator[Fetch]:
    """The demonstration of a source; what it gives is the text of a page's HTML, by address."""
    demo = start_demo(free_port(), source, **environment)
    assert demo.stdout is not None
    site = demo.stdout.readline().removeprefix("Prêt : ").strip().rstrip("/")
    assert site.startswith("http"), demo.communicate(timeout=20)

    def fetch(address: str) -> str:
        with urllib.request.urlopen(site + address) as answer:  # noqa: S310 - our own
            return str(answer.read().decode())

    try:
        yield fetch
    finally:
        demo.terminate()
        demo.communicate(timeout=20)


def told(command: str, source: str) -> Any:
    return json.loads(run(command, source, "--format", "json").stdout)


def facts(source: str) -> dict[str, Any]:
    """What the commands say of the sheet « emplois-avenir »: its rate of April 2016, its status, its findings."""
    (rate,) = [
        one
        for one in told("rates", source)
        if (one["sheet"], one["result_period"], one["reading"], one["method"])
        == ("emplois-avenir", "2016-04", "sheet", "attainment")
    ]
    (sheet,) = [one for one in told("sheets", source) if one["id"] == "emplois-avenir"]
    (promise,) = [one for one in told("commitments", source) if one["id"] == "emplois-avenir"]
    return {
        "rate": rate["value"],
        "sheet": sheet["public_status"],
        "promise": promise["public_status"],
        "findings": {one["key"] for one in told("audit", source) if "emplois-avenir" in one["sheets"]},
    }


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PARIS, tmp_path / "contrat", ignore=shutil.ignore_patterns("*.py", "__pyc*")))


def test_a_result_changed_in_the_copy_changes_rate_status_finding_and_pages(copy: Path) -> None:
    source = f"file:{copy}"
    assert facts(source) == facts("catalogue:paris-2015-2020")
    before = facts(source)
    pages = (
        "/",
        "/promesses/",
        "/promesses/emplois-avenir/",
        "/fiches/",
        "/fiches/emplois-avenir/",
        "/audit/",
    )
    with served(source) as fetch:
        shown = {address: Page(fetch(address)).text for address in pages}

    (row_file,) = [
        file for file in (copy / "observations").iterdir() if RESULT in file.read_text(encoding="utf-8")
    ]
    row_file.write_text(row_file.read_text(encoding="utf-8").replace(RESULT, CHANGED), encoding="utf-8")
    after = facts(source)
    with served(source) as fetch:
        now = {address: Page(fetch(address)).text for address in pages}

    # 20,3 ÷ 18 = 112,8 %: 113 % holds, the floor of 18 % is reached; 17,0 ÷ 18 = 94,4 % and neither is true.
    assert (before["rate"], before["sheet"], before["promise"]) == ("112.8", "met", "met")
    assert (after["rate"], after["sheet"], after["promise"]) == ("94.4", "not_yet_met", "not_yet_met")
    assert "declared-rate-differs:emplois-avenir-part-qpv" in after["findings"] - before["findings"]
    for address in pages:
        assert now[address] != shown[address], address
    assert "20,3 ÷ 18 = 112,8 %" in shown["/fiches/emplois-avenir/"]
    assert "17,0 ÷ 18 = 94,4 %" in now["/fiches/emplois-avenir/"]
    assert "D’où vient ce 113 %" in shown["/fiches/emplois-avenir/"]
    assert "Pourquoi ce 113 % ne tient pas" in now["/fiches/emplois-avenir/"]
    assert "pas encore atteint" in now["/promesses/emplois-avenir/"]


def test_every_page_has_the_same_bytes_on_two_machines() -> None:
    """All that the first page leads to, but the form of the import, which has a token of its own."""
    here = {"PYTHONHASHSEED": "1", "TZ": "UTC", "LANG": "C"}
    there = {"PYTHONHASHSEED": "2", "TZ": "Pacific/Auckland", "LANG": "fr_FR.UTF-8"}

    with (
        served("catalogue:paris-2015-2020", **here) as one,
        served("catalogue:paris-2015-2020", **there) as two,
    ):
        ahead, seen = ["/"], set[str]()
        while ahead:
            address = ahead.pop()
            if address in seen or not address.startswith("/") or address.startswith("/import/"):
                continue
            seen.add(address)
            page = one(address)
            assert page == two(address), address
            ahead += [urldefrag(link).url for link in Page(page).links]

    assert {address for address in PAGES if "?" not in address} <= seen


def test_the_demonstration_refuses_a_source_that_is_not_there() -> None:
    done = run("demo", "file:/nulle/part", "--port", str(free_port()))

    assert (done.returncode, done.stdout) == (12, "")
    assert "aucun dossier ni document ne porte ce nom" in done.stderr


def test_the_demonstration_shows_the_source_that_is_named() -> None:
    with served("catalogue:exemple-2024-2030") as fetch:
        assert "2024-2030" in fetch("/")
