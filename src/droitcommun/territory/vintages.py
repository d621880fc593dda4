"""The lists of priority neighbourhoods that the law knows: append-only, so that an old answer is found again."""

import re
from dataclasses import dataclass

from droitcommun.core.problems import UnknownNameError
from droitcommun.territory.perimeters import Kind, Vintage

# Metres: how far a drawing that its producer did not simplify may be from the border of the decree.
LEGAL_PRECISION = 5.0


@dataclass(frozen=True, slots=True)
class LegalList:
    """A list by decree: its name, its texts, and what its codes look like."""

    name: str
    text: str
    codes: re.Pattern[str]


# Numbers and dates as the producers of the lists cite them: the ANCT for its perimeters, the INSEE for what a priority
# neighbourhood is. A text that no producer cites has no number here.
QPV_LISTS = (
    LegalList(
        "2014",
        "décret n° 2014-1750 du 30 décembre 2014 (métropole) et liste de l’outre-mer, "
        "rectifiés par le décret n° 2015-1138 du 14 septembre 2015",
        re.compile(r"QP(?:\d{6}|9[78]\d{4})"),
    ),
    LegalList(
        "2024",
        "décrets n° 2023-1314 du 28 décembre 2023 et n° 2024-806 du 13 juillet 2024 (métropole), "
        "n° 2024-1212 du 27 décembre 2024 (outre-mer)",
        re.compile(r"QN[0-9AB]{5}[A-Z]"),
    ),
)

ANY_CODE = re.compile("|".join(one.codes.pattern for one in QPV_LISTS))


def vintage_named(kind: Kind, name: str, precision: float) -> Vintage:
    """Return the vintage that a person names; any name will do for perimeters that no decree fixes.

    UnknownNameError: no list of priority neighbourhoods bears that name.
    """
    if kind is not Kind.QPV:
        return Vintage(name, name, precision)
    for one in QPV_LISTS:
        if one.name == name:
            return Vintage(one.name, one.text, precision)
    known = ", ".join(one.name for one in QPV_LISTS)
    raise UnknownNameError(f"Millésime inconnu ; millésimes des quartiers prioritaires : {known}")


def list_of_code(code: str) -> str | None:
    """Return the name of the list that a code is of, by its form; None when it is of none."""
    return next((one.name for one in QPV_LISTS if one.codes.fullmatch(code)), None)
