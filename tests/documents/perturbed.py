"""A text altered as copies and extractors alter it, and whether what is read is still the same, or asked."""

import random
import re
import textwrap
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from droitcommun.core.codec import to_plain
from droitcommun.core.dossier import Dossier
from droitcommun.core.observations import Absent, Observation, Role
from droitcommun.core.sheets import Sheet

Alter = Callable[[str], bytes]


def _shuffled(seed: int) -> Alter:
    def alter(text: str) -> bytes:
        head, *sheets = re.split(r"(?m)^(?=Axe du contrat de ville)", text)
        random.Random(seed).shuffle(sheets)  # noqa: S311 - a test, to be repeated
        return "".join([head, *(f"{sheet}\n\n" for sheet in sheets)]).encode()

    return alter


def _rewrapped(width: int) -> Alter:
    def alter(text: str) -> bytes:
        paragraphs = re.split(r"\n\s*\n", text)
        return "\n\n".join(textwrap.fill(" ".join(one.split()), width) for one in paragraphs).encode()

    return alter


def _without(pattern: str) -> Alter:
    return lambda text: re.sub(pattern, "", text).encode()


ALTERATIONS: dict[str, Alter] = {
    "la marque d’octets en tête": lambda text: text.encode("utf-8-sig"),
    "UTF-16": lambda text: text.encode("utf-16"),
    "des fins de ligne de Windows": lambda text: text.replace("\n", "\r\n").encode(),
    "des fins de ligne d’anciens Mac": lambda text: text.replace("\n", "\r").encode(),
    "des caractères décomposés": lambda text: unicodedata.normalize("NFD", text).encode(),
    "des espaces insécables": lambda text: text.replace(" ", "\u00a0").encode(),
    "des espaces fines avant %": lambda text: text.replace("%", "\u202f%").encode(),
    "un saut de page en tête de fiche": lambda text: text.replace(
        "Axe du contrat", "\fAxe du contrat"
    ).encode(),
    "un libellé en deux lignes": lambda text: text.replace(
        "Date de mise à jour", "Date de mise\nà jour"
    ).encode(),
    "un libellé aux lettres espacées": lambda text: text.replace(
        "Thématique", "T h é m a t i q u e"
    ).encode(),
    "des lignes sans espace final": _without(r"(?m) +$"),
    "des lignes sans espace initial": _without(r"(?m)^ +"),
    "aucune ligne vide": _without(r"(?m)^\n"),
    "aucune ligne blanche": _without(r"(?m)^ *\n"),
    "des fiches mêlées": _shuffled(1),
    "des fiches mêlées autrement": _shuffled(2),
    **{
        f"des lignes refaites à {width}": _rewrapped(width)
        for width in (36, 43, 50, 60, 71, 80, 99, 120, 132, 169)
    },
    "des fiches mêlées, aux lignes refaites": lambda text: _rewrapped(72)(_shuffled(3)(text).decode()),
    "des espaces insécables et décomposés": lambda text: unicodedata.normalize(
        "NFD", text.replace(" ", "\u202f")
    ).encode("utf-8-sig"),
}


def others(expected: Dossier, found: Dossier) -> Iterator[str]:
    """Name each field of each sheet that has another value, and that nothing asks about."""
    wanted = {_key(sheet): (expected, sheet) for sheet in expected.sheets}
    for sheet in found.sheets:
        if _key(sheet) not in wanted:
            yield f"fiche inconnue : {sheet.title}"
            continue
        reference = wanted.pop(_key(sheet))
        first = _values(*reference)
        asked = _asked(sheet) | _asked(reference[1])
        told = _values(found, sheet)
        if told["measures"] != first["measures"]:
            if not any(name.endswith(("indicator", "target")) for name in asked):
                yield f"{sheet.title}, indicator : {first['measures']} → {told['measures']}"
            yield from _other_figures(reference, (found, sheet))
            names = set(told) & set(first) & _OF_THE_SHEET
        else:
            names = set(told)
        for name in sorted(names):
            value = told[name]
            silent = name.endswith("unit") and value is None
            if value != first.get(name) and name not in asked and not silent:
                yield f"{sheet.title}, {name} : {first.get(name)} → {value}"
    yield from (f"fiche perdue : {title}" for title, _, _ in wanted)


# What a sheet says whatever the number of its indicators.
_OF_THE_SHEET = {"layout", "axis", "theme", "updated_on", "institutions", "units", "declared_rate"}


def _other_figures(reference: tuple[Dossier, Sheet], other: tuple[Dossier, Sheet]) -> Iterator[str]:
    """Lines that are made again no longer say where an indicator begins: no figure may be another one for all that."""
    fields = {
        part for sheet in (reference[1], other[1]) for one in sheet.questions for part in one.field.split("/")
    }
    for role, name in ((Role.BASELINE, "baseline"), (Role.RESULT, "results")):
        known = _figures(one for one in reference[0].observations if one.sheet == reference[1].id)
        read = _figures(one for one in other[0].observations if one.sheet == other[1].id and one.role is role)
        if name not in fields:
            yield from (f"{other[1].title}, {name} : {one} de plus" for one in read if one not in known)


def _asked(sheet: Sheet) -> set[str]:
    """What is asked for, of the sheet or of one of its measures: « target », « measures/2/target »."""
    asked = set()
    for question in sheet.questions:
        parts = question.field.split("/")
        asked.add("/".join(parts[:3] if parts[0] == "measures" else parts[:1]))
    if asked & {"target", "baseline", "results"}:  # a cell of the sheet is one of each of its measures
        asked |= {
            f"measures/{number}/{name}"
            for number in range(1, len(sheet.measures) + 1)
            for name in asked & {"target", "baseline", "results"}
        }
    return asked


def _key(sheet: Sheet) -> tuple[str, ...]:
    printed = sheet.title, sheet.objective, "".join(one.indicator for one in sheet.measures).replace(",", "")
    return tuple("".join(text.split()) for text in printed)


def _values(dossier: Dossier, sheet: Sheet) -> dict[str, object]:
    seen = [one for one in dossier.observations if one.sheet == sheet.id]
    values: dict[str, object] = {
        "layout": sheet.layout,
        "axis": sheet.axis.raw if sheet.axis else None,
        "theme": sheet.theme.raw if sheet.theme else None,
        "updated_on": (sheet.updated_on.from_, sheet.updated_on.to),
        "institutions": sheet.institutions,
        "units": sheet.units,
        "measures": len(sheet.measures),
        "declared_rate": _figures(one for one in seen if one.role is Role.DECLARED_RATE),
    }
    several = len(sheet.measures) > 1
    for number, measure in enumerate(sheet.measures, start=1):
        at = f"measures/{number}/" if several else ""
        targets = [to_plain(one) for one in (measure.target, *measure.also_read_as)]
        own = [one for one in seen if one.measure == measure.id]
        values |= {
            f"{at}unit": measure.unit,
            f"{at}perimeter": measure.perimeter,
            f"{at}target": [
                {key: "".join(value.split()) if key == "text" else value for key, value in one.items()}
                for one in (
                    {key: value for key, value in plain.items() if key != "passage"} for plain in targets
                )
            ],
            f"{at}baseline": _figures(one for one in own if one.role is Role.BASELINE),
            f"{at}results": _figures(one for one in own if one.role is Role.RESULT),
        }
    return values


def _figures(seen: Iterable[Observation]) -> list[object]:
    return [(to_plain(one.figure), one.period) for one in seen if not isinstance(one.figure, Absent)]
