"""From the cells of one block to one figure: right, or a problem at the cell, never a guess."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from droitcommun.core.figures import Unit, is_printed, plain, printed_interval, rounded
from droitcommun.core.french import day, number, percent
from droitcommun.core.observations import (
    Absence,
    Absent,
    Count,
    Euros,
    Figure,
    Gap,
    Pace,
    Part,
    Places,
    Share,
    State,
    Steps,
    Times,
)
from droitcommun.core.periods import Period
from droitcommun.core.problems import Place, Problem
from droitcommun.intake.workbook.dates import parse_period, school_year, serial_day
from droitcommun.intake.workbook.labels import LARGEST_COUNT, LONGEST_PACE
from droitcommun.intake.workbook.numbers import has_sign, parse_count, parse_number
from droitcommun.intake.workbook.returned import Placed
from droitcommun.intake.workbook.vocabulary import (
    NO,
    NO_MEANING,
    NOT_COLLECTED,
    OTHER,
    REASONS,
    SCALE_WORDS,
    SOON,
    UNTOLD,
    YES,
    Field,
    Kind,
)

# Words that say in the cell of the value that there is none, and why. « NC » has four meanings, and none is chosen.
_ABSENT_WORDS = {
    "s.o.": NO_MEANING,
    "s.o": NO_MEANING,
    "so": NO_MEANING,
    **{reason: reason for reason in REASONS},
}
_NO_FIGURE = (
    "un nombre ; sans chiffre, laisser vide et choisir une raison sous « Pas de chiffre : pourquoi ? »"
)
# Numbers that a spreadsheet shows as days of 1954 to 2119, when the format of the cell is lost.
_SERIALS = range(20_000, 80_000)
_YEARS = range(1950, 2100)
_MOST_DECIMALS = 10


@dataclass(frozen=True, slots=True)
class Block:
    """The cells of one figure, those that hold something; `at` says where each one stands."""

    kind: Kind
    cells: Mapping[Field, Placed]
    at: Mapping[Field, Place]
    steps: tuple[str, ...] = ()
    school: bool = False  # the figure before spoke of a school year


@dataclass(slots=True)
class Sorting:
    """Where the problems of a block go, and whether there was one."""

    problems: list[Problem]
    failed: bool = False

    def refuse(self, place: Place, code: str, expected: str) -> None:
        """Note a problem at a cell."""
        self.failed = True
        self.problems.append(Problem(place, code, expected))


def figure_of(block: Block, sorting: Sorting) -> Figure | None:
    """Read a figure or its absence; None when the block gives nothing, or when a problem was noted."""
    counts = _counts(block, sorting)
    value = _value(block, counts, sorting)
    absent = _absence(block, value, sorting)
    has_value = value is not None and not isinstance(value, Absent)
    given = has_value or counts is not None
    if isinstance(value, Absent) and counts is not None:
        sorting.refuse(
            block.at[Field.VALUE],
            "value-and-reason",
            "un chiffre, ou une raison de son absence, pas les deux",
        )
    if absent is not None and (given or (isinstance(value, Absent) and value.code is not absent.code)):
        where = block.at[Field.REASON]
        sorting.refuse(where, "value-and-reason", "un chiffre, ou une raison de son absence, pas les deux")
    for each, name in ((Field.WORDS, "l’avancement"), (Field.PROVISIONAL, "un chiffre")):
        orphan = (
            each in block.cells
            and not given
            and not (each is Field.PROVISIONAL and _says_no(block.cells[each]))
        )
        if orphan and Field.VALUE not in block.cells:
            sorting.refuse(block.at[Field.VALUE], "value-missing", f"{name}, puisque la suite est remplie")
    if sorting.failed:
        return None
    if counts is not None and isinstance(value, Share):
        return Share(value.percent, *counts)
    if counts is not None:
        return Part(*counts)
    return absent or value


def period_of(block: Block, sorting: Sorting) -> Period | None:
    """Read the period of a figure; None when the cell is empty or when a problem was noted."""
    placed = block.cells.get(Field.PERIOD)
    if placed is None or _formula(placed, sorting):
        return None
    expected = (
        "une année, un mois, un jour ou une année scolaire : « 2016 », « avril 2016 », « 1er juillet 2016 »"
    )
    found: Period | None = None
    match placed.cell.value:
        case Decimal() as value if value == int(value) and int(value) in _YEARS:
            return Period.parse(str(int(value)))
        case Decimal() as value if value == int(value) and int(value) in _SERIALS:
            expected = f"une date en toutes lettres : est-ce le {day(serial_day(int(value)))} ?"
        case date(day=1) as value:
            month = Period.parse(value.isoformat()[:7])
            expected = (
                f"une date en toutes lettres : le {day(value)}, ou tout le mois, jusqu’au {day(month.end)} ?"
            )
        case date() as value:
            return Period(value, value)
        case str() as text:
            found = parse_period(text) or _two_years(text, block, sorting)
        case _:
            pass
    if found is None and not (sorting.problems and sorting.problems[-1].place == placed.place):
        sorting.refuse(placed.place, "period", expected)
    return found


def provisional_of(block: Block, sorting: Sorting) -> bool:
    """Read « oui » or « non »; an empty cell is « non »."""
    placed = block.cells.get(Field.PROVISIONAL)
    if placed is None or _formula(placed, sorting):
        return False
    if placed.cell.value is True or _folded(placed) == YES:
        return True
    if not _says_no(placed):
        sorting.refuse(placed.place, "yes-no", "oui ou non")
    return False


def _two_years(text: str, block: Block, sorting: Sorting) -> Period | None:
    """« 2015-2016 »: a school year when the figure before spoke of one; else nobody knows."""
    first, _, last = text.strip().replace("/", "-").partition("-")
    if not (first.strip().isdecimal() and last.strip().isdecimal() and int(last) == int(first) + 1):
        return None
    if block.school:
        return school_year(int(first))
    expected = (
        f"« année scolaire {int(first)}-{int(last)} », "
        f"ou « du 1er janvier {int(first)} au 31 décembre {int(last)} » ?"
    )
    sorting.refuse(block.cells[Field.PERIOD].place, "period", expected)
    return None


def _counts(block: Block, sorting: Sorting) -> tuple[int, int] | None:
    """Read a numerator and its denominator: both, or none."""
    found: dict[Field, int] = {}
    failed = False
    for each in (Field.NUMERATOR, Field.DENOMINATOR):
        placed = block.cells.get(each)
        if placed is None:
            continue
        count = _whole(placed)
        if placed.cell.formula:
            failed = _formula(placed, sorting)
        elif count is None or (each is Field.DENOMINATOR and count == 0):
            failed = True
            expected = (
                "un nombre entier, sans unité" if each is Field.NUMERATOR else "un nombre entier, 1 ou plus"
            )
            sorting.refuse(placed.place, "count", expected)
        else:
            found[each] = count
    if failed or not found:
        return None
    for each, name in ((Field.NUMERATOR, "le numérateur"), (Field.DENOMINATOR, "le dénominateur")):
        if each not in found:
            sorting.refuse(block.at[each], "count-alone", f"{name} : l’un ne va pas sans l’autre")
            return None
    if found[Field.NUMERATOR] > found[Field.DENOMINATOR]:
        expected = "un numérateur qui ne dépasse pas son dénominateur"
        sorting.refuse(block.at[Field.NUMERATOR], "numerator-exceeds", expected)
        return None
    return found[Field.NUMERATOR], found[Field.DENOMINATOR]


def _value(  # noqa: C901, PLR0911 - one line a kind
    block: Block, counts: tuple[int, int] | None, sorting: Sorting
) -> Figure | None:
    placed = block.cells.get(Field.VALUE)
    if placed is None or _formula(placed, sorting):
        return None
    if isinstance(placed.cell.value, str) and (reason := _ABSENT_WORDS.get(_folded(placed))):
        if reason == OTHER:
            sorting.refuse(placed.place, "reason-place", "une valeur ; la raison va dans la liste du dessous")
            return None
        return Absent(REASONS[reason], SOON if reason == SOON else "")
    match block.kind:
        case Kind.SHARE:
            return _share(placed, counts, sorting)
        case Kind.STATE:
            return _state(placed, block, sorting)
        case Kind.PLACES | Kind.STEPS:
            return _names(placed, block, sorting)
        case Kind.COUNT:
            return _count(placed, sorting)
        case Kind.GAP:
            return _decimal(
                placed,
                Unit.POINTS,
                Gap,
                "un nombre de points, de −100 à 100, sans « % »",
                (-100, 100),
                sorting,
            )
        case Kind.EUROS:
            expected = "un montant en euros : « 181 491 »"
            return _decimal(placed, Unit.EUROS, Euros, expected, (0, LARGEST_COUNT * 1000), sorting)
        case Kind.PACE | Kind.TIMES:
            return _small(placed, block.kind, sorting)


def _share(placed: Placed, counts: tuple[int, int] | None, sorting: Sorting) -> Share | None:
    """Read a share; 0.181 may be 18,1 % in a cell that lost its format: its counts decide, or a person."""
    cell = placed.cell
    sure = cell.percent or (isinstance(cell.value, str) and has_sign(cell.value, Unit.PERCENT))
    value = _number(placed, Unit.PERCENT)
    if value is None or not is_printed(value):
        sorting.refuse(placed.place, "number", _NO_FIGURE if value is None else _decimals())
        return None
    if not 0 <= value <= 100:  # noqa: PLR2004 - a percent
        sorting.refuse(placed.place, "percent-range", "une part de 0 à 100 %")
        return None
    if not sure and 0 < value <= 1 and not (counts and _agrees(value, counts)):
        hundredfold = Decimal(plain(value.scaleb(2)))
        expected = (
            f"une part sans ambiguïté : {percent(value)} ou {percent(hundredfold)} ? "
            "Écrire le nombre de 0 à 100, avec son numérateur et son dénominateur s’il est sous 1"
        )
        sorting.refuse(placed.place, "percent-ambiguous", expected)
        return None
    if counts and not _agrees(value, counts):
        rounded_part = percent(rounded(Fraction(counts[0] * 100, counts[1]), 1))
        expected = f"la part que donnent le numérateur et le dénominateur, {rounded_part} environ"
        sorting.refuse(placed.place, "share-and-counts", expected)
        return None
    return Share(abs(value))


def _agrees(value: Decimal, counts: tuple[int, int]) -> bool:
    """Say whether the counts print as this share, to its last digit."""
    exact = Fraction(counts[0] * 100, counts[1])
    return printed_interval(value).low <= exact <= printed_interval(value).high


def _count(placed: Placed, sorting: Sorting) -> Count | None:
    value = placed.cell.value
    if isinstance(value, str):
        found = parse_count(value)
        if found is not None and found[0] <= LARGEST_COUNT:
            return Count(found[0], approximate=found[1])
    elif (whole := _whole(placed)) is not None:
        return Count(whole)
    code = "count-negative" if isinstance(value, Decimal) and value < 0 else "number"
    expected = "un nombre entier, 0 ou plus" if isinstance(value, Decimal) else _NO_FIGURE
    sorting.refuse(placed.place, code, expected)
    return None


def _decimal(
    placed: Placed,
    unit: Unit,
    make: Callable[[Decimal], Figure],
    expected: str,
    bounds: tuple[int, int],
    sorting: Sorting,
) -> Figure | None:
    value = None if placed.cell.percent else _number(placed, unit)
    if value is None:
        sorting.refuse(placed.place, "number", f"{expected} ; sinon, une raison dans la liste")
    elif not is_printed(value):
        sorting.refuse(placed.place, "number", _decimals())
    elif not bounds[0] <= value <= bounds[1]:
        sorting.refuse(placed.place, "range", expected)
    else:
        return make(value)
    return None


def _small(placed: Placed, kind: Kind, sorting: Sorting) -> Pace | Times | None:
    whole = _whole(placed)
    if kind is Kind.PACE and whole is not None and 1 <= whole <= LONGEST_PACE:
        return Pace(whole)
    if kind is Kind.TIMES and whole is not None:
        return Times(whole)
    expected = (
        f"un nombre de mois, de 1 à {LONGEST_PACE}" if kind is Kind.PACE else "un nombre de fois, entier"
    )
    sorting.refuse(placed.place, "number", expected)
    return None


def _state(placed: Placed, block: Block, sorting: Sorting) -> State | None:
    scale = SCALE_WORDS.get(_folded(placed)) if isinstance(placed.cell.value, str) else None
    if scale is None:
        sorting.refuse(placed.place, "choice", f"l’un de : {', '.join(SCALE_WORDS)}")
        return None
    words = block.cells.get(Field.WORDS)
    if words is None or _formula(words, sorting):
        return State(scale, "")
    return State(scale, _text(words))


def _names(placed: Placed, block: Block, sorting: Sorting) -> Places | Steps | None:
    names = [name.strip() for name in _text(placed).split(";")]
    if _folded(placed) in {"aucun", "aucune"}:
        names = []
    if any(not name for name in names) or len(set(names)) != len(names):
        sorting.refuse(placed.place, "names", "des noms séparés par des points-virgules, chacun une fois")
        return None
    if block.kind is Kind.PLACES:
        return Places(tuple(names))
    if not set(names) <= set(block.steps):
        sorting.refuse(placed.place, "choice", f"parmi : {' ; '.join(block.steps)}")
        return None
    return Steps(tuple(names))


def _absence(block: Block, value: Figure | None, sorting: Sorting) -> Absent | None:
    reason, because = block.cells.get(Field.REASON), block.cells.get(Field.BECAUSE)
    if because is not None and _formula(because, sorting):
        return None
    words = _text(because) if because else ""
    if reason is None:
        if because is not None and not isinstance(value, Absent):
            expected = "une raison de la liste, puisque la précision est remplie"
            sorting.refuse(block.at[Field.REASON], "reason-missing", expected)
        return Absent(value.code, words) if because and isinstance(value, Absent) else None
    if _formula(reason, sorting):
        return None
    chosen = _folded(reason)
    code: Absence | None = REASONS.get(chosen)
    if code is None:
        sorting.refuse(reason.place, "choice", f"l’une des raisons de la liste : {', '.join(REASONS)}")
        return None
    if chosen == OTHER and not words:
        sorting.refuse(block.at[Field.BECAUSE], "reason-words", "la raison, en quelques mots")
        return None
    if chosen in {SOON, NOT_COLLECTED, NO_MEANING, UNTOLD, OTHER}:
        return Absent(code, words or (SOON if chosen == SOON else ""))
    return None


def _formula(placed: Placed, sorting: Sorting) -> bool:
    if placed.cell.formula:
        sorting.refuse(
            placed.place, "formula", "une valeur, pas une formule (copier, puis coller les valeurs seules)"
        )
    return placed.cell.formula


def _number(placed: Placed, unit: Unit) -> Decimal | None:
    """The number of a cell in its unit: that of a cell shown as a percentage is a hundred times what is kept."""
    match placed.cell.value:
        case bool():
            return None
        case Decimal() as value:
            return Decimal(plain(value.scaleb(2))) if placed.cell.percent else value
        case str() as text:
            return parse_number(text, unit)
        case _:
            return None


def _whole(placed: Placed) -> int | None:
    """A whole number from 0, not said to be about that many."""
    value = None if placed.cell.percent else _number(placed, Unit.COUNT)
    if value is None or value != value.to_integral_value() or not 0 <= value <= LARGEST_COUNT:
        return None
    return int(value)


def _text(placed: Placed) -> str:
    """What was typed, as text."""
    value = placed.cell.value
    if isinstance(value, Decimal):
        return number(value)
    return value.strip() if isinstance(value, str) else str(value)


def _folded(placed: Placed) -> str:
    text = unicodedata.normalize("NFC", str(placed.cell.value))
    return " ".join(text.split()).casefold()


def _says_no(placed: Placed) -> bool:
    return placed.cell.value is False or _folded(placed) == NO


def _decimals() -> str:
    return f"un nombre d’au plus {_MOST_DECIMALS} décimales : l’arrondir"
