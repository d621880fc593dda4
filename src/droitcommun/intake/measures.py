"""The table of a sheet and its indicators → measures, their observations, and the questions that they leave."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from droitcommun.core.claims import Claim
from droitcommun.core.figures import Unit
from droitcommun.core.french import period as in_french
from droitcommun.core.observations import Absence, Absent, Figure, Gap, Observation, Ratio, Role, State
from droitcommun.core.passages import Lines, Passage
from droitcommun.core.periods import Period
from droitcommun.core.sheets import DateText, Layout, Measure, Named
from droitcommun.core.targets import Composite, NoFigure
from droitcommun.core.verdicts import SCALES
from droitcommun.intake import figures, wordings
from droitcommun.intake.alike import of_one, same, same_rate
from droitcommun.intake.asking import Asking
from droitcommun.intake.blocks import Line
from droitcommun.intake.cells import Way, guesses, separate
from droitcommun.intake.claims import read_claims
from droitcommun.intake.columns import Column
from droitcommun.intake.dates import date_text
from droitcommun.intake.figures import Doubt, absence, mentions, numbers, period_of, rate_figure, read_figure
from droitcommun.intake.folding import folded, joined
from droitcommun.intake.perimeters import UNSAID, named
from droitcommun.intake.several import (
    Item,
    are_numbered,
    figure_of,
    indicators,
    items,
    paired,
    parted,
    pieces,
    words,
)
from droitcommun.intake.several import aims as aims_of
from droitcommun.intake.template import Cells, Field, RawSheet, value
from droitcommun.intake.where import runs_of, where_of
from droitcommun.intake.wordings import Aim, read_target

NO_BASELINE = "Cette présentation de fiche n’a pas de colonne pour la situation de départ."

# What a person may answer of a cell: that it gives no figure, and then why there is none.
_NO_FIGURE = "aucun chiffre"
_ANSWERED = "D’après la réponse donnée, la cellule ne donne pas de chiffre."

_UNSEPARATED = "Aucune façon de séparer les cellules du tableau n’est plus claire que les autres."
_UNPAIRED = "La fiche imprime plusieurs indicateurs, et rien ne dit auquel va chaque paragraphe."
_CAPITAL = "Une majuscule au milieu de la case peut commencer un autre indicateur."
_TOGETHER = "Le texte ne sépare pas cette cellule de ses voisines."
_UNITS = (
    (re.compile(r"\W*(?:la |le )?(?:part|pourcentage|proportion|taux)\b"), Unit.PERCENT),
    (re.compile(r"\W*(?:le )?(?:nombre|nb)\b"), Unit.COUNT),
    (re.compile(r"\W*(?:l')?ecart\b"), Unit.POINTS),
    (re.compile(r"\W*(?:le )?montant\b"), Unit.EUROS),
)
# « par rapport à », « taux de … et nombre de … »: no one unit.
_TWO_UNITS = re.compile(r"\bpar rapport a\b|\bet (?:le |la )?(?:nombre|nb|part|taux|pourcentage)\b")

# Words. A label tells figures apart, the text of the figure says the rest.
_LONGEST_LABEL = 12

_BULLET = re.compile(r"^\s*(?:[•]|\d{1,2}[.)](?=\s))\s*")
_UNDEFINED = re.compile(r"[\W_]*(?:(?:indicateur )?non (?:defini|precise)|a definir|nc|neant)?[\W_]*")
# How a question names the cells; the first column of the dated layout is a result.
_NAMES = {
    Column.BASELINE: "baseline",
    Column.TARGET: "target",
    Column.RESULT: "results",
    Column.RATE: "declared_rate",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Under which ids a sheet goes, and what its printed names stand for."""

    document: str
    sheet: str
    axis: Named | None
    theme: Named | None
    institutions: tuple[str, ...]
    units: tuple[str, ...]
    undated: DateText


@dataclass(frozen=True, slots=True)
class _Separation:
    """The ways to separate the cells that answers leave, of all that are worth considering.

    None left: nothing in the text tells them apart, `every` are guesses and each cell is asked for. None at all: a
    row an indicator, as our own sheets have, of which a text keeps no trace.
    """

    left: tuple[Way, ...]
    every: tuple[Way, ...] = ()


