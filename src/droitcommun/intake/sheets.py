"""A sheet as it is laid out → a sheet of the core, its observations and the questions that it leaves."""

import re
from dataclasses import dataclass

from droitcommun.core.claims import Claim
from droitcommun.core.french import day
from droitcommun.core.observations import Observation
from droitcommun.core.passages import Lines, Passage
from droitcommun.core.sheets import Adjustment, Alert, DateText, Sheet
from droitcommun.intake.asking import Answers, Asking
from droitcommun.intake.claims import read_claims
from droitcommun.intake.dates import date_text
from droitcommun.intake.folding import folded
from droitcommun.intake.measures import Figures, Names
from droitcommun.intake.perimeters import named
from droitcommun.intake.template import LABELS, Field, RawSheet, shown_title, value
from droitcommun.intake.where import runs_of, where_of

_NOTHING_SAID = re.compile(r"[\W_]*(?:ras|neant|sans objet|r\.a\.s\.?)?[\W_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSheet:
    """A sheet and what it prints of itself."""

    sheet: Sheet
    observations: tuple[Observation, ...]


def read_sheet(raw: RawSheet, names: Names, answers: Answers) -> ReadSheet:
    """Read a sheet: what its words or an answer decide becomes values, the rest questions."""
    asking = Asking(names.document, names.sheet, shown_title(raw), Lines(*raw.header), answers)
    return _Reading(raw, names, asking).read()


def labels_answered(raw: RawSheet, names: tuple[str, str], answers: Answers) -> frozenset[tuple[Field, int]]:
    """The words in the middle of a line that somebody says are labels; `names` are the ids of document and sheet."""
    asking = Asking(*names, shown_title(raw), Lines(*raw.header), answers)
    return frozenset(
        (name, line) for name, line in raw.doubts.items() if asking.answered(name.value, _label_or_word(name))
    )


def _label_or_word(name: Field) -> dict[str, bool]:
    return {"un mot de la phrase": False, f"le libellé « {LABELS[name].split('|')[0]} »": True}


@dataclass(slots=True)
class _Reading:
    raw: RawSheet
    names: Names
    asking: Asking

    def read(self) -> ReadSheet:
        raw = self.raw
        updated = self._updated()
        for name, line in raw.doubts.items():
            evidence = "Ce mot est peut-être un libellé, au milieu d’une ligne."
            self.asking.settle(name.value, _label_or_word(name), evidence, (Lines(line, line),))
        table = Figures(raw, self.names, self.asking, recorded_on=updated.to)
        measures = table.measures()
        sheet = Sheet(
            id=self.names.sheet,
            title=shown_title(raw),
            layout=raw.layout,
            institutions=self.names.institutions,
            units=self.names.units,
            objective=value(raw, Field.OBJECTIVE),
            updated_on=updated,
            measures=measures,
            passage=Passage(self.names.document, (Lines(raw.first, raw.last),)),
            axis=self.names.axis,
            theme=self.names.theme,
            method_note=value(raw, Field.METHOD) or None,
            analysis=value(raw, Field.ANALYSIS) or None,
            alerts=tuple(Alert(text=text, passage=where) for text, where in self._remarks(Field.ALERTS)),
            adjustments=tuple(
                Adjustment(text=text, passage=where) for text, where in self._remarks(Field.ADJUSTMENT)
            ),
            claims=self._claims(table),
            questions=tuple(self.asking.left),
            objective_perimeter=self._objective_perimeter(measures[0].perimeter),
        )
        return ReadSheet(sheet=sheet, observations=tuple(table.observations))

    def _updated(self) -> DateText:
        """The date of update; the days of the whole document, and a question, when it cannot be read."""
        text = value(self.raw, Field.UPDATED_ON)
        read = date_text(text)
        if read is not None:
            return read
        lines = runs_of(
            line.number for line in self.raw.fields.get(Field.UPDATED_ON, ()) if line.text.strip()
        )
        undated = self.names.undated
        assumed = DateText(text=text, from_=undated.from_, to=undated.to)
        days = f"du {day(undated.from_)} au {day(undated.to)}, comme les autres fiches"
        evidence = "La date de mise à jour manque, ou n’est pas une date que l’on sache lire."
        return self.asking.settle("updated_on", {days: assumed}, evidence, lines) or assumed

    def _remarks(self, name: Field) -> tuple[tuple[str, Passage], ...]:
        text = value(self.raw, name)
        if _NOTHING_SAID.fullmatch(folded(text)):
            return ()
        return ((text, where_of(self.names.document, self.raw, self.raw.fields[name])),)

    def _objective_perimeter(self, perimeter: str) -> str | None:
        found = named(value(self.raw, Field.OBJECTIVE))
        return found if found != perimeter else None

    def _claims(self, table: Figures) -> tuple[Claim, ...]:
        """What the cells and the prose affirm."""
        found = list(table.claims())
        for name in (Field.METHOD, Field.ANALYSIS, Field.ALERTS):
            found += read_claims(self.raw.fields.get(name, ()), self.names.document)
        return tuple(found)
