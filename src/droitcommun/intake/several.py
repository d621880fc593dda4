"""A sheet with several indicators: which words and figures of its cells go with which.

Numbers, order and shared words decide; where they do not, nothing is attached and the sheet asks.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from droitcommun.core.observations import Absent, Count, Figure
from droitcommun.intake.blocks import Line
from droitcommun.intake.columns import is_tie, opens_aim
from droitcommun.intake.figures import Doubt, Kind, mentions, numbers, read_figure
from droitcommun.intake.folding import folded, joined

# Words by which another indicator begins in the middle of a line.
_ANOTHER = re.compile(
    r", (?=nombre |part |taux )"
    r"|(?<=\S )(?=(?:(?:Le|La)(?: nombre| part| taux|$)|Nombre|Part|Taux|Pourcentage|Proportion|Nature)\b)"
)
# A capital after a plain word, where lines may have been made again: another indicator, or a name.
_MAYBE_ANOTHER = re.compile(r"(?<=[a-zà-öø-ÿ]) (?=[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]{3,}\b)")
_NAMES = {"etat", "ville", "paris", "caisse", "region", "mission", "missions", "pole"}

_BULLET = re.compile(r"\s*[•–-]\s")
_NUMBERED = re.compile(r"\s*(\d{1,2})[.)]\s")

# « Nombre de lits », « nombre de nouveaux bénéficiaires », « Le nombre de rendez-vous »: what is counted.
_COUNTED = re.compile(r"\b(?:nombre|nb) (?:de |d'|des )(nouve\w+ )?([\w-]+)")

# Shorter words, and these, are in every sheet.
_SHORTEST = 4
_EVERYWHERE = {
    "nombre", "taux", "part", "pari", "avec", "dans", "pour", "leur", "leurs", "sur", "plus", "dont", "quartier",
    "politique", "ville", "realise", "annee", "entre", "aupre", "cadre", "territoire", "prioritaire",
}  # fmt: skip

NOT_COUNTED = "le chiffre ne compte pas ce que compte l’indicateur"


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph of a cell, and the number that it bears, if any."""

    lines: tuple[Line, ...]
    number: int | None = None

    @property
    def text(self) -> str:
        """Its words as one sentence, without its bullet or number."""
        text = joined([line.text for line in self.lines])
        return _BULLET.sub("", _NUMBERED.sub("", f"{text} ", count=1), count=1).strip()


def indicators(lines: tuple[Line, ...]) -> tuple[Item, ...]:
    """The printed indicators: one a line that begins a sentence, or a « nombre de … » after another."""
    printed = [line for line in lines if line.text.strip()]
    if are_numbered(lines):
        return tuple(_numbered(printed))
    groups: list[list[Line]] = []
    for line in printed:
        bare = line.text.strip().lstrip("•- ")
        begins = bare[:1].isupper() and not bare[:3].isupper()
        if not groups or (begins and not _is_name(groups[-1][-1].text, bare)):
            groups.append([])
        groups[-1].append(line)
    return tuple(Item(tuple(part)) for group in groups for part in _cut(group, _ANOTHER))


def parted(found: tuple[Item, ...]) -> tuple[Item, ...]:
    """The same indicators, those cut in which a capital may begin another one: as many when there is none."""
    return tuple(
        Item(tuple(part), item.number)
        for item in found
        for part in _cut(item.lines, _MAYBE_ANOTHER, unless=_is_name)
    )


def are_numbered(lines: tuple[Line, ...]) -> bool:
    """Say whether indicators are numbered, as those of our own sheets are: « 1. Nombre de lits », « 2. … »."""
    marked = [_NUMBERED.match(line.text) for line in lines if line.text.strip()]
    found = [int(mark[1]) for mark in marked if mark]
    return len(found) > 1 and marked[0] is not None and found == list(range(1, len(found) + 1))


def _numbered(lines: list[Line]) -> Iterator[Item]:
    """« 1. Nombre de lits », « 2. Taux d’occupation »: each without its number."""
    group: list[Line] = []
    for line in lines:
        found = _NUMBERED.match(line.text)
        if found and group:
            yield Item(tuple(group))
            group = []
        group.append(Line(line.number, line.text[found.end() :]) if found else line)
    yield Item(tuple(group))


