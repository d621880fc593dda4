"""How much a document may ask for before it is refused: named settings, each with its default."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields

from droitcommun.core.problems import UserError


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one reader may use. Each field is a setting: `pages` is DROITCOMMUN_READER_PAGES.

    The defaults hold a yearly report of 200 pages and a workbook of 61 sheets several times over, and answer
    to the worst file in less than ten seconds and half a gigabyte: bench/bombs.py.
    """

    memory_mb: int = 500  # address space of the child process, where the system can bound it
    seconds: int = 8  # of one child, by the clock and by the processor
    document_seconds: int = 120  # of all the children that a long PDF needs, by the clock
    file_mb: int = 50  # the file itself
    unpacked_mb: int = 100  # one member of a zip container, unpacked
    elements: int = 3_000_000  # of one XML member
    cells: int = 200_000  # that hold something, all tables or tabs together
    tabs: int = 256
    pages: int = 400
    pages_a_child: int = 40  # fewer when they take a third of its seconds
    answer_mb: int = 20  # what the child may answer


class BadSettingError(UserError):
    """A setting of the environment that is not what it should be."""


def limits_from(environment: Mapping[str, str] = os.environ) -> Limits:
    """Take the limits that the environment sets, the default for the others; raises BadSettingError."""
    chosen: dict[str, int] = {}
    for field in fields(Limits):
        name = f"DROITCOMMUN_READER_{field.name.upper()}"
        text = environment.get(name, "")
        if not text:
            continue
        if not (text.isascii() and text.isdigit() and int(text[:10]) > 0 and len(text) < 10):  # noqa: PLR2004
            raise BadSettingError(f"{name} attend un nombre entier, 1 ou plus")
        chosen[field.name] = int(text)
    return Limits(**chosen)
