"""Writes: whole or not at all, one after the other, journaled; figures are appended."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import OperationalError, connection, connections, transaction

from droitcommun.core.dossier import Dossier, OriginKind
from droitcommun.core.fingerprint import fingerprint
from droitcommun.core.governance import Decision, Protocol, Waiver
from droitcommun.core.methods import Method
from droitcommun.core.passages import Passage
from droitcommun.core.texts import GivenText, TextField
from droitcommun.usecases.reloading import reload
from droitcommun.web.contracts import actions, queries
from droitcommun.web.contracts.actions import ChangedMeanwhileError, NotAppendedError
from droitcommun.web.contracts.mapping import AlteredError
from droitcommun.web.contracts.models import CommitmentRow, ContractRow, Event, ObservationRow
from tests.builders import AT, Row, dossier, later, share
from tests.databases import Made, seed

LATER = date(2016, 7, 2)

FULL = dossier(
    Row(id="a", promised="20", declared="50", baseline="5"),
    Row(id="b", promised="30", results=(("2014", "10"), ("2015", None))),
    protocols=(
        Protocol(
            id="p",
            measure="a-mesure",
            method=Method.ATTAINMENT,
            reading="sheet",
            population="tous",
            perimeter="qpv",
            adopted_by="service",
            adopted_on=LATER,
        ),
    ),
    decisions=(
        Decision(id="d", measure="a-mesure", retains="a-2015", by="service", on=LATER, reason="relu"),
    ),
    waivers=(Waiver(id="w", finding="x", found="1", by="service", on=LATER, reason="connu"),),
)


@pytest.fixture
def held(database: Made) -> Dossier:  # noqa: ARG001 - Django speaks to it
    """The contract that the database holds, read back."""
    seed(FULL)
    return queries.dossier("fiction")


def given(held: Dossier, **changes: Any) -> GivenText:
    text = GivenText(
        id="a-analysis-2016",
        sheet="a",
        field=TextField.ANALYSIS,
        year=2016,
        text="Deux forums de plus.",
        by="service",
        passage=Passage(held.contract.documents[0].id, (), "Fiche 1, D22"),
        recorded_on=LATER,
    )
    return replace(text, **changes)


def corrected(held: Dossier, value: str = "12") -> Dossier:
    """The same contract with a corrected result, a corrected text, and another sheet and promise."""
    more = dossier(Row(id="a"), Row(id="b"), Row(id="c", promised="40"))
    correction = later(held.observations[0], id="a-2015-bis", figure=share(value), recorded_on=LATER)
    return replace(
        held,
        commitments=(*held.commitments, more.commitments[0]),
        sheets=(*held.sheets, more.sheets[2]),
        observations=(*held.observations, correction, more.observations[2]),
        texts=held.texts
        or (given(held), given(held, id="b", text="Un seul forum.", supersedes="a-analysis-2016")),
    )


def write(held: Dossier, after: Dossier) -> ContractRow:
    return actions.update(
        before=held.origin.sha256, after=after, kind="essai", by="service", at=AT, detail={"figures": 2}
    )


def test_what_is_written_is_read_back_equal_but_for_where_it_was_read(held: Dossier) -> None:
    assert replace(held, origin=FULL.origin) == FULL
    assert (held.origin.kind, held.origin.id) == (OriginKind.DATABASE, "fiction")
    assert held.origin.sha256 == fingerprint(FULL.parts)


def test_a_write_is_read_back_and_leaves_one_event(held: Dossier) -> None:
    after = corrected(held)

    write(held, after)

    now = queries.dossier("fiction")
    assert replace(now, origin=held.origin) == after
    first, second = Event.objects.all()
    assert (first.revision, first.before, first.after) == (1, "", fingerprint(FULL.parts))
    assert (second.revision, second.before, second.after) == (
        2,
        fingerprint(FULL.parts),
        fingerprint(after.parts),
    )
    assert (second.kind, second.by, second.at, second.detail) == ("essai", "service", AT, {"figures": 2})


def test_the_order_of_the_parts_is_kept_when_it_changes(held: Dossier) -> None:
    turned = replace(held, commitments=held.commitments[::-1], waivers=held.waivers)

    write(held, turned)

    assert [one.id for one in queries.dossier("fiction").commitments] == ["b", "a"]


def test_figures_are_appended_by_their_own_action(held: Dossier) -> None:
    correction = later(held.observations[0], id="a-2015-bis", figure=share("12"), recorded_on=LATER)

    actions.append_observations(
        before=held.origin.sha256, held=held, additions=(correction,), by="service", at=AT
    )

    assert queries.dossier("fiction").observations == (*held.observations, correction)


def test_texts_are_appended_and_their_corrections_after_them(held: Dossier) -> None:
    first = given(held)
    write(held, replace(held, texts=(first,)))
    second = given(held, id="a-analysis-2016-2", text="Un seul forum.", supersedes=first.id)
    between = queries.dossier("fiction")

    write(between, replace(between, texts=(first, second)))

    now = queries.dossier("fiction")
    assert now.texts == (first, second)
    assert now.origin.sha256 == fingerprint(now.parts) != between.origin.sha256
    with pytest.raises(NotAppendedError):
        write(now, replace(now, texts=(first,)))
    with pytest.raises(NotAppendedError):
        write(now, replace(now, texts=(given(held, text="Autre."), second)))


def test_a_reload_of_the_source_keeps_the_texts_that_were_given(held: Dossier) -> None:
    write(held, replace(held, texts=(given(held),)))
    now = queries.dossier("fiction")

    found = reload(now, FULL, LATER)

    assert found.changes == ()
    assert found.after is not None
    assert found.after.texts == now.texts


def test_figures_that_the_core_refuses_are_not_written(held: Dossier) -> None:
    stray = replace(held.observations[0], id="z", sheet="inconnue")

    with pytest.raises(ValueError, match="une fiche du contrat"):
        actions.append_observations(
            before=held.origin.sha256, held=held, additions=(stray,), by="service", at=AT
        )

    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    "broken",
    [
        lambda held: replace(held, observations=held.observations[:-1]),
        lambda held: replace(
            held,
            observations=(replace(held.observations[0], figure=share("99")), *held.observations[1:]),
        ),
        lambda held: replace(held, waivers=()),
        lambda held: replace(held, protocols=()),
    ],
)
def test_a_write_that_would_change_a_figure_or_drop_a_part_is_our_bug(
    held: Dossier, broken: Callable[[Dossier], Dossier]
) -> None:
    with pytest.raises(NotAppendedError):
        write(held, broken(held))

    assert queries.dossier("fiction") == held


def test_of_two_that_looked_at_the_same_time_the_second_is_told(held: Dossier) -> None:
    write(held, corrected(held))

    with pytest.raises(ChangedMeanwhileError, match="a changé entre-temps"):
        write(held, corrected(held, "13"))

    assert Event.objects.count() == 2


def test_a_contract_that_is_there_is_not_created_again(held: Dossier) -> None:
    with pytest.raises(ChangedMeanwhileError):
        seed(held)


def test_two_imports_at_once_never_interleave(held: Dossier) -> None:
    """Both look, both wait for each other, both write: one wins, whole."""
    ready = threading.Barrier(2)
    ended: list[str] = []

    def one(value: str) -> None:
        after = corrected(held, value)
        ready.wait()
        try:
            write(held, after)
            ended.append(value)
        except ChangedMeanwhileError:
            ended.append("told")
        finally:
            connection.close()

    both = [threading.Thread(target=one, args=(value,)) for value in ("12", "13")]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()

    won = min(ended)
    assert max(ended) == "told"
    now = queries.dossier("fiction")
    assert replace(now, origin=held.origin) == corrected(held, won)
    assert Event.objects.count() == 2


class PlantedError(RuntimeError):
    """The fault that a test plants."""


def failing_at(number: int) -> Callable[..., Any]:
    """A wrapper that lets the first statements pass, then fails."""
    left = [number]

    def wrapper(execute: Callable[..., Any], *arguments: Any) -> Any:
        if left[0] == 0:
            raise PlantedError
        left[0] -= 1
        return execute(*arguments)

    return wrapper


@pytest.mark.parametrize("begun", ["created", "updated"])
def test_a_fault_at_any_statement_leaves_nothing_half_done_and_the_next_import_works(
    database: Made,  # noqa: ARG001 - Django speaks to it
    begun: str,
) -> None:
    if begun == "updated":
        seed(FULL)

    def attempt() -> None:
        if begun == "created":
            seed(FULL)
        else:
            before = queries.dossier("fiction")
            write(before, corrected(before))

    def state() -> tuple[int, ...]:
        return tuple(table.objects.count() for table in (ContractRow, CommitmentRow, ObservationRow, Event))

    first = state()
    failed = 0
    while True:
        try:
            with connection.execute_wrapper(failing_at(failed)):
                attempt()
        except PlantedError:
            failed += 1
            assert state() == first
        else:
            break

    assert failed > 15
    now = queries.dossier("fiction")
    assert replace(now, origin=FULL.origin) == (FULL if begun == "created" else corrected(FULL))


def test_a_commit_that_fails_leaves_nothing(held: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise OperationalError("no room")

    with monkeypatch.context() as patched:
        patched.setattr(connections["default"], "_commit", fails)
        with pytest.raises(OperationalError):
            write(held, corrected(held))

    assert queries.dossier("fiction") == held
    write(held, corrected(held))


SLOW = """
import os, sys, time
os.environ["DJANGO_SETTINGS_MODULE"] = "droitcommun.web.config.settings"
import django; django.setup()
from django.db import connection
from tests.database.test_actions import FULL, corrected, write
from droitcommun.web.contracts import queries
seen = [0]
def wrapper(execute, *arguments):
    done = execute(*arguments)
    seen[0] += arguments[0].startswith("INSERT")
    if seen[0] == 2:
        print("writing", flush=True)
        time.sleep(60)
    return done
