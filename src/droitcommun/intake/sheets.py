"""A sheet as it is laid out → a sheet of the core, its observations and the questions that it leaves."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from droitcommun.core.claims import Claim
from droitcommun.core.figures import Unit
from droitcommun.core.french import typeset
from droitcommun.core.observations import Absence, Absent, Figure, Gap, Observation, Ratio, Role
from droitcommun.core.passages import Lines, Passage
from droitcommun.core.periods import Period
from droitcommun.core.sheets import Adjustment, Alert, DateText, Layout, Measure, Named, Question, Sheet
from droitcommun.core.targets import Composite, NoFigure
from droitcommun.intake.blocks import Line
from droitcommun.intake.cells import Way, separate
from droitcommun.intake.claims import read_claims
from droitcommun.intake.columns import Column
from droitcommun.intake.dates import date_text
from droitcommun.intake.figures import Doubt, absence, mentions, numbers, period_of, rate_figure, read_figure
from droitcommun.intake.folding import folded, joined
from droitcommun.intake.perimeters import UNSAID, named
from droitcommun.intake.several import Item, figure_of, indicators, items, paired, pieces
from droitcommun.intake.template import Cells, Field, RawSheet
from droitcommun.intake.wordings import Aim, read_target

# The answers to a result that is a sentence: how far the promise is.
_SCALE = ("pas commencé", "commencé", "fait", "abandonné", "effort permanent")

NO_BASELINE = "Cette présentation de fiche n’a pas de colonne pour la situation de départ."

_EMPTY = "(cellule vide)"
_UNPAIRED = "La fiche imprime plusieurs indicateurs, et rien ne dit auquel va chaque paragraphe."
_TOGETHER = "Le texte ne sépare pas cette cellule de ses voisines."
_UNITS = (
    (re.compile(r"\W*(?:la |le )?(?:part|pourcentage|proportion|taux)\b"), Unit.PERCENT),
    (re.compile(r"\W*(?:le )?(?:nombre|nb)\b"), Unit.COUNT),
    (re.compile(r"\W*(?:l')?ecart\b"), Unit.POINTS),
    (re.compile(r"\W*(?:le )?montant\b"), Unit.EUROS),
)
# Words. A label tells figures apart, the text of the figure says the rest.
_LONGEST_LABEL = 12

_BULLET = re.compile(r"^\s*(?:[•]|\d{1,2}[.)](?=\s))\s*")
_UNDEFINED = re.compile(r"[\W_]*(?:non defini|a definir|nc|neant)?[\W_]*")
_NOTHING_SAID = re.compile(r"[\W_]*(?:ras|neant|sans objet|r\.a\.s\.?)?[\W_]*")

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


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSheet:
    """A sheet and what it prints of itself."""

    sheet: Sheet
    observations: tuple[Observation, ...]


def value(raw: RawSheet, name: Field) -> str:
    """What stands beside a label, as one sentence; empty when the label is missing."""
    return joined([line.text for line in raw.fields.get(name, ())])


def title(raw: RawSheet) -> str:
    """The title of a sheet, without the punctuation and the quotes that surround it."""
    text = value(raw, Field.TITLE).strip(" :-–—")
    quoted = re.fullmatch(r'["“«]\s*([^"“”«»]*?)\s*["”»]', text)
    return quoted[1] if quoted else text


def read_sheet(raw: RawSheet, names: Names) -> ReadSheet:
    """Read a sheet: what its words decide becomes values, the rest questions."""
    return _Reading(raw, names).read()


@dataclass(slots=True)
class _Reading:
    raw: RawSheet
    names: Names
    questions: list[Question] = field(default_factory=list)
    observations: list[Observation] = field(default_factory=list)
    recorded_on: date = date.min

    def read(self) -> ReadSheet:
        raw = self.raw
        updated = self._updated()
        self.recorded_on = updated.to
        for name, line in raw.doubts.items():
            self._ask(name.value, (), "Ce mot est peut-être un libellé, au milieu d’une ligne.", _at(line))
        ways = self._ways()
        measures = self._measures(ways)
        sheet = Sheet(
            id=self.names.sheet,
            title=title(raw) or value(raw, Field.OBJECTIVE),
            layout=raw.layout,
            institutions=self.names.institutions,
            units=self.names.units,
            objective=value(raw, Field.OBJECTIVE),
            updated_on=updated,
            measures=measures,
            passage=self._passage(Lines(raw.first, raw.last)),
            axis=self.names.axis,
            theme=self.names.theme,
            method_note=value(raw, Field.METHOD) or None,
            analysis=value(raw, Field.ANALYSIS) or None,
            alerts=tuple(Alert(text=text, passage=where) for text, where in self._remarks(Field.ALERTS)),
            adjustments=tuple(
                Adjustment(text=text, passage=where) for text, where in self._remarks(Field.ADJUSTMENT)
            ),
            claims=self._claims(ways),
            questions=tuple(self.questions),
            objective_perimeter=self._objective_perimeter(measures[0].perimeter),
        )
        return ReadSheet(sheet=sheet, observations=tuple(self.observations))

    def _passage(self, *lines: Lines) -> Passage:
        return Passage(self.names.document, lines)

    def _where(self, lines: Iterable[Line]) -> Passage:
        runs = runs_of(line.number for line in lines if line.text.strip())
        return self._passage(*(runs or (Lines(*self.raw.header),)))

    def _ask(self, name: str, alternatives: tuple[str, ...], evidence: str, where: tuple[Lines, ...]) -> None:
        kept = tuple(dict.fromkeys(one or _EMPTY for one in alternatives))
        passage = self._passage(*(where or (Lines(*self.raw.header),)))
        question = Question(field=name, alternatives=kept, evidence=typeset(evidence), passage=passage)
        self.questions.append(question)

    def _updated(self) -> DateText:
        """The date of update; the days of the whole document, and a question, when it cannot be read."""
        text = value(self.raw, Field.UPDATED_ON)
        read = date_text(text)
        if read is not None:
            return read
        lines = runs_of(
            line.number for line in self.raw.fields.get(Field.UPDATED_ON, ()) if line.text.strip()
        )
        self._ask(
            "updated_on",
            (),
            "La date de mise à jour manque, ou n’est pas une date que l’on sache lire.",
            lines,
        )
        undated = self.names.undated
        return DateText(text=text, from_=undated.from_, to=undated.to)

    def _remarks(self, name: Field) -> tuple[tuple[str, Passage], ...]:
        text = value(self.raw, name)
        if _NOTHING_SAID.fullmatch(folded(text)):
            return ()
        return ((text, self._where(self.raw.fields[name])),)

    def _objective_perimeter(self, perimeter: str) -> str | None:
        found = named(value(self.raw, Field.OBJECTIVE))
        return found if found != perimeter else None

    def _ways(self) -> tuple[Way, ...]:
        figures = self.raw.figures
        if isinstance(figures, Cells):
            return (Way(figures.cells, 0.0),)
        return separate(figures, self.raw.layout)

    def _claims(self, ways: tuple[Way, ...]) -> tuple[Claim, ...]:
        """What the prose affirms, and what the cells do where all ways to separate them agree."""
        document = self.names.document
        found: list[Claim] = []
        for column in (Column.BASELINE, Column.RESULT):
            if ways and len({way.text(column) for way in ways}) == 1:
                found += read_claims(ways[0].cells[column], document)
        for name in (Field.METHOD, Field.ANALYSIS, Field.ALERTS):
            found += read_claims(self.raw.fields.get(name, ()), document)
        return tuple(found)

    def _name(self, column: Column) -> str:
        if self.raw.layout is Layout.RESULT_2015_DATED and column is Column.BASELINE:
            return f"results/{self.raw.before}"
        return _NAMES[column]

    def _decided(
        self, ways: tuple[Way, ...], column: Column, same: Callable[[str], object]
    ) -> tuple[Line, ...] | None:
        """The cell of a column when all ways that are possible say the same there; else a question, and None."""
        if not ways:
            lines = self.raw.figures if not isinstance(self.raw.figures, Cells) else ()
            evidence = "Aucune façon de séparer les cellules du tableau n’est plus claire que les autres."
            self._ask(
                self._name(column), (), evidence, runs_of(one.number for one in lines if one.text.strip())
            )
            return None
        if len({same(way.text(column)) for way in ways}) == 1:
            return ways[0].cells[column]
        lines = tuple({line.number: line for way in ways for line in way.cells[column]}.values())
        numbers_of = runs_of(sorted(line.number for line in lines))
        self._ask(self._name(column), tuple(way.text(column) for way in ways), _TOGETHER, numbers_of)
        return None

    def _measures(self, ways: tuple[Way, ...]) -> tuple[Measure, ...]:
        """The measures of the sheet, one an indicator; their figures and their questions."""
        printed = indicators(self.raw.fields.get(Field.INDICATOR, ()))
        cell = self._decided(ways, Column.TARGET, str)
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
        self._figures(ways, measures, printed)
        return measures

    def _aim(self, cell: tuple[Line, ...] | None, indicator: str, name: str) -> Aim:
        """What a cell, or a part of it, aims at; a question when its words do not decide."""
        if cell is None:
            nowhere = self._passage(Lines(*self.raw.header))
            return Aim(Composite(text="", passage=nowhere, parts=()))
        where = self._where(cell)
        text = joined([_BULLET.sub("", line.text) for line in cell])
        objective = "" if name.startswith("measures") else value(self.raw, Field.OBJECTIVE)
        aim = read_target(text, where, objective=objective, indicator=indicator)
        if aim.doubt is not None:
            self._ask(name, aim.doubt.alternatives, f"{aim.doubt.evidence}.".capitalize(), where.lines)
        return aim

    def _aims(self, cell: tuple[Line, ...] | None, printed: tuple[Item, ...]) -> list[Aim]:
        """The target of each indicator: its own paragraphs of the cell, or a question."""
        if cell is None:
            return [self._aim(None, one.text, "target") for one in printed]
        found = items(cell)
        if len(found) == 1:
            found = pieces(cell) or found
        groups = paired(found, printed)
        aims = []
        for number, one in enumerate(printed, start=1):
            name = f"measures/{number}/target"
            if groups is not None:
                own = tuple(line for item in groups[number - 1] for line in item.lines)
                nothing = Aim(NoFigure(text="", passage=self._where(cell)))
                aims.append(self._aim(own, one.text, name) if own or not found else nothing)
                continue
            where = self._where(cell)
            text = joined([line.text for line in cell])
            self._ask(name, (*(item.text for item in found), ""), _UNPAIRED, where.lines)
            aims.append(Aim(Composite(text=text, passage=where, parts=(text,))))
        return aims

    def _measure(self, indicator: str, lines: tuple[Line, ...], aim: Aim, number: int = 0) -> Measure:
        """One measure; `number` counts from 1 where the sheet has several."""
        if _UNDEFINED.fullmatch(folded(indicator)):
            indicator = ""
        plain = folded(indicator)
        units = [unit for pattern, unit in _UNITS if pattern.match(plain) and "par rapport a" not in plain]
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

    def _figures(
        self, ways: tuple[Way, ...], measures: tuple[Measure, ...], printed: tuple[Item, ...]
    ) -> None:
        dated = self.raw.layout is Layout.RESULT_2015_DATED
        gap = measures[0].unit is Unit.POINTS or "ecart" in folded(measures[0].indicator)
        for column in (Column.BASELINE, Column.RESULT):
            cell = self._decided(ways, column, lambda text: _same(text, gap=gap))
            if cell is None:
                continue
            if len(measures) == 1:
                self._observe(cell, column, measures[0], ways, name=self._name(column), gap=gap)
            else:
                self._share_out(cell, column, measures, printed, ways)
        if dated:
            for measure in measures:
                self._add(
                    Role.BASELINE, "depart", Absent(Absence.MISSING, NO_BASELINE), "", None, measure, ()
                )
        cell = self._decided(ways, Column.RATE, _same_rate)
        if cell is not None:
            self._rate(cell, measures[0])

    def _share_out(
        self,
        cell: tuple[Line, ...],
        column: Column,
        measures: tuple[Measure, ...],
        printed: tuple[Item, ...],
        ways: tuple[Way, ...],
    ) -> None:
        """The paragraphs of a cell to their measures; what is not attached is asked for, figures kept beside."""
        found = items(cell)
        dated = self.raw.layout is Layout.RESULT_2015_DATED
        if dated and column is Column.RESULT and not numbers(mentions(joined([line.text for line in cell]))):
            return  # a date alone
        groups = paired(found, printed)
        for index, measure in enumerate(measures):
            name = f"measures/{index + 1}/{self._name(column)}"
            own = groups[index] if groups is not None else found
            if groups is None or len(own) > 1:
                self._ask(name, (*(item.text for item in own), ""), _UNPAIRED, self._where(cell).lines)
                continue
            lines = own[0].lines if own else ()
            self._observe(
                lines, column, measure, () if found else ways, name=name, gap=measure.unit is Unit.POINTS
            )
        for item in found if groups is None else (one for own in groups if len(own) > 1 for one in own):
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
        ways: tuple[Way, ...],
        *,
        name: str,
        gap: bool,
    ) -> None:
        """One figure of one measure, or why there is none; a question, under `name`, when the cell does not decide."""
        text = joined([line.text for line in cell])
        dated = self.raw.layout is Layout.RESULT_2015_DATED
        result = column is Column.RESULT or dated
        period = self._period(text, column)
        if dated and column is Column.BASELINE and absence(text) is not None:
            period = self._date_alone(ways) or period
        if dated and column is Column.RESULT:
            if not numbers(mentions(text)):
                return  # a date alone: when the first column was counted
            if period_of(text) is None:
                self._ask(name, (), "Le résultat n’est pas daté.", self._where(cell).lines)
                return
        several = not measure.id.endswith("-mesure")
        bare = _BULLET.sub("", text) if several else text
        figure = figure_of(bare, measure.indicator, gap=gap) if several else read_figure(text, gap=gap)
        if isinstance(figure, Doubt):
            alternatives = figure.alternatives or (_SCALE if result else ())
            self._ask(name, alternatives, f"{figure.evidence}.".capitalize(), self._where(cell).lines)
            return
        role = Role.RESULT if result else Role.BASELINE
        suffix = period.code.replace("/", "-") if result else "depart"
        self._add(role, suffix, figure, text, period, measure, cell)

    def _date_alone(self, ways: tuple[Way, ...]) -> Period | None:
        """The date of a result that is not there: « Décembre 2015 », and no figure."""
        text = ways[0].text(Column.RESULT) if ways else ""
        return None if numbers(mentions(text)) else period_of(text)

    def _rate(self, cell: tuple[Line, ...], measure: Measure) -> None:
        text = joined([line.text for line in cell])
        read = rate_figure(text)
        if isinstance(read, Doubt):
            self._ask(
                "declared_rate", read.alternatives, f"{read.evidence}.".capitalize(), self._where(cell).lines
            )
            return
        figure: Figure = read if isinstance(read, Gap | Absent) else Ratio(read)
        if isinstance(figure, Absent) and not figure.words:
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


def _same(text: str, *, gap: bool) -> object:
    """What a cell says: its figure, why there is none, or, when it does not decide, its words."""
    figure = read_figure(text, gap=gap)
    if isinstance(figure, Absent):
        return "absent"
    return (text, period_of(text)) if isinstance(figure, Doubt) else (figure, period_of(text))


def _same_rate(text: str) -> object:
    figure = rate_figure(text)
    if isinstance(figure, Absent):
        return "absent"
    return text if isinstance(figure, Doubt) else figure


def _at(line: int) -> tuple[Lines, ...]:
    return (Lines(line, line),)


def runs_of(numbers_of: Iterable[int]) -> tuple[Lines, ...]:
    """Lines that follow each other, as runs."""
    runs: list[Lines] = []
    for number in numbers_of:
        if runs and number - runs[-1].last <= 1:
            runs[-1] = Lines(runs[-1].first, max(number, runs[-1].last))
        else:
            runs.append(Lines(number, number))
    return tuple(runs)