def _cut(
    lines: Iterable[Line], at_these: re.Pattern[str], unless: Callable[[str, str], bool] | None = None
) -> Iterator[list[Line]]:
    group: list[Line] = []
    for line in lines:
        at = 0
        for found in at_these.finditer(line.text):
            if unless is not None and unless(line.text[: found.start()], line.text[found.end() :]):
                continue
            group.append(Line(line.number, line.text[at : found.start()]))
            yield group
            group, at = [], found.end()
        group.append(Line(line.number, line.text[at:]))
    yield group


def _is_name(before: str, after: str) -> bool:
    """Say whether a capital is that of a name: what is before calls for one, or is part of it, or it is a known one."""
    word = before.rsplit(maxsplit=1)[-1].lstrip('"«(')
    inside = word[:1].isupper() and word[1:2].islower() and not _ANOTHER.match(f"- {after}", 2)
    return is_tie(word) or inside or folded(after.split(maxsplit=1)[0]) in _NAMES


def items(cell: tuple[Line, ...]) -> tuple[Item, ...]:
    """The paragraphs of a cell: after a bullet, a number, a line left blank or the end of a sentence."""
    groups: list[list[Line]] = []
    for line in cell:
        if not groups or _begins(groups[-1][-1], line):
            groups.append([])
        groups[-1].append(line)
    found = []
    for group in groups:
        number = _NUMBERED.match(group[0].text)
        found.append(Item(tuple(group), int(number[1]) if number else None))
    return tuple(item for item in found if any(letter.isalnum() for letter in item.text))


def aims(cell: tuple[Line, ...]) -> tuple[Item, ...]:
    """The paragraphs of a target, those that hold several aims cut where each begins: « Ouvrir … Former … »."""
    found: list[Item] = []
    for item in items(cell):
        group: list[Line] = []
        for line in item.lines:
            at = 0
            for word in re.finditer(r"\S+", line.text):
                if (group or line.text[: word.start()].strip(" •-")) and opens_aim(word[0]):
                    found.append(Item((*group, Line(line.number, line.text[at : word.start()])), item.number))
                    group, at = [], word.start()
            group.append(Line(line.number, line.text[at:]))
        found.append(Item(tuple(group), item.number))
    return tuple(item for item in found if any(letter.isalnum() for letter in item.text))


def _begins(before: Line, line: Line) -> bool:
    if _BULLET.match(line.text) or _NUMBERED.match(line.text):
        return True
    text = line.text.strip()
    apart = line.number - before.number > 1 or before.text.rstrip().endswith((".", ";"))
    return apart and (text[:1].isupper() or text[:1].isdigit()) and not is_tie(before.text.split()[-1])


def paired(found: tuple[Item, ...], wanted: tuple[Item, ...]) -> tuple[tuple[Item, ...] | None, ...]:
    """The paragraphs of each indicator; None for those of which neither numbers, nor order, nor words decide."""
    if not found:
        return tuple(() for _ in wanted)
    if len(found) > len(wanted):  # a sentence that speaks of none of them stands beside
        said = tuple(item for item in found if _speaks(item, wanted))
        found = said if len(said) == len(wanted) else found
    sure = _by_number(found, wanted) or _by_order(found, wanted)
    if sure is not None:
        return tuple(
            tuple(item for item, place in zip(found, sure, strict=True) if place == index)
            for index in range(len(wanted))
        )
    own, doubtful = _by_words(found, wanted)
    if doubtful and len(found) == len(wanted):  # their number says one thing, their words another
        return tuple(None for _ in wanted)
    asked = set().union(*doubtful)
    return tuple(
        None if index in asked or (doubtful and not items_of) else items_of
        for index, items_of in enumerate(own)
    )


def _speaks(item: Item, wanted: tuple[Item, ...]) -> bool:
    """Say whether a paragraph has a figure, or shares a word with an indicator."""
    return bool(numbers(mentions(item.text))) or any(words(item.text) & words(one.text) for one in wanted)


def _by_number(found: tuple[Item, ...], wanted: tuple[Item, ...]) -> list[int] | None:
    given = [item.number for item in found]
    if not given or None in given or len(set(given)) < len(given):
        return None
    if not all(0 < number <= len(wanted) for number in given if number is not None):
        return None
    return [number - 1 for number in given if number is not None]


