"""Reloading: what is new, changed, gone or contradicts; figures are appended, nothing is dropped."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from droitcommun.core.dossier import Dossier
from droitcommun.core.observations import Observation, Ratio, Share
from droitcommun.usecases.reloading import Change, ReloadRefusedError, counted, reload, told
from tests.builders import Row, dossier, later, share

ON = date(2016, 7, 2)
BEFORE = dossier(Row(id="a", promised="20", declared="50"), Row(id="b", promised="30", declared="40"))


def with_figure(source: Dossier, name: str, value: str) -> Dossier:
    """The source with another share, or another declared rate."""

    def changed(seen: Observation) -> Observation:
        if seen.id != name:
            return seen
        figure = Ratio(Decimal(value)) if isinstance(seen.figure, Ratio) else share(value)
        return replace(seen, figure=figure)

    return replace(source, observations=tuple(map(changed, source.observations)))


def kinds(held: Dossier, source: Dossier) -> list[tuple[str, str, str]]:
    return [(one.part, one.id, one.change.value) for one in reload(held, source, ON).changes]


def after(held: Dossier, source: Dossier) -> Dossier:
    found = reload(held, source, ON).after
    assert found is not None
    return found


def test_a_contract_that_is_not_held_is_new_in_all_its_parts() -> None:
    found = reload(None, BEFORE, ON)

    assert found.after == BEFORE
    assert counted(found.changes) == {"new": 1 + 2 + 2 + 4}
    assert told(found.changes)[1] == ("commitments", Change.NEW, ("a", "b"))


def test_the_same_source_changes_nothing() -> None:
    assert kinds(BEFORE, BEFORE) == []
    assert after(BEFORE, BEFORE) == BEFORE


def test_a_figure_that_changed_is_appended_and_supersedes_the_old_one() -> None:
    source = with_figure(BEFORE, "a-2015", "12")

    found = after(BEFORE, source)

    assert kinds(BEFORE, source) == [("observations", "a-2015", "changed")]
    assert found.observations[:-1] == BEFORE.observations
    new = found.observations[-1]
    assert (new.id, new.supersedes, new.recorded_on) == ("a-2015-2016-07-02", "a-2015", ON)
    assert new.figure == share("12")


def test_a_correction_that_was_taken_is_not_taken_again_and_may_be_corrected() -> None:
    first = after(BEFORE, with_figure(BEFORE, "a-taux", "60"))
    assert kinds(first, with_figure(BEFORE, "a-taux", "60")) == []

    second = after(first, with_figure(BEFORE, "a-taux", "70"))

    assert second.observations[:-1] == first.observations
    assert (second.observations[-1].id, second.observations[-1].supersedes) == (
        "a-taux-2016-07-02-2",
        "a-taux-2016-07-02",
    )


def test_a_correction_made_here_is_not_undone_by_the_same_source() -> None:
    mine = later(BEFORE.observations[0], id="a-relu", figure=share("11"), recorded_on=ON)
    held = replace(BEFORE, observations=(*BEFORE.observations, mine))

    assert kinds(held, BEFORE) == []
    assert after(held, BEFORE) == held


def test_the_source_says_itself_when_it_knew() -> None:
    source = with_figure(BEFORE, "a-2015", "12")
    known = date(2016, 6, 1)
    dated = replace(
        source, observations=(replace(source.observations[0], recorded_on=known), *source.observations[1:])
    )

    assert after(BEFORE, dated).observations[-1].recorded_on == known


def test_what_both_sides_corrected_contradicts_and_nothing_may_be_written() -> None:
    mine = later(BEFORE.observations[0], id="a-relu", figure=share("11"), recorded_on=ON)
    theirs = later(BEFORE.observations[0], id="a-2015-bis", figure=share("13"), recorded_on=ON)
    held = replace(BEFORE, observations=(*BEFORE.observations, mine))
    source = replace(BEFORE, observations=(*BEFORE.observations, theirs))

    found = reload(held, source, ON)

    assert kinds(held, source) == [("observations", "a-2015-bis", "contradicts")]
    assert found.after is None


def test_what_the_source_changes_elsewhere_is_replaced_and_what_it_lost_is_kept() -> None:
    promise = replace(BEFORE.commitments[0], statement="Autrement dit")
    source = dossier(Row(id="a", promised="20", declared="50"), Row(id="c", promised="10"))
    source = replace(source, commitments=(promise, source.commitments[1]))

    assert kinds(BEFORE, source) == [
        ("commitments", "a", "changed"),
        ("commitments", "c", "new"),
        ("commitments", "b", "gone"),
        ("sheets", "c", "new"),
        ("sheets", "b", "gone"),
        ("observations", "c-2015", "new"),
        ("observations", "b-2015", "gone"),
        ("observations", "b-taux", "gone"),
    ]
    found = after(BEFORE, source)
    assert [one.id for one in found.sheets] == ["a", "c", "b"]
    assert found.commitments[0] == promise
    assert found.observations[:4] == BEFORE.observations


def test_a_measure_that_a_sheet_lost_stays_with_its_figures() -> None:
    renamed = replace(BEFORE.sheets[0].measures[0], id="a-autre")
    source = replace(
        BEFORE,
        sheets=(replace(BEFORE.sheets[0], measures=(renamed,)), BEFORE.sheets[1]),
        observations=tuple(
            replace(one, id="a-autre-2015", measure="a-autre") if one.id == "a-2015" else one
            for one in BEFORE.observations
        ),
    )

    assert ("measures", "a-mesure", "gone") in kinds(BEFORE, source)
    assert [one.id for one in after(BEFORE, source).sheets[0].measures] == ["a-autre", "a-mesure"]


def test_another_contract_and_parts_that_do_not_fit_are_refused() -> None:
    other = replace(BEFORE, contract=replace(BEFORE.contract, id="autre"))
    with pytest.raises(ReloadRefusedError, match="pas le même contrat"):
        reload(BEFORE, other, ON)

    without = replace(BEFORE.contract, institutions=BEFORE.contract.institutions[:1])
    by_another = replace(BEFORE.commitments[0], committed=("autre",))
    held = replace(BEFORE, commitments=(by_another, BEFORE.commitments[1]))
    with pytest.raises(ReloadRefusedError, match="une institution du contrat"):
        reload(held, dossier(Row(id="b", promised="30", declared="40"), contract=without), ON)


@given(st.lists(st.tuples(st.sampled_from(["a-2015", "b-2015", "a-taux"]), st.integers(0, 99)), max_size=8))
def test_whatever_a_source_becomes_figures_are_only_appended_and_it_settles(
    edits: list[tuple[str, int]],
) -> None:
    held, source = BEFORE, BEFORE
    for name, value in edits:
        source = with_figure(source, name, str(value))
        before = held
        held = after(held, source)

        assert held.observations[: len(before.observations)] == before.observations
        assert kinds(held, source) == []
    first = {one.id: one.figure for one in BEFORE.observations}
    for wanted in source.observations:
        latest = [one for one in held.observations if one.id.startswith(wanted.id)][-1]
        # A source that says again what it said first undoes no correction.
        assert wanted.figure in {latest.figure, first[wanted.id]}


def test_a_share_is_told_apart_by_its_digits() -> None:
    source = with_figure(BEFORE, "a-2015", "10.0")

    assert Share(Decimal(10)) == Share(Decimal("10.0"))  # which equality alone does not see
    assert kinds(BEFORE, source) == [("observations", "a-2015", "changed")]
