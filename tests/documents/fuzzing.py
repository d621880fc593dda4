"""Fuzzing that follows the coverage: what is sent is bent towards what our readers have not yet done.

    pip install atheris                                    # it is no part of the environment of the project
    python -m tests.documents.fuzzing TARGET [FOLDER] -max_total_time=120

TARGET is text, cells, judged, docx, odt, xlsx, ods or returned; the options are those of libFuzzer; FOLDER keeps what
was found. A document is read or refused in French, a workbook is read or has problems: any other exception is to be
mended, with a case of its own in `test_fuzz.py`.
"""

import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal

import atheris

with atheris.instrument_imports(include=["droitcommun"]):
    from droitcommun.core.problems import FileRefusedError
    from droitcommun.intake.blocks import Blocks
    from droitcommun.intake.containers import numbered
    from droitcommun.intake.dossier import parse_dossier
    from droitcommun.intake.grids import GridCell
    from droitcommun.intake.limits import Limits
    from droitcommun.intake.readers import docx, entries, ods, odt, xlsx  # noqa: F401 - they are followed too
    from droitcommun.intake.refusals import RefusedError
    from droitcommun.intake.text import parse_text
    from droitcommun.intake.workbook.reading import Receipt, read_workbook
    from droitcommun.usecases.audit import audit
    from droitcommun.usecases.rates import rates
    from droitcommun.usecases.sources import view

from tests.documents.containers import Member, docx_members, ods_members, odt_members, xlsx_members, zipped
from tests.documents.invented import document
from tests.documents.workbooks import (
    FILE,
    FILL,
    KEY,
    LABEL,
    RECEIVED,
    Cells,
    book,
    cells_of,
    fiction,
    grids_of,
)

_LIMITS = Limits(elements=100_000, cells=10_000)
_FICTION = fiction()
_TABS = cells_of(book(_FICTION))
_DAY = date(1890, 1, 1)

# What a byte stands for in a cell: words that our readers know, which no mutation of letters would meet.
_WORDS = (
    *"0123456789,.%+-–() \n•/<≥",
    *(
        " soit ",
        " dont ",
        " sur ",
        " au moins ",
        " augmenter de ",
        " doubler ",
        " diviser par ",
        " par an",
        " points",
    ),
    *(
        " en 2015",
        " fin 2020",
        "mars 2016",
        "2015-2020",
        "31 décembre 2015",
        " NC ",
        "s.o.",
        "QPV",
        " et ",
        " à ",
        "• ",
    ),
    *(
        " maintenir ",
        " réduire ",
        " écart ",
        "1er ",
        "2 500",
        "€",
        "½",
        "\u00a0",
        "e",
        "n",
        "s",
        "l'",
        "(2014) ",
    ),
)


def text(raw: bytes) -> None:
    """Any bytes."""
    with suppress(FileRefusedError):
        parse_dossier(parse_text(raw, file="bilan.txt"))


def cells(raw: bytes) -> None:
    """A sheet whose figures and prose are made of words that count."""
    parse_dossier(_bilan(raw))


def judged(raw: bytes) -> None:
    """The same, computed and audited."""
    with suppress(FileRefusedError):
        bilan = _bilan(raw)
        seen = view(lambda _: parse_dossier(bilan), "file:bilan.txt", None)
        rates(seen)
        audit(seen)


def _bilan(raw: bytes) -> Blocks:
    figures, _, prose = raw.partition(b"\xff")
    made = document().replace("17,2% 16% 19,4%(mars 2016) 121% ", _said(figures))
    return parse_text(
        made.replace("Points d'alerte", f"{_said(prose)}\nPoints d'alerte", 1).encode(), file="bilan.txt"
    )


def _said(raw: bytes) -> str:
    return "".join(_WORDS[byte % len(_WORDS)] for byte in raw[:120])


def _in_archive(
    members: Callable[[str], dict[str, Member]], read: Callable[..., object]
) -> Callable[[bytes], None]:
    def bent(raw: bytes) -> None:
        said = raw.decode("utf-8", "ignore").replace("\x00", "")
        with suppress(RefusedError, FileRefusedError):
            found = read(zipped(members(said)), _LIMITS, 0)
            if isinstance(found, dict) and "blocks" in found:
                parse_dossier(Blocks("envoi", found["kind"], "0" * 64, numbered(found["blocks"])))

    return bent


def returned(raw: bytes) -> None:
    """A workbook in whose cells something was typed, moved or taken out."""
    chance = atheris.FuzzedDataProvider(raw)
    tabs = {name: [list(row) for row in rows] for name, rows in _TABS.items()}
    for _ in range(chance.ConsumeIntInRange(1, 8)):
        _typed(tabs, chance)
    read_workbook(grids_of(tabs), _FICTION, Receipt(file=FILE, document="retour", received_on=RECEIVED))


def _typed(tabs: dict[str, Cells], chance: "atheris.FuzzedDataProvider") -> None:
    rows = tabs[chance.PickValueInList(list(tabs))]
    row = rows[chance.ConsumeIntInRange(0, len(rows) - 1)]
    column = chance.PickValueInList([FILL, FILL, FILL, KEY, LABEL])
    match chance.ConsumeIntInRange(0, 7):
        case 0:
            value: str | Decimal | date | bool | None = None
        case 1:
            value = chance.ConsumeBool()
        case 2:
            value = _DAY + timedelta(days=chance.ConsumeIntInRange(0, 90_000))
        case 3:
            value = Decimal(chance.ConsumeInt(6)).scaleb(chance.ConsumeIntInRange(-20, 20))
        case 4 | 5:
            value = _said(chance.ConsumeBytes(12))
        case 6:
            value = chance.ConsumeUnicodeNoSurrogates(20)
        case _:  # the cell of another row
            value = rows[chance.ConsumeIntInRange(0, len(rows) - 1)][column].value
    row[column] = GridCell(
        value, formula=chance.ConsumeProbability() < 0.1, percent=chance.ConsumeProbability() < 0.2
    )


TARGETS: dict[str, Callable[[bytes], None]] = {
    "text": text,
    "cells": cells,
    "judged": judged,
    "docx": _in_archive(docx_members, entries.document),
    "odt": _in_archive(odt_members, entries.document),
    "xlsx": _in_archive(xlsx_members, entries.grids),
    "ods": _in_archive(ods_members, entries.grids),
    "returned": returned,
}


if __name__ == "__main__":
    chosen = TARGETS[sys.argv.pop(1)]
    atheris.Setup(sys.argv, chosen)
    atheris.Fuzz()
