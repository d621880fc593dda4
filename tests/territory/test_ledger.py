"""What was published is remembered: a second table of the same rows is the same cells, or is refused."""

import json
import multiprocessing
import os
import stat
import sys
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from errno import ENOSPC
from multiprocessing.synchronize import Barrier
from pathlib import Path
from random import Random

import pytest

from droitcommun.territory.ledger import LedgerError, Release, Subject, begin, publish, released
from droitcommun.territory.linked import Axis, counted_cells
from droitcommun.territory.row_identity import RowReader
from droitcommun.territory.secrecy import PublishedCount, PublishedTable, Secrecy, protected
from droitcommun.territory.secrecy_rules import SecrecyRefusedError
from tests.territory.attackers import OUTSIDE, QPV_2015, QPV_2024, SEX, Key, printed

SECRET = b"a secret of the service, 32 long"
OTHER_SECRET = b"another secret of 32 bytes here."
SUBJECT = Subject("CAF de Paris", "Allocataires du RSA", "2015", "foyers")
GENERAL = Secrecy(10)
DAY = date(2016, 7, 1)

# A made-up file: for each row its address, then its label on each axis.
LABELS = {QPV_2015: 0, QPV_2024: 1, SEX: 2}
Row = tuple[str, tuple[str, str, str]]


def file_of(numbers: Iterable[int]) -> list[Row]:
    return [
        (
            f"{number} RUE DU CANARI",
            (
                f"QP{number % 7}" if number % 5 == 0 else OUTSIDE,
                f"QN{number % 7}" if number % 5 == 0 and number % 11 else OUTSIDE,
                "femmes" if number % 3 else "hommes",
            ),
        )
        for number in numbers
    ]


FILE = file_of(range(1, 601))


def asked(
    rows: list[Row],
    *axes: Axis,
    subject: Subject = SUBJECT,
    secrecy: Secrecy = GENERAL,
    secret: bytes = SECRET,
) -> Release:
    reader = RowReader(secret)
    for address, _ in rows:
        reader.read(address.encode())
    cells = counted_cells(axes, (tuple(labels[LABELS[axis]] for axis in axes) for _, labels in rows))
    table = protected(tuple(axis.name for axis in axes), cells, secrecy)
    return Release(subject, reader.identity(), axes, secrecy, table, DAY)


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "publications"
    begin(path, SECRET)
    return path


def test_what_is_published_is_written_down_before_it_is_returned(ledger: Path) -> None:
    release = asked(FILE, QPV_2015, QPV_2024)

    shown = publish(ledger, SECRET, release)

    assert shown == release.table
    assert released(ledger, SECRET) == (release,)


def test_the_same_rows_in_another_order_are_answered_by_the_same_cells(ledger: Path) -> None:
    shown = publish(ledger, SECRET, asked(FILE, QPV_2015))

    again = publish(ledger, SECRET, asked(FILE[::-1], QPV_2015))

    assert again == shown
    assert len(released(ledger, SECRET)) == 1


def test_an_index_that_places_better_does_not_change_what_is_public(ledger: Path) -> None:
    shown = publish(ledger, SECRET, asked(FILE, QPV_2015))
    better = asked(FILE, QPV_2015)
    improved = {**better.table.cells, ("QP1",): GENERAL.published(57)}
    better = replace(better, table=PublishedTable(better.table.axes, improved))

    assert publish(ledger, SECRET, better) == shown


def test_one_vintage_of_two_that_were_published_is_a_sum_of_their_cells(ledger: Path) -> None:
    both = publish(ledger, SECRET, asked(FILE, QPV_2015, QPV_2024))
    renamed = Axis("quartiers de 2015", QPV_2015.identity, perimeters=True)
    request = asked(FILE, QPV_2015)
    request = replace(request, axes=(renamed,), table=PublishedTable((renamed.name,), request.table.cells))

    one = publish(ledger, SECRET, request)

    assert one.axes == ("quartiers de 2015",)
    assert one.along("quartiers de 2015") == both.along("QPV 2015")
    assert one.cells != request.table.cells