def _by_order(found: tuple[Item, ...], wanted: tuple[Item, ...]) -> list[int] | None:
    """As many paragraphs as indicators go in order, unless the words of one say that it goes elsewhere."""
    if len(found) != len(wanted):
        return None
    said = [words(item.text) for item in found]
    common = {word for word in set().union(*said) if sum(word in other for other in said) > 1}
    for index, own in enumerate(said):
        shared = [len((own - common) & words(one.text)) for one in wanted]
        named = [place for place, one in enumerate(wanted) if counted(one.text) in own - common]
        if max(shared) > shared[index] + 1 or (named and index not in named and not shared[index]):
            return None
    return list(range(len(wanted)))


def _by_words(
    found: tuple[Item, ...], wanted: tuple[Item, ...]
) -> tuple[list[tuple[Item, ...]], list[set[int]]]:
    """The paragraphs of each indicator by their words, and where each of the others may go.

    A paragraph goes with the indicator with which it shares most: two words, or what is counted. Short of that, with
    any with which it shares a word, or that has no paragraph. A sentence without a figure that shares nothing goes
    nowhere once every indicator has its own.
    """
    own: list[tuple[Item, ...]] = [() for _ in wanted]
    others: list[tuple[Item, list[int]]] = []
    for item in found:
        shared = [len(words(item.text) & words(one.text)) for one in wanted]
        best = max(shared)
        place = shared.index(best)
        sure = best > 1 or (best == 1 and counted(wanted[place].text) in words(item.text))
        if sure and shared.count(best) == 1:
            own[place] += (item,)
        else:
            others.append((item, shared))
    without = {index for index, mine in enumerate(own) if not mine}
    doubtful = [{index for index, count in enumerate(shared) if count} | without for _, shared in others]
    figures = [bool(numbers(mentions(item.text))) for item, _ in others]
    return own, [some for some, figure in zip(doubtful, figures, strict=True) if some or figure]


def words(text: str) -> set[str]:
    """The words that tell one indicator from another: without accents, capitals and plurals."""
    plain = folded(text).replace("rendez-vous", "rdv")
    acronyms = {folded(one) for one in re.findall(r"\b[A-Z]{3,}\b", text)} | (
        {"rdv"} if "rdv" in plain else set()
    )
    stems = {_stem(one) for one in re.findall(r"[^\W\d_]+", plain) if len(one) >= _SHORTEST}
    return (stems | acronyms) - _EVERYWHERE


def _stem(word: str) -> str:
    return word.rstrip("sx") if len(word) > _SHORTEST else word


def counted(indicator: str) -> str:
    """What an indicator counts, as one of its words; empty when it is no « nombre de … »."""
    bare = re.sub(r"\([^)]*\)", "", indicator)
    found = _COUNTED.search(folded(bare).replace("rendez-vous", "rdv"))
    return _stem(found[2]) if found else ""


def figure_of(text: str, indicator: str, *, gap: bool) -> Figure | Doubt:
    """The figure of an indicator in its paragraph: the one, or the only one that counts what it counts."""
    figure = read_figure(text, gap=gap)
    noun = counted(indicator)
    if isinstance(figure, Absent):
        return figure
    if not isinstance(figure, Doubt):
        return Doubt((text,), NOT_COUNTED) if noun and noun not in words(text) else figure
    if not noun or "nouve" in folded(indicator):
        return figure
    plain = folded(text)
    found = [one for one in numbers(mentions(text)) if one.kind is Kind.COUNT and one.of is None]
    named = [
        one
        for one in found
        if _stem(_next(plain, one.end)) == noun and not (one.sign or one.above or one.below)
    ]
    if any(one.sign for one in found):  # « 30 places + 12 places »: a sum
        return figure
    if len(named) != 1 or named[0].value != int(named[0].value):
        return figure
    return Count(int(named[0].value), approximate=named[0].approximate)


def _next(plain: str, at: int) -> str:
    found = re.match(r"\s*([\w-]+)", plain[at:].replace("rendez-vous", "rdv"))
    return found[1] if found else ""


def pieces(cell: tuple[Line, ...]) -> tuple[Item, ...]:
    """« une réunion tous les 2 mois et 10 initiatives par an »: what « et » joins, when each part has its figure."""
    groups: list[list[Line]] = [[]]
    for line in cell:
        at = 0
        for found in re.finditer(r"(?<!\d)\s+et\s+(?=\d)", line.text):
            groups[-1].append(Line(line.number, line.text[at : found.start()]))
            groups.append([])
            at = found.end()
        groups[-1].append(Line(line.number, line.text[at:]))
    found_all = tuple(Item(tuple(group)) for group in groups)
    return found_all if all(numbers(mentions(item.text)) for item in found_all) else ()
