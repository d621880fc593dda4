"""What the database itself refuses, whoever writes: one test a constraint, by its name, on each kind of database."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from droitcommun.web.contracts.models import (
    AppendedOnlyError,
    CommitmentRow,
    ContractRow,
    DecisionRow,
    Event,
    ManifestRow,
    MeasureRow,
    ObservationRow,
    Part,
    ProtocolRow,
    SetAsideRow,
    SheetRow,
    TextRow,
    WaiverRow,
)
from tests.builders import AT, Row, dossier
from tests.databases import Made, seed

HASH = "0" * 64

PARTS: tuple[tuple[type[Part], str], ...] = (
    (CommitmentRow, "commitmentrow"),
    (SheetRow, "sheetrow"),
    (MeasureRow, "measurerow"),
    (ProtocolRow, "protocolrow"),
    (DecisionRow, "decisionrow"),
    (WaiverRow, "waiverrow"),
    (SetAsideRow, "setasiderow"),
    (ObservationRow, "observationrow"),
    (TextRow, "textrow"),
    (ManifestRow, "manifestrow"),
)


@pytest.fixture(autouse=True)
def _contract(database: Made) -> None:  # noqa: ARG001 - Django speaks to it
    """A contract with one sheet, one measure, one result of 2015 and a declared rate."""
    seed(dossier(Row(promised="20", declared="50")))


def breaks(row: models.Model) -> str:
    """Write a row that the database refuses; the message of the refusal."""
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        row.save()
    return str(refused.value)


def names(message: str, name: str, columns: str) -> bool:
    """SQLite names the columns of what must be unique, where PostgreSQL names the constraint."""
    return name in message or columns in message


def part(table: type[Part], **columns: Any) -> Part:
    given: dict[str, Any] = {
        "contract": ContractRow.objects.get(),
        "key": "x",
        "position": 9,
        "value": {},
    }
    if table in {MeasureRow, ObservationRow, TextRow}:
        given["sheet"] = SheetRow.objects.first()
    if table in {ProtocolRow, DecisionRow, ObservationRow}:
        given["measure"] = MeasureRow.objects.first()
    if table is ObservationRow:
        given |= {"role": "result", "recorded_on": date(2016, 5, 23)}
    if table is ManifestRow:
        given["recorded_on"] = date(2016, 5, 23)
    if table is TextRow:
        given |= {
            "field": "analysis",
            "year": 2007 + columns.get("position", 9),
            "recorded_on": date(2017, 3, 1),
        }
    return table(**{**given, **columns})


def event(**columns: Any) -> Event:
    given = {
        "contract": ContractRow.objects.get(),
        "revision": 2,
        "kind": "contract-loaded",
        "by": "essai",
        "at": AT,
        "before": HASH,
        "after": HASH,
        "detail": {},
    }
    return Event(**{**given, **columns})


def test_what_each_case_begins_from_is_accepted() -> None:
    for table, _ in PARTS:
        part(table).save()
    event().save()


@pytest.mark.parametrize(("table", "name"), PARTS)
def test_an_id_stands_once_in_a_table(table: type[Part], name: str) -> None:
    part(table).save()

    said = breaks(part(table, position=10))

    columns = f"contracts_{name}.contract_id, contracts_{name}.key"
    assert names(said, f"an_id_stands_once_among_{name}s", columns)


@pytest.mark.parametrize(("table", "name"), PARTS)
def test_a_part_has_an_id(table: type[Part], name: str) -> None:
    assert f"a_{name}_has_an_id" in breaks(part(table, key=""))


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ({"key": ""}, "a_contract_has_an_id"),
        ({"revision": 0}, "a_contract_begins_at_revision_1"),
        ({"sha256": "abc"}, "a_contract_has_a_fingerprint"),
    ],
)
def test_a_contract_has_an_id_a_revision_and_a_fingerprint(columns: dict[str, Any], name: str) -> None:
    row = ContractRow(**{"key": "autre", "revision": 1, "sha256": HASH, "value": {}, **columns})

    assert name in breaks(row)


def test_a_contract_stands_once() -> None:
    said = breaks(ContractRow(key="fiction", revision=1, sha256=HASH, value={}))

    assert "contracts_contractrow" in said
    assert "key" in said


@pytest.mark.parametrize(
    ("columns", "accepted"),
    [
        ({"role": "result"}, True),
        ({"role": "baseline"}, True),
        ({"role": "context"}, True),
        ({"role": "context", "measure": None}, True),
        ({"role": "result", "measure": None}, False),
        ({"role": "baseline", "measure": None}, False),
        ({"role": "declared_rate"}, False),
        ({"role": "opinion"}, False),
    ],
)
def test_a_result_is_of_a_measure_and_a_declared_rate_of_a_sheet(
    columns: dict[str, Any], accepted: bool
) -> None:
    row = part(ObservationRow, **columns)

    if accepted:
        row.save()
    else:
        assert "a_result_is_of_a_measure_and_a_declared_rate_of_a_sheet" in breaks(row)


def test_two_figures_never_stand_at_one_place() -> None:
    said = breaks(part(ObservationRow, position=0))

    columns = "contracts_observationrow.contract_id, contracts_observationrow.position"
    assert names(said, "two_figures_never_stand_at_one_place", columns)


def test_a_figure_never_corrects_itself() -> None:
    row = part(ObservationRow, id=99)
    row.supersedes_id = 99  # type: ignore[attr-defined]

    assert "a_figure_never_corrects_itself" in breaks(row)


def test_a_sheet_declares_one_rate_and_then_corrects_it() -> None:
    declared = ObservationRow.objects.get(role="declared_rate")

    said = breaks(part(ObservationRow, role="declared_rate", measure=None))

    assert names(said, "a_sheet_declares_one_rate_and_then_corrects_it", "contracts_observationrow.sheet_id")
    part(ObservationRow, role="declared_rate", measure=None, supersedes=declared).save()


def test_two_manifests_never_stand_at_one_place() -> None:
    part(ManifestRow).save()

    said = breaks(part(ManifestRow, key="y"))

    columns = "contracts_manifestrow.contract_id, contracts_manifestrow.position"
    assert names(said, "two_manifests_never_stand_at_one_place", columns)


def test_two_texts_never_stand_at_one_place() -> None:
    part(TextRow).save()

    said = breaks(part(TextRow, key="y", year=2017))

    columns = "contracts_textrow.contract_id, contracts_textrow.position"
    assert names(said, "two_texts_never_stand_at_one_place", columns)


def test_a_text_stands_under_a_heading_of_the_sheet() -> None:
    assert "a_text_stands_under_a_heading_of_the_sheet" in breaks(part(TextRow, field="opinion"))


def test_a_text_never_corrects_itself() -> None:
    row = part(TextRow, id=99)
    row.supersedes_id = 99  # type: ignore[attr-defined]

    assert "a_text_never_corrects_itself" in breaks(row)


def test_a_sheet_has_one_text_a_heading_and_year_and_then_corrects_it() -> None:
    first = part(TextRow)
    first.save()

    said = breaks(part(TextRow, key="y", position=10, year=2016))

    columns = "contracts_textrow.sheet_id, contracts_textrow.field, contracts_textrow.year"
    assert names(said, "a_sheet_has_one_text_a_heading_and_year_and_then_corrects_it", columns)
    part(TextRow, key="y", position=10, year=2016, supersedes=first).save()


def test_a_text_is_corrected_once() -> None:
    first = part(TextRow)
    first.save()
    part(TextRow, key="y", position=10, year=2016, supersedes=first).save()

    said = breaks(part(TextRow, key="z", position=11, year=2016, supersedes=first))

    assert names(said, "a_text_is_corrected_once", "contracts_textrow.supersedes_id")


@pytest.mark.parametrize(
    ("columns", "name"),
    [
        ({"by": ""}, "an_event_says_who_and_what"),
        ({"kind": ""}, "an_event_says_who_and_what"),
        ({"before": ""}, "an_event_has_the_fingerprint_before_unless_it_is_the_first"),
        ({"before": "abc"}, "an_event_has_the_fingerprint_before_unless_it_is_the_first"),
        ({"after": ""}, "an_event_has_the_fingerprint_after"),
    ],
)
def test_an_event_says_who_what_and_both_fingerprints(columns: dict[str, Any], name: str) -> None:
    assert name in breaks(event(**columns))


def test_a_revision_is_written_once() -> None:
    said = breaks(event(revision=1, before=""))

    columns = "contracts_event.contract_id, contracts_event.revision"
    assert names(said, "a_revision_is_written_once", columns)


@pytest.mark.parametrize("table", ["contracts_observationrow", "contracts_event", "contracts_textrow"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_refuses_to_change_or_delete_a_figure_a_text_or_an_event(
    table: str, statement: str
) -> None:
    part(TextRow).save()

    with (
        pytest.raises(DatabaseError, match="appended once, never changed nor deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(table))


def test_postgresql_refuses_to_empty_the_tables_at_once(database: Made) -> None:
    if database.kind == "sqlite":
        return  # it has no such statement

    with (
        pytest.raises(DatabaseError, match="appended once, never changed nor deleted"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE contracts_event CASCADE")


@pytest.mark.parametrize("table", [ObservationRow, TextRow, Event])
def test_a_program_of_ours_that_tries_is_told_before_the_database(table: type[ObservationRow]) -> None:
    part(TextRow).save()
    row = table.objects.first()
    assert row is not None
    for tries in (
        row.save,
        row.delete,
        table.objects.all().delete,
        lambda: table.objects.update(position=3),
    ):
        with pytest.raises(AppendedOnlyError):
            tries()


def references() -> Iterator[Any]:
    for table in apps.get_app_config("contracts").get_models():
        yield from (field for field in table._meta.get_fields() if isinstance(field, models.ForeignKey))  # noqa: SLF001


def test_nothing_is_deleted_with_what_it_refers_to() -> None:
    rules = {field.remote_field.on_delete for field in references()}

    assert len(list(references())) == 19
    assert rules == {models.PROTECT}


def test_each_named_constraint_has_a_case_above() -> None:
    here = Path(__file__).read_text(encoding="utf-8")
    for table in apps.get_app_config("contracts").get_models():
        for constraint in table._meta.constraints:  # noqa: SLF001 - Django's documented name
            named = constraint.name.replace(f"{table._meta.model_name}", "{name}")  # noqa: SLF001
            assert f'"{constraint.name}"' in here or f'"{named}"' in here, constraint.name