CROSSINGS = [
    (asked(FILE, QPV_2024), "QPV 2024", "Redemandez QPV 2015"),
    (asked(FILE, QPV_2015, QPV_2024), "QPV 2024", "Redemandez QPV 2015"),
    (asked(FILE, QPV_2015, SEX), "sexe", "demandez tout en une fois"),
    (asked(FILE, QPV_2015, secrecy=Secrecy(7, 5)), "masquer de 1 à 10", "Redemandez-la avec cette règle"),
    (asked(FILE[1:], QPV_2015), "révision", "période suivante"),
    (asked(file_of(range(1, 604)), QPV_2015), "révision", "Reprenez la première publication"),
    (asked(FILE, QPV_2015, subject=replace(SUBJECT, period="2016")), "mêmes lignes", "premier nom"),
    (asked(FILE, QPV_2015, subject=replace(SUBJECT, source="Autre")), "mêmes lignes", "premier nom"),
    (asked(FILE[:550], QPV_2015, subject=replace(SUBJECT, period="2015-S1")), "cumulé", "une colonne"),
    (asked(file_of(range(1, 700)), SEX, subject=replace(SUBJECT, source="RSA bis")), "cumulé", "une colonne"),
    (asked(FILE[:3], SEX, subject=replace(SUBJECT, unit="personnes")), "extrait", "une colonne"),
    (
        asked(FILE[1:], QPV_2015, subject=Subject("caf  de paris", "allocataires du rsa", "2015", "Foyers")),
        "révision",
        "Reprenez",
    ),
]


@pytest.mark.parametrize(("crossing", "reason", "instead"), CROSSINGS)
def test_a_crossing_of_what_is_public_is_refused_with_what_to_ask(
    ledger: Path, crossing: Release, reason: str, instead: str
) -> None:
    publish(ledger, SECRET, asked(FILE, QPV_2015))
    before = ledger.read_bytes()

    with pytest.raises(SecrecyRefusedError) as refused:
        publish(ledger, SECRET, crossing)

    message = str(refused.value).replace("\u00a0", " ")
    assert "Déjà publié le 1er juillet 2016 : Allocataires du RSA, 2015" in message
    assert reason in message
    assert instead in message
    assert "CANARI" not in message
    assert ledger.read_bytes() == before


def test_another_year_whose_people_come_and_go_is_published(ledger: Path) -> None:
    publish(ledger, SECRET, asked(FILE, QPV_2015))
    next_year = asked(file_of(range(101, 701)), QPV_2015, QPV_2024, subject=replace(SUBJECT, period="2016"))

    assert publish(ledger, SECRET, next_year) == next_year.table
    assert len(released(ledger, SECRET)) == 2


def test_a_refusal_does_not_depend_on_the_counts(ledger: Path) -> None:
    publish(ledger, SECRET, asked(FILE, QPV_2015))
    said = set()
    for labels in (("QP1", "QN1", "femmes"), ("QP2", "QN1", "hommes")):
        rows = [(address, labels) for address, _ in FILE]
        with pytest.raises(SecrecyRefusedError) as refused:
            publish(ledger, SECRET, asked(rows, QPV_2015, QPV_2024))
        said.add(str(refused.value))

    assert len(said) == 1


def test_whatever_is_asked_in_whatever_order_only_the_first_cells_are_ever_shown(tmp_path: Path) -> None:
    requests = [
        asked(FILE, *axes) for axes in ((QPV_2015,), (QPV_2024,), (QPV_2015, QPV_2024), (QPV_2015, SEX))
    ]
    requests += [asked(FILE[:-cut], QPV_2015) for cut in (1, 2)]
    for seed in range(12):
        path = tmp_path / f"publications-{seed}"
        begin(path, SECRET)
        chance = Random(seed)  # noqa: S311 - to be repeated
        order = chance.choices(requests, k=8)
        first = order[0]
        for request in order:
            try:
                shown = publish(path, SECRET, request)
            except SecrecyRefusedError:
                continue
            # Whoever has the first table could have written this one.
            expected = first.table.onto(tuple(axis.name for axis in request.axes))
            assert printed(shown, request.axes) == printed(expected, request.axes)
        assert len(released(path, SECRET)) == 1


