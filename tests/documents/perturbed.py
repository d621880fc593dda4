"""A text altered as copies and extractors alter it, and whether what is read is still the same, or asked."""

import random
import re
import textwrap
import unicodedata
from collections.abc import Callable, Iterator

from droitcommun.core.codec import to_plain
from droitcommun.core.dossier import Dossier
from droitcommun.core.observations import Absent, Role
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
    "des lignes refaites à 60": _rewrapped(60),
    "des lignes refaites à 110": _rewrapped(110),
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
        for name, value in _values(found, sheet).items():
            if value != first[name] and name not in asked:
                yield f"{sheet.title}, {name} : {first[name]} → {value}"
    yield from (f"fiche perdue : {title}" for title, _, _ in wanted)


def _asked(sheet: Sheet) -> set[str]:
    asked = {question.field.split("/")[0] for question in sheet.questions}
    return asked | ({"unit", "baseline", "results", "target"} if "measures" in asked else set())


def _key(sheet: Sheet) -> tuple[str, ...]:
    printed = sheet.title, sheet.objective, "".join(one.indicator for one in sheet.measures).replace(",", "")
    return tuple("".join(text.split()) for text in printed)


def _values(dossier: Dossier, sheet: Sheet) -> dict[str, object]:
    measure = sheet.measures[0]
    target = {key: value for key, value in to_plain(measure.target).items() if key != "passage"}
    target["text"] = "".join(target["text"].split())
    seen = [one for one in dossier.observations if one.sheet == sheet.id]
    values: dict[str, object] = {
        "layout": sheet.layout,
        "axis": sheet.axis.raw if sheet.axis else None,
        "theme": sheet.theme.raw if sheet.theme else None,
        "updated_on": (sheet.updated_on.from_, sheet.updated_on.to),
        "institutions": sheet.institutions,
        "unit": measure.unit,
        "perimeter": measure.perimeter,
        "target": target,
    }
    for name, role in (
        ("baseline", Role.BASELINE),
        ("results", Role.RESULT),
        ("declared_rate", Role.DECLARED_RATE),
    ):
        values[name] = [
            (to_plain(one.figure), one.period)
            for one in seen
            if one.role is role and not isinstance(one.figure, Absent)
        ]
    return values