_NO_WAY = _Separation(())


@dataclass(slots=True)
class Figures:
    """The reading of a table: `measures`, called once, fills `observations` and leaves its questions."""

    raw: RawSheet
    names: Names
    asking: Asking
    recorded_on: date
    observations: list[Observation] = field(default_factory=list)
    printed: tuple[Item, ...] = field(init=False)
    ways: _Separation = field(init=False)
    rows: tuple[tuple[tuple[Line, ...], ...], ...] = ()
    by_row: bool = False  # each indicator has its row of the table

    def __post_init__(self) -> None:
        if isinstance(self.raw.figures, Cells):
            self.rows = self.raw.figures.rows
        self.printed = self._indicators()
        self.by_row = len(self.rows) == len(self.printed) > 1
        self.ways = self._separate()

    def _indicators(self) -> tuple[Item, ...]:
        """The printed indicators; a capital inside one of them may begin another: a person says so."""
        cell = self.raw.fields.get(Field.INDICATOR, ())
        found = indicators(cell)
        more = parted(found)
        if len(more) == len(found) or are_numbered(cell) or len(self.rows) == len(found) > 1:
            return found
        choices = {" ; ".join(item.text for item in ones): ones for ones in (found, more)}
        where = tuple(runs_of(line.number for line in cell))
        return self.asking.settle("indicator", choices, _CAPITAL, where) or found

    def _separate(self) -> _Separation:
        printed = self.raw.figures
        if isinstance(printed, Cells):
            return _Separation((Way(printed.cells, 0.0),))
        if are_numbered(self.raw.fields.get(Field.INDICATOR, ())):
            return _Separation(())
        found = separate(printed, self.raw.layout)
        if not found:
            return _Separation((), guesses(printed, self.raw.layout))
        return _Separation(self._answered(found), found)

    def _answered(self, every: tuple[Way, ...]) -> tuple[Way, ...]:
        """The ways to separate the cells that are left by what was answered of them."""
        left = every
        for column in Column:
            name = self._name(column)
            if len({self._said(column, way) for way in every}) == 1:
                continue
            chosen = self.asking.answered(name, {way.text(column): way.text(column) for way in every})
            kept = tuple(way for way in left if way.text(column) == chosen)
            if chosen is not None and not kept:
                expected = "une réponse qui aille avec celles des autres cellules de la fiche"
                self.asking.answers.refuse(self.asking.id_of(name), expected)
            left = kept or left
        return left

    def _said(self, column: Column, way: Way) -> object:
        """What a way says in a column: two ways that say the same there leave no question."""
        match column:
            case Column.TARGET:
                return way.text(column)
            case Column.RATE:
                return same_rate(way.text(column))
            case _ if len(printed := self.printed) > 1:
                groups = paired(items(way.cells[column]), printed)
                return way.text(column) if None in groups else tuple(map(of_one, groups, printed))
            case _:
                return same(way.text(column), gap=self._is_gap(way))

    def claims(self) -> Iterator[Claim]:
        """What the cells affirm where all ways to separate them agree."""
        for column in (Column.BASELINE, Column.RESULT):
            if len({way.text(column) for way in self.ways.left}) == 1:
                yield from read_claims(self.ways.left[0].cells[column], self.names.document)

    def _is_gap(self, *ways: Way) -> bool:
        """Say whether the sheet is about a difference between two shares, by its indicator or its target."""
        targets = [way.text(Column.TARGET) for way in ways or self.ways.left]
        return any("ecart" in folded(text) for text in (value(self.raw, Field.INDICATOR), *targets))

    def _where(self, lines: Iterable[Line]) -> Passage:
        return where_of(self.names.document, self.raw, lines)

    def _name(self, column: Column) -> str:
        if self.raw.layout is Layout.RESULT_2015_DATED and column is Column.BASELINE:
            return f"results/{self.raw.before}"
        return _NAMES[column]

    def _decided(self, column: Column) -> tuple[Line, ...] | None:
        """The cell of a column when all ways that are left say the same there; else a question, and None."""
        if len({self._said(column, way) for way in self.ways.left}) == 1:
            return self.ways.left[0].cells[column]
        lines = {
            line.number: line for way in self.ways.every for line in way.cells[column] if line.text.strip()
        }
        where = runs_of(sorted(lines))
        cells = {way.text(column): way.cells[column] for way in reversed(self.ways.every)}
        choices = {way.text(column): cells[way.text(column)] for way in self.ways.every} or {"": ()}
        if not self.ways.left:
            return self.asking.settle(
                self._name(column), choices, _UNSEPARATED, where or self._under_header()
            )
        self.asking.leave(self._name(column), choices, _TOGETHER, where)
        return None

    def _under_header(self) -> tuple[Lines, ...]:
        lines = () if isinstance(self.raw.figures, Cells) else self.raw.figures
        return runs_of(one.number for one in lines if one.text.strip())

    def measures(self) -> tuple[Measure, ...]:
        """The measures of the sheet, one an indicator; their figures and their questions."""
        printed = self.printed
        cell = self._decided(Column.TARGET)
        if len(printed) > 1:
            measures = tuple(
                self._measure(item.text, item.lines, aim, number)
                for number, (item, aim) in enumerate(
                    zip(printed, self._aims(cell, printed), strict=True), start=1
                )
            )
        else:
            indicator = value(self.raw, Field.INDICATOR)
            lines = self.raw.fields.get(Field.INDICATOR, ()) or self.raw.fields.get(Field.OBJECTIVE, ())
            measures = (self._measure(indicator, lines, self._aim(cell, indicator, "target")),)
        self._figures(measures, printed)
        return measures

    def _aim(self, cell: tuple[Line, ...] | None, indicator: str, name: str) -> Aim:
        """What a cell, or a part of it, aims at; a question when its words do not decide."""
        if cell is None:
            nowhere = self._where(())
            return Aim(Composite(text="", passage=nowhere, parts=()))
        where = self._where(cell)
        text = joined([_BULLET.sub("", line.text) for line in cell])
        objective = "" if name.startswith("measures") else value(self.raw, Field.OBJECTIVE)
        aim = read_target(text, where, objective=objective, indicator=indicator)
        if aim.doubt is None:
            return aim
        choices = wordings.candidates(text, where, objective=objective, indicator=indicator)
        return self.asking.settle(name, choices, _because(aim.doubt), where.lines) or aim

    def _aims(self, cell: tuple[Line, ...] | None, printed: tuple[Item, ...]) -> list[Aim]:
        """The target of each indicator: its own paragraphs of the cell, or a question."""
        if cell is None:
            return [self._aim(None, one.text, "target") for one in printed]
        found = aims_of(cell)
        if len(found) == 1:
            found = pieces(cell) or found
        groups = self._groups(Column.TARGET, found, printed)
        aims = []
        for number, one in enumerate(printed, start=1):
            name = f"measures/{number}/target"
            where = self._where(cell)
            own = groups[number - 1]
            if own is None or (
                found and not own and not self.by_row
            ):  # the aim of all may stand in the paragraph of one
                own = self._own(name, found, where)
            if own is None:
                text = joined([line.text for line in cell])
                aims.append(Aim(Composite(text=text, passage=where, parts=(text,))))
                continue
            lines = tuple(line for item in own for line in item.lines)
            nothing = Aim(NoFigure(text="", passage=where))
            aims.append(self._aim(lines, one.text, name) if lines or not found else nothing)
        return aims

    def _groups(
        self, column: Column, found: tuple[Item, ...], printed: tuple[Item, ...]
    ) -> tuple[tuple[Item, ...] | None, ...]:
        """The paragraphs of each indicator: those of its row, where each has one."""
        if not self.by_row:
            return paired(found, printed)
        cells = [row[column] for row in self.rows]
        return tuple((Item(cell),) if any(line.text.strip() for line in cell) else () for cell in cells)

    def _own(self, name: str, found: Iterable[Item], where: Passage) -> tuple[Item, ...] | None:
        """The paragraph of a cell that goes with an indicator, or none of them, by what was answered."""
        choices: dict[str, tuple[Item, ...]] = {item.text: (item,) for item in found}
        return self.asking.settle(name, choices | {"": ()}, _UNPAIRED, where.lines)

    def _measure(self, indicator: str, lines: tuple[Line, ...], aim: Aim, number: int = 0) -> Measure:
        """One measure; `number` counts from 1 where the sheet has several."""
        if _UNDEFINED.fullmatch(folded(indicator)):
            indicator = ""
        plain = folded(re.sub(r"\([^)]*\)", "", indicator))
        units = [unit for pattern, unit in _UNITS if pattern.match(plain) and not _TWO_UNITS.search(plain)]
        perimeter = named(indicator) or named(value(self.raw, Field.OBJECTIVE)) or UNSAID
        return Measure(
            id=f"{self.names.sheet}-mesure" + (f"-{number}" if number else ""),
            indicator=indicator,
            perimeter=perimeter,
            target=aim.target,
            also_read_as=aim.also,
            passage=self._where(lines),
            unit=units[0] if units else None,
        )

    def _figures(self, measures: tuple[Measure, ...], printed: tuple[Item, ...]) -> None:
        dated = self.raw.layout is Layout.RESULT_2015_DATED
        for column in (Column.BASELINE, Column.RESULT):
            cell = self._decided(column)
            if cell is None:
                continue
            if len(measures) == 1:
                gap = self._is_gap()
                self._observe(cell, column, measures[0], self.ways, name=self._name(column), gap=gap)
            else:
                self._share_out(cell, column, measures, printed)
        if dated:
            for measure in measures:
                self._add(
                    Role.BASELINE, "depart", Absent(Absence.MISSING, NO_BASELINE), "", None, measure, ()
                )
        cell = self._decided(Column.RATE)
        if cell is not None:
            self._rate(cell, measures[0])

    def _share_out(
        self,
        cell: tuple[Line, ...],
        column: Column,
        measures: tuple[Measure, ...],
        printed: tuple[Item, ...],
    ) -> None:
        """The paragraphs of a cell to their measures; what is not attached is asked for, figures kept beside."""
        found = items(cell)
        dated = self.raw.layout is Layout.RESULT_2015_DATED
        if dated and column is Column.RESULT and not numbers(mentions(joined([line.text for line in cell]))):
            return  # a date alone
        groups = self._groups(column, found, printed)
        taken: set[Item] = set()
        asked, before = len(self.asking.left), len(self.observations)
        without: list[tuple[str, Measure]] = []
        for index, measure in enumerate(measures):
            name = f"measures/{index + 1}/{self._name(column)}"
            own = groups[index]
            if found and own == () and not self.by_row:
                without.append((name, measure))
                continue
            if own is None or len(own) > 1:
                own = self._own(name, own or found, self._where(cell))
            if own is None:
                continue
            taken |= set(own)
            lines = own[0].lines if own else ()
            gap = measure.unit is Unit.POINTS
            self._observe(lines, column, measure, _NO_WAY if found else self.ways, name=name, gap=gap)
        if len(self.asking.left) == asked:  # else a paragraph in question may be theirs
            for name, measure in without:
                self._observe((), column, measure, _NO_WAY, name=name, gap=False)
            order = [measure.id for measure in measures]
            self.observations[before:] = sorted(
                self.observations[before:], key=lambda seen: order.index(seen.measure or "")
            )
        lost = {item for own in groups if own is not None and len(own) == 1 for item in own}
        doubtful = () if all(own is not None and len(own) <= 1 for own in groups) else found
        for item in (one for one in doubtful if one not in taken | lost):
            figure = read_figure(item.text)
            if not isinstance(figure, Doubt | Absent):
                when = self._period(item.text, column)
                turn = 1 + sum(one.role is Role.CONTEXT for one in self.observations)
                self._add(Role.CONTEXT, f"contexte-{turn}", figure, item.text, when, measures[0], item.lines)

    def _period(self, text: str, column: Column) -> Period:
        """The date that a cell prints, or the year of its column."""
        before = Period.parse(str(self.raw.before))
        if column is Column.BASELINE:
            dated = self.raw.layout is Layout.RESULT_2015_DATED
            return (None if dated else period_of(text)) or before
        return period_of(text) or Period.parse(str(self.raw.after or self.raw.before))

    def _observe(
        self,
        cell: tuple[Line, ...],
        column: Column,
        measure: Measure,
        ways: _Separation,
        *,
        name: str,
        gap: bool,
    ) -> None:
        """One figure of one measure, or why there is none; a question, under `name`, when the cell does not decide."""
        text = joined([line.text for line in cell])
        where = self._where(cell).lines
        dated = self.raw.layout is Layout.RESULT_2015_DATED
        result = column is Column.RESULT or dated
        period = self._period(text, column)
        if dated and column is Column.BASELINE and absence(text) is not None:
            period = self._date_alone(ways) or period
        if dated and column is Column.RESULT:
            if not numbers(mentions(text)):
                return  # a date alone: when the first column was counted
            if period_of(text) is None:
                dates = (period, self._updated_in())
                when = self.asking.settle(
                    name, {in_french(one): one for one in dates}, "Le résultat n’est pas daté.", where
                )
                if when is None:
                    return
                period = when
        several = not measure.id.endswith("-mesure")
        bare = _BULLET.sub("", text) if several else text
        figure = (
            figure_of(bare, measure.indicator, gap=gap)
            if several and not (self.by_row and not words(bare))
            else read_figure(bare, gap=gap)
        )
        if isinstance(figure, Doubt):
            choices = figures.candidates(bare, gap=gap) or {
                words: State(scale, "") for scale, words in SCALES.items()
            }
            none = {_NO_FIGURE: Absent(Absence.MISSING, _ANSWERED)}
            chosen = self.asking.settle(name, {**choices, **none}, _because(figure), where)
            if chosen is None:
                return
            figure = chosen
        role = Role.RESULT if result else Role.BASELINE
        suffix = period.code.replace("/", "-") if result else "depart"
        self._add(role, suffix, figure, text, period, measure, cell)

    def _updated_in(self) -> Period:
        """The days in which the sheet was updated."""
        updated = date_text(value(self.raw, Field.UPDATED_ON)) or self.names.undated
        return Period(updated.from_, updated.to)

    def _date_alone(self, ways: _Separation) -> Period | None:
        """The date of a result that is not there: « Décembre 2015 », and no figure."""
        text = ways.left[0].text(Column.RESULT) if ways.left else ""
        return None if numbers(mentions(text)) else period_of(text)

    def _rate(self, cell: tuple[Line, ...], measure: Measure) -> None:
        text = joined([line.text for line in cell])
        read = rate_figure(text)
        figure: Figure | None
        if isinstance(read, Doubt):
            choices: dict[str, Figure] = {
                **figures.rate_candidates(text),
                "aucun taux": Absent(Absence.MISSING),
            }
            figure = self.asking.settle("declared_rate", choices, _because(read), self._where(cell).lines)
        else:
            figure = read if isinstance(read, Gap | Absent) else Ratio(read)
        if figure is None or (isinstance(figure, Absent) and not figure.words):
            return
        self._add(Role.DECLARED_RATE, "taux", figure, text, None, measure, cell)

    def _add(  # noqa: PLR0917 - what every observation is made of
        self,
        role: Role,
        suffix: str,
        figure: Figure,
        text: str,
        period: Period | None,
        measure: Measure,
        cell: tuple[Line, ...],
    ) -> None:
        of_sheet = role in {Role.DECLARED_RATE, Role.CONTEXT}
        owner = measure.id if measure.id.rsplit("-", 1)[-1].isdigit() and not of_sheet else self.names.sheet
        name = f"{owner}-{suffix}"
        if any(one.id == name for one in self.observations):  # two results of one period both stand
            name = f"{name}-2"
        self.observations.append(
            Observation(
                id=name,
                sheet=self.names.sheet,
                measure=None if of_sheet else measure.id,
                role=role,
                text="" if isinstance(figure, Absent) else text,
                figure=figure,
                period=period,
                perimeter=(None if of_sheet else named(text)) or measure.perimeter,
                provisional="provisoire" in folded(text),
                passage=self._where(cell),
                recorded_on=self.recorded_on,
                label=_labelled(text) if role is Role.CONTEXT else "",
            )
        )


def _labelled(text: str) -> str:
    """What a figure of context counts: the words of its paragraph, without the figure that opens it."""
    words = re.sub(r"^\W*\d[\d .,]*%?\s*", "", _BULLET.sub("", text)).split()
    return " ".join(words[:_LONGEST_LABEL]) or text


def _because(doubt: Doubt) -> str:
    return f"{doubt.evidence}.".capitalize()