def test_a_table_that_this_secrecy_would_not_show_is_not_published() -> None:
    release = asked(FILE, QPV_2015)
    bare = PublishedTable(
        release.table.axes, {key: replace(cell, low=3, high=3) for key, cell in release.table.cells.items()}
    )

    with pytest.raises(ValueError, match="protected"):
        replace(release, table=bare)
    with pytest.raises(ValueError, match="axes"):
        replace(release, axes=(QPV_2024,))


def test_a_column_that_could_name_people_is_not_published(ledger: Path) -> None:
    cells: dict[Key, PublishedCount] = {(f"personne {number}",): GENERAL.published(1) for number in range(50)}
    by_name = Axis("nom", "column:nom")
    request = replace(asked(FILE, SEX), axes=(by_name,), table=PublishedTable(("nom",), cells))

    with pytest.raises(SecrecyRefusedError, match="nommer"):
        publish(ledger, SECRET, request)

    assert "personne" not in ledger.read_text()


# The file itself.


def test_it_holds_no_address_no_hidden_count_and_nothing_of_the_rows_that_can_be_tried_out(
    ledger: Path,
) -> None:
    publish(ledger, SECRET, asked(FILE, QPV_2015, SEX))

    text = ledger.read_text()

    assert "CANARI" not in text
    [_, line, _] = text.splitlines()
    fields = json.loads(line)
    assert sorted(fields) == ["axes", "cells", "on", "rows", "sample", "secrecy", "subject"]
    assert all(shown is None or shown == 0 or shown > GENERAL.threshold for _, shown in fields["cells"])
    # Under another secret the same rows are known otherwise: nobody tries out the register of addresses without it.
    assert fields["rows"] != asked(FILE, QPV_2015, secret=OTHER_SECRET).rows.digest


def test_it_is_as_long_for_a_short_file_as_for_a_long_one(tmp_path: Path) -> None:
    sizes = set()
    for number, rows in enumerate((FILE[:3], FILE)):
        path = tmp_path / str(number)
        begin(path, SECRET)
        release = asked(rows, SEX)
        publish(path, SECRET, replace(release, table=PublishedTable(("sexe",), {})))
        sizes.add(path.stat().st_size)

    assert len(sizes) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="rights are kept otherwise there")
def test_only_its_owner_reads_it(ledger: Path) -> None:
    publish(ledger, SECRET, asked(FILE, QPV_2015))

    assert {stat.S_IMODE(path.stat().st_mode) for path in ledger.parent.iterdir()} == {0o600}


def test_it_is_only_ever_added_to(ledger: Path) -> None:
    publish(ledger, SECRET, asked(FILE, QPV_2015))
    before = ledger.read_text().splitlines()[:-1]

    publish(ledger, SECRET, asked(file_of(range(5000, 5100)), SEX, subject=replace(SUBJECT, period="2017")))

    assert ledger.read_text().splitlines()[: len(before)] == before


def test_a_missing_one_is_refused_and_not_begun_again(tmp_path: Path) -> None:
    path = tmp_path / "publications"

    with pytest.raises(LedgerError, match="manque") as refused:
        publish(path, SECRET, asked(FILE, QPV_2015))

    assert refused.value.exit_code == 19
    assert not path.exists()


def test_one_that_exists_is_not_begun_again(ledger: Path) -> None:
    publish(ledger, SECRET, asked(FILE, QPV_2015))

    with pytest.raises(LedgerError, match="existe déjà"):
        begin(ledger, SECRET)

    assert len(released(ledger, SECRET)) == 1


def test_one_of_another_service_is_refused(ledger: Path) -> None:
    with pytest.raises(LedgerError, match="autre secret"):
        publish(ledger, OTHER_SECRET, asked(FILE, QPV_2015, secret=OTHER_SECRET))


