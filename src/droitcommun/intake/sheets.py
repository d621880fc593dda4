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
from droitcommun.core.targets import Composite
from droitcommun.intake.blocks import Line
from droitcommun.intake.cells import Way, separate
from droitcommun.intake.claims import read_claims
from droitcommun.intake.columns import Column
from droitcommun.intake.dates import date_text
from droitcommun.intake.figures import Doubt, absence, mentions, numbers, period_of, rate_figure, read_figure
from droitcommun.intake.folding import folded, joined
from droitcommun.intake.perimeters import UNSAID, named
from droitcommun.intake.template import Cells, Field, RawSheet
from droitcommun.intake.wordings import Aim, read_target

# The answers to a result that is a sentence: how far the promise is.
_SCALE = ("pas commencé", "commencé", "fait", "abandonné", "effort permanent")

NO_BASELINE = "Cette présentation de fiche n’a pas de colonne pour la situation de départ."

_EMPTY = "(cellule vide)"
_TOGETHER = "Le texte ne sépare pas cette cellule de ses voisines."
_UNITS = (
    (re.compile(r"\W*(?:la |le )?(?:part|pourcentage|proportion|taux)\b"), Unit.PERCENT),
    (re.compile(r"\W*(?:le )?(?:nombre|nb)\b"), Unit.COUNT),
    (re.compile(r"\W*(?:l')?ecart\b"), Unit.POINTS),
    (re.compile(r"\W*(?:le )?montant\b"), Unit.EUROS),
)
# Words by which another indicator begins in the middle of a line.
_ANOTHER = re.compile(r", (?:nombre|part|taux) |(?<=\S )(?:Nombre|Part|Taux|Pourcentage|Proportion|Nature) ")
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
        aim = self._target(ways)
        measure = self._measure(aim)
        self._figures(ways, measure)
        sheet = Sheet(
            id=self.names.sheet,
            title=title(raw) or value(raw, Field.OBJECTIVE),
            layout=raw.layout,
            institutions=self.names.institutions,
            units=self.names.units,
            objective=value(raw, Field.OBJECTIVE),
            updated_on=updated,
            measures=(measure,),
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
            objective_perimeter=self._objective_perimeter(measure.perimeter),
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

    def _target(self, ways: tuple[Way, ...]) -> Aim:
        cell = self._decided(ways, Column.TARGET, str)
        if cell is None:
            nowhere = self._passage(Lines(*self.raw.header))
            return Aim(Composite(text="", passage=nowhere, parts=()))
        where = self._where(cell)
        objective, indicator = value(self.raw, Field.OBJECTIVE), value(self.raw, Field.INDICATOR)
        aim = read_target(
            joined([line.text for line in cell]), where, objective=objective, indicator=indicator
        )
        if aim.doubt is not None:
            self._ask("target", aim.doubt.alternatives, f"{aim.doubt.evidence}.".capitalize(), where.lines)
        return aim

    def _indicators(self) -> int:
        """How many indicators are printed: one a line that begins a sentence."""
        lines = [line.text.strip() for line in self.raw.fields.get(Field.INDICATOR, ()) if line.text.strip()]
        starts = [text for text in lines[1:] if text.lstrip("•- ")[:1].isupper() and not text[:3].isupper()]
        within = len(_ANOTHER.findall(" ".join(lines)))
        return 1 + max(len(starts), within)

    def _measure(self, aim: Aim) -> Measure:
        indicator = value(self.raw, Field.INDICATOR)
        if _UNDEFINED.fullmatch(folded(indicator)):
            indicator = ""
        lines = self.raw.fields.get(Field.INDICATOR, ()) or self.raw.fields.get(Field.OBJECTIVE, ())
        plain = folded(indicator)
        units = [unit for pattern, unit in _UNITS if pattern.match(plain) and "par rapport a" not in plain]
        perimeter = named(indicator) or named(value(self.raw, Field.OBJECTIVE)) or UNSAID
        return Measure(
            id=f"{self.names.sheet}-mesure",
            indicator=indicator,
            perimeter=perimeter,
            target=aim.target,
            also_read_as=aim.also,
            passage=self._where(lines),
            unit=units[0] if units and self._indicators() == 1 else None,
        )

    def _figures(self, ways: tuple[Way, ...], measure: Measure) -> None:
        several = self._indicators() > 1
        if several:
            lines = runs_of(line.number for line in self.raw.fields[Field.INDICATOR] if line.text.strip())
            evidence = "La fiche imprime plusieurs indicateurs : chaque chiffre est à rattacher au sien."
            self._ask("measures", (), evidence, lines)
        dated = self.raw.layout is Layout.RESULT_2015_DATED
        before = Period.parse(str(self.raw.before))
        gap = measure.unit is Unit.POINTS or "ecart" in folded(measure.indicator)
        observe = Column.BASELINE, Column.RESULT
        for column in observe:
            cell = self._decided(ways, column, lambda text: _same(text, gap=gap))
            if cell is None or several:
                continue
            self._observe(cell, column, measure, before, ways, dated=dated, gap=gap)
        if dated:
            self._add(Role.BASELINE, "depart", Absent(Absence.MISSING, NO_BASELINE), "", None, measure, ())
        cell = self._decided(ways, Column.RATE, _same_rate)
        if cell is not None:
            self._rate(cell, measure)

    def _observe(
        self,
        cell: tuple[Line, ...],
        column: Column,
        measure: Measure,
        before: Period,
        ways: tuple[Way, ...],
        *,
        dated: bool,
        gap: bool,
    ) -> None:
        text = joined([line.text for line in cell])
        result = column is Column.RESULT or dated
        if dated and column is Column.BASELINE and absence(text) is not None:
            before = self._date_alone(ways) or before
        if dated and column is Column.RESULT:
            if not numbers(mentions(text)):
                return  # a date alone: when the first column was counted
            period = period_of(text)
            if period is None:
                self._ask("results", (), "Le résultat n’est pas daté.", self._where(cell).lines)
                return
        elif column is Column.BASELINE:
            period = (None if dated else period_of(text)) or before
        else:
            period = period_of(text) or Period.parse(str(self.raw.after or self.raw.before))
        figure = read_figure(text, gap=gap)
        if isinstance(figure, Doubt):
            alternatives = figure.alternatives or (_SCALE if result else ())
            self._ask(
                self._name(column), alternatives, f"{figure.evidence}.".capitalize(), self._where(cell).lines
            )
            return
        role = Role.RESULT if result else Role.BASELINE
        suffix = period.code.replace("/", "-") if result else "depart"
        self._add(role, suffix, figure, text, period, measure, cell)

    def _date_alone(self, ways: tuple[Way, ...]) -> Period | None:
        """The date of a result that is not there: « Décembre 2015 », and no figure."""
        text = ways[0].text(Column.RESULT)
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
        of_sheet = role is Role.DECLARED_RATE
        name = f"{self.names.sheet}-{suffix}"
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
            )
        )


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