with connection.execute_wrapper(wrapper):
    held = queries.dossier("fiction")
    write(held, corrected(held))
"""


def test_killed_in_the_middle_of_a_write_nothing_was_done_and_the_next_import_works(
    held: Dossier, database: Made
) -> None:
    from tests.places import ROOT

    writing = subprocess.Popen(
        [sys.executable, "-c", SLOW],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "DROITCOMMUN_DATABASE": database.url},
    )
    assert writing.stdout is not None
    assert writing.stdout.readline() == "writing\n"

    writing.send_signal(signal.SIGKILL)
    writing.communicate(timeout=20)

    assert queries.dossier("fiction") == held
    for _ in range(50):  # a server of databases takes a moment to see that nobody is there
        try:
            write(held, corrected(held))
            break
        except ChangedMeanwhileError:
            time.sleep(0.1)
    assert replace(queries.dossier("fiction"), origin=held.origin) == corrected(held)


def test_a_value_that_another_program_changed_is_told(held: Dossier) -> None:  # noqa: ARG001
    with transaction.atomic():
        row = CommitmentRow.objects.get(key="a")
        CommitmentRow.objects.filter(pk=row.pk).update(value={**row.value, "statement": "Autre"})

    with pytest.raises(AlteredError, match="l’empreinte ne correspond plus"):
        queries.dossier("fiction")


def test_a_reload_of_what_is_held_changes_nothing(held: Dossier) -> None:
    found = reload(held, FULL, LATER)

    assert found.changes == ()
    assert found.after == held