def test_one_that_is_cut_anywhere_is_refused(ledger: Path) -> None:
    publish(ledger, SECRET, asked(FILE, QPV_2015))
    publish(ledger, SECRET, asked(file_of(range(5000, 5100)), SEX, subject=replace(SUBJECT, period="2017")))
    whole = ledger.read_bytes()
    ends = [number for number, byte in enumerate(whole) if byte == ord("\n")]

    for length in {0, 1, 40, *ends, *(end + 1 for end in ends[:-1]), len(whole) - 2, len(whole) // 2}:
        ledger.write_bytes(whole[:length])
        with pytest.raises(LedgerError, match="Rien n’est publié"):
            publish(ledger, SECRET, asked(FILE, QPV_2015, QPV_2024))


@pytest.mark.parametrize(
    "alter",
    [
        lambda lines: [lines[0], *lines[2:]],  # the first release is taken out
        lambda lines: [lines[0], lines[2], lines[1], lines[3]],
        lambda lines: [*lines[:2], lines[1].replace("2015", "2014"), lines[3]],
        lambda lines: [*lines, lines[3]],
        lambda lines: [lines[0], lines[3]],
        lambda _: ["é" * 10],
    ],
)
def test_one_that_is_altered_is_refused(ledger: Path, alter: object) -> None:
    publish(ledger, SECRET, asked(FILE, QPV_2015))
    publish(ledger, SECRET, asked(file_of(range(5000, 5100)), SEX, subject=replace(SUBJECT, period="2017")))
    lines = ledger.read_text().splitlines()

    ledger.write_text("".join(f"{line}\n" for line in alter(lines)))  # type: ignore[operator]

    with pytest.raises(LedgerError):
        released(ledger, SECRET)


def test_bytes_that_are_no_text_are_refused(ledger: Path) -> None:
    ledger.write_bytes(b"\xff\xfe" + ledger.read_bytes())

    with pytest.raises(LedgerError, match="tronqué ou modifié"):
        released(ledger, SECRET)


def test_what_a_run_that_was_cut_left_beside_it_is_in_nobodys_way(ledger: Path) -> None:
    ledger.with_name("publications.new").write_bytes(b'{"ledger"')

    publish(ledger, SECRET, asked(FILE, QPV_2015))

    assert len(released(ledger, SECRET)) == 1
    assert not ledger.with_name("publications.new").exists()


def test_where_there_is_no_room_left_nothing_is_shown_and_the_ledger_stays(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ledger.read_bytes()

    def full(_: int) -> None:
        raise OSError(ENOSPC, "no room")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="no room"):
        publish(ledger, SECRET, asked(FILE, QPV_2015))

    assert ledger.read_bytes() == before
    monkeypatch.undo()
    assert publish(ledger, SECRET, asked(FILE, QPV_2024)).axes == ("QPV 2024",)


def test_a_folder_that_is_not_there_has_no_ledger(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="manque"):
        publish(tmp_path / "no" / "publications", SECRET, asked(FILE, QPV_2015))


def _publish_at_once(path: Path, axis: Axis, start: Barrier) -> bool:
    request = asked(FILE, axis)
    start.wait()
    try:
        publish(path, SECRET, request)
    except SecrecyRefusedError:
        return False
    return True


def _report(path: Path, axis: Axis, start: Barrier, answers: "multiprocessing.Queue[bool]") -> None:
    answers.put(_publish_at_once(path, axis, start))


def test_of_two_runs_at_once_that_cross_one_is_refused(ledger: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    start = spawn.Barrier(2)
    answers: multiprocessing.Queue[bool] = spawn.Queue()
    runs = [
        spawn.Process(target=_report, args=(ledger, axis, start, answers)) for axis in (QPV_2015, QPV_2024)
    ]
    for run in runs:
        run.start()

    published = sorted(answers.get(timeout=60) for _ in runs)

    for run in runs:
        run.join()
    assert published == [False, True]
    assert len(released(ledger, SECRET)) == 1
