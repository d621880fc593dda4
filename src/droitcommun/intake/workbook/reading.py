"""What a service sent back becomes observations, proposed texts and placed problems: all of them at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count

from droitcommun.core.dossier import Dossier
from droitcommun.core.french import listed
from droitcommun.core.known import known_on
from droitcommun.core.observations import Absent, Figure, Observation, Role, Share
from droitcommun.core.passages import Passage
from droitcommun.core.periods import Period
from droitcommun.core.problems import Place, Problem, UnknownNameError
from droitcommun.core.sheets import Measure, Sheet
from droitcommun.core.targets import Milestones
from droitcommun.core.texts import TextField
from droitcommun.core.verdicts import figure_in_words
from droitcommun.intake.grids import Grid
from droitcommun.intake.workbook.answers import Block, Sorting, figure_of, period_of, provisional_of
from droitcommun.intake.workbook.asked import Asked, asked_of, latest
from droitcommun.intake.workbook.book import seal, without_layout
from droitcommun.intake.workbook.dates import school_year
from droitcommun.intake.workbook.forms import field_path, form, known_text, text_path
from droitcommun.intake.workbook.reporters import Reporter, reporter
from droitcommun.intake.workbook.returned import Placed, Returned, ReturnedRow, find_tabs
from droitcommun.intake.workbook.vocabulary import VERSION, Field, Head, fields_of

# A cell of a text: more is a document, and is sent as one.
LONGEST_TEXT = 5000
# Before the contract, what a figure may still speak of.
_YEARS_BEFORE = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class TextProposal:
    """A text that a service proposes for a sheet; a person takes it, or not."""

    sheet: str
    field: TextField
    text: str
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What a workbook says: what is new in it, and what must be corrected. `head` None: it is none of ours.

    `unchanged`: how many figures repeat what is known. Nothing stands for an empty cell.
    """

    head: Head | None
    observations: tuple[Observation, ...] = ()
    texts: tuple[TextProposal, ...] = ()
    problems: tuple[Problem, ...] = ()
    unchanged: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """How a workbook came: its file, the document that its observations cite, the day, who was asked."""

    file: str
    document: str
    received_on: date
    unit: str | None = None


def read_workbook(grids: tuple[Grid, ...], dossier: Dossier, receipt: Receipt) -> Submission:
    """Read what came back, against the Dossier as it was when the workbook was sent; opens no file."""
    problems: list[Problem] = []
    returned = find_tabs(grids, receipt.file, problems)
    if not returned.tabs:
        expected = "le classeur envoyé par le pilote du contrat, avec ses identifiants cachés"
        return Submission(head=None, problems=(Problem(Place(receipt.file), "not-a-workbook", expected),))
    head = returned.tabs[0].head
    service, refusal = _expected_service(head, dossier, receipt)
    if service is None:
        return Submission(head=head, problems=(refusal,) if refusal else ())
    return _Reading(dossier, receipt, head, service, returned, problems).submission()


def _expected_service(
    head: Head, dossier: Dossier, receipt: Receipt
) -> tuple[Reporter | None, Problem | None]:
    """Find who sent the workbook; or say why it cannot be read here."""
    whole = Place(receipt.file)
    if head.version != VERSION:
        return None, Problem(
            whole, "version", f"un classeur de la version {VERSION} : en redemander un au pilote"
        )
    if head.contract != dossier.contract.id:
        return None, Problem(whole, "other-contract", f"un classeur du contrat {dossier.contract.id}")
    if receipt.unit is not None and head.unit != receipt.unit:
        return None, Problem(whole, "other-unit", f"le classeur du service {receipt.unit}")
    if not head.year >= dossier.contract.period.start.year - 1:
        return None, Problem(whole, "other-year", "un classeur d’une année du contrat")
    try:
        return reporter(dossier, head.unit), None
    except UnknownNameError:
        return None, Problem(whole, "other-unit", "le classeur d’un service de ce contrat")


@dataclass
class _Reading:
    """One workbook being read."""

    dossier: Dossier
    receipt: Receipt
    head: Head
    service: Reporter
    returned: Returned
    problems: list[Problem]
    rows: dict[str, list[ReturnedRow]] = field(default_factory=lambda: defaultdict(list))
    observations: list[Observation] = field(default_factory=list)
    texts: list[TextProposal] = field(default_factory=list)
    unchanged: int = 0

    def submission(self) -> Submission:
        """Read everything, problems in the order of the workbook."""
        self.sent = known_on(self.dossier, self.head.as_of)  # what the workbook was made from
        self.now = known_on(self.dossier, max(self.receipt.received_on, self.head.as_of))
        self.ids = {seen.id for seen in self.dossier.observations}
        present = self._gather()
        book = form(self.sent, self.service, self.head.year)
        names = {tab.head.sheet: tab.name for tab in book.tabs}
        for sheet in self.service.sheets:
            if sheet.id in present:
                self._read_sheet(sheet, present[sheet.id])
            elif names[sheet.id] not in self.returned.lost:
                expected = (
                    "l’onglet de cette fiche : il a été supprimé ; ce qu’il demandait reste sans réponse"
                )
                self.problems.append(Problem(self._tab(names[sheet.id]), "tab-missing", expected))
        order = {tab.name: number for number, tab in enumerate(self.returned.tabs)}
        self.problems.sort(
            key=lambda problem: (order.get(problem.place.tab, len(order)), _row(problem.place))
        )
        return Submission(
            head=self.head,
            observations=tuple(self.observations),
            texts=tuple(self.texts),
            problems=tuple(self.problems),
            unchanged=self.unchanged,
        )

    def _gather(self) -> dict[str, str]:
        """Gather the rows by path, and say which tab each sheet stands in; refuse what belongs elsewhere."""
        book = form(self.sent, self.service, self.head.year)
        known_paths = {row.path for tab in book.tabs for row in tab.rows}
        asked = {
            row.path for tab in book.tabs for row in tab.rows if row.check or row.path.endswith("/columns")
        }
        present: dict[str, str] = {}
        sheets = {sheet.id for sheet in self.service.sheets} | {""}
        for tab in self.returned.tabs:
            if replace(tab.head, sheet="") != replace(self.head, sheet="") or tab.head.sheet not in sheets:
                expected = "un onglet de ce classeur : celui-ci vient d’un autre, il n’est pas lu"
                self.problems.append(Problem(self._tab(tab.name), "other-tab", expected))
                present.setdefault(tab.head.sheet, "")  # what it stands for is said once
                continue
            present[tab.head.sheet] = present.get(tab.head.sheet) or tab.name
            for row in tab.rows:
                if row.path not in known_paths:
                    expected = (
                        "un identifiant caché connu : celui de cette ligne a été changé, elle n’est pas lue"
                    )
                    self.problems.append(Problem(row.place, "id-unknown", expected))
                    continue
                for place in row.changed:
                    expected = (
                        "la cellule telle qu’elle a été envoyée : elle n’est pas à remplir, et n’est pas lue"
                    )
                    self.problems.append(Problem(place, "protected-cell", expected))
                if row.path in asked:
                    self.rows[row.path].append(row)
                elif row.fill is not None:
                    expected = "rien : cette cellule n’est pas à remplir, et n’est pas lue"
                    self.problems.append(Problem(row.place, "note", expected))
            if not tab.has_fill:
                present[tab.head.sheet] = ""
        return present

    def _read_sheet(self, sheet: Sheet, tab: str) -> None:
        if not tab:  # its column is gone, or it comes from elsewhere: said once
            return
        told = any(one.code == "id-unknown" and one.place.tab == tab for one in self.problems)
        for measure in sheet.measures:
            asked = asked_of(self.sent, measure)
            paths = {
                field_path(one.slot, each): (one, each)
                for one in asked
                for each in fields_of(one.kind, one.slot.role)
            }
            missing = [path for path in paths if path not in self.rows]
            if len(missing) == len(paths) and told:
                continue
            if len(missing) == len(paths):
                expected = f"le bloc de la mesure « {measure.name or measure.id} » : il a été supprimé"
                self.problems.append(Problem(self._tab(tab), "block-missing", expected))
                continue
            if missing and not told:
                self._say_missing(sheet, tab, missing)
            for one in asked:
                self._read_figure(sheet, measure, one)
        missing = [text_path(sheet, text) for text in TextField if text_path(sheet, text) not in self.rows]
        if missing and not told:
            self._say_missing(sheet, tab, missing)
        for text in TextField:
            self._read_text(sheet, text)

    def _say_missing(self, sheet: Sheet, tab: str, missing: list[str]) -> None:
        book = form(self.sent, Reporter(self.service.id, self.service.name, (sheet,)), self.head.year)
        labels = {row.path: row.label for row in book.tabs[1].rows}
        named = listed(f"« {labels[path]} »" for path in missing)
        expected = (
            f"la ligne {named} : elle a été supprimée"
            if len(missing) == 1
            else f"les lignes {named} : elles ont été supprimées"
        )
        self.problems.append(Problem(self._tab(tab), "row-missing", expected))

    def _read_figure(self, sheet: Sheet, measure: Measure, asked: Asked) -> None:
        fields = fields_of(asked.kind, asked.slot.role)
        rows = {each: self.rows.get(field_path(asked.slot, each), []) for each in fields}
        if self._twice(rows.values()):
            return
        cells = {each: fill for each, found in rows.items() if (fill := _filled(found)) is not None}
        if not set(cells) - {Field.PERIOD}:
            return  # only the period that was written beforehand: nothing is given
        last = latest(self.sent, measure, asked.slot)
        target = measure.target
        block = Block(
            kind=asked.kind,
            cells=cells,
            at={each: found[0].place for each, found in rows.items() if found}
            | {each: self._tab(sheet.title) for each, found in rows.items() if not found},
            steps=tuple(step.id for step in target.steps) if isinstance(target, Milestones) else (),
            school=bool(last and last.period and last.period == school_year(last.period.start.year)),
        )
        sorting = Sorting(self.problems)
        figure = figure_of(block, sorting)
        period = period_of(block, sorting)
        provisional = provisional_of(block, sorting)
        if asked.slot.role is Role.RESULT and period is None and Field.PERIOD not in cells:
            period = Period.parse(str(self.head.year))  # as the cell said before it was emptied
        if period is not None and not self._possible(period):
            where = cells[Field.PERIOD].place
            sorting.refuse(
                where,
                "period-range",
                f"une période qui ne commence pas après {self.head.year}, et pas trop ancienne",
            )
        if sorting.failed or figure is None:
            return
        place = next(cells[each].place for each in fields if each in cells)
        text = _typed_text(cells, figure)
        perimeter = last.perimeter if last else measure.perimeter
        self._append(
            Observation(
                id="",
                sheet=sheet.id,
                measure=measure.id,
                role=asked.slot.role,
                text=text,
                figure=figure,
                period=period,
                perimeter=perimeter,
                provisional=provisional,
                passage=Passage(self.receipt.document, (), f"{place.tab}, {place.cell}"),
                recorded_on=self.receipt.received_on,
                label=asked.slot.label,
            ),
            measure,
        )

    def _append(self, seen: Observation, measure: Measure) -> None:
        """Add what is new; what corrects a known figure of the same period names it."""
        same = [
            known
            for known in self.now.observed(measure, seen.role)
            if known.label == seen.label and (known.period == seen.period or _open(known))
        ]
        before = same[-1] if same else None
        if before is not None and _repeats(seen, before):
            self.unchanged += 1
            return
        stem = f"{measure.id}-{seen.role.value}-{seen.period.code.replace('/', '_') if seen.period else 'sans-date'}"
        stem += f"-{seen.recorded_on.isoformat()}"
        name = next(one for n in count(1) if (one := stem if n == 1 else f"{stem}-{n}") not in self.ids)
        self.ids.add(name)
        self.observations.append(replace(seen, id=name, supersedes=before.id if before else None))

    def _read_text(self, sheet: Sheet, text: TextField) -> None:
        rows = self.rows.get(text_path(sheet, text), [])
        if self._twice([rows]):
            return
        fill = _filled(rows)
        if fill is None:
            return
        value = fill.cell.value
        if fill.cell.formula:
            self.problems.append(Problem(fill.place, "formula", "un texte, pas une formule"))
        elif not isinstance(value, str):
            self.problems.append(Problem(fill.place, "text", "un texte, en quelques mots"))
        elif len(value) > LONGEST_TEXT:
            expected = f"un texte d’au plus {LONGEST_TEXT} caractères ; un texte plus long se joint à part"
            self.problems.append(Problem(fill.place, "text-too-long", expected))
        elif without_layout(value) != without_layout(known_text(self.now, sheet, text) or ""):
            passage = Passage(self.receipt.document, (), f"{fill.place.tab}, {fill.place.cell}")
            self.texts.append(TextProposal(sheet=sheet.id, field=text, text=value.strip(), passage=passage))

    def _twice(self, rows: Iterable[list[ReturnedRow]]) -> bool:
        """Say whether one cell was given twice, with two contents: then none is read."""
        for found in rows:
            filled = [row.fill for row in found if row.fill is not None]
            if len({(seal(fill.cell.value), fill.cell.formula) for fill in filled}) > 1:
                first, second = filled[0].place, filled[1].place
                expected = (
                    f"une seule réponse : cette ligne répond déjà autrement en {first.tab}, {first.cell}"
                )
                self.problems.append(Problem(second, "twice", expected))
                return True
        return False

    def _possible(self, period: Period) -> bool:
        earliest = self.dossier.contract.period.start.year - _YEARS_BEFORE
        return earliest <= period.start.year <= self.head.year and period.end.year <= self.head.year + 1

    def _tab(self, name: str) -> Place:
        return Place(self.receipt.file, tab=name)


def _filled(rows: list[ReturnedRow]) -> Placed | None:
    return next((row.fill for row in rows if row.fill is not None), None)


def _typed_text(cells: Mapping[Field, Placed], figure: Figure) -> str:
    """The cell as it was typed; a number, or several cells, in words."""
    value = cells.get(Field.VALUE)
    return (
        value.cell.value.strip() if value and isinstance(value.cell.value, str) else figure_in_words(figure)
    )


def _open(known: Observation) -> bool:
    """A baseline that was absent takes the one that is given, whatever its period."""
    return known.role is Role.BASELINE and isinstance(known.figure, Absent)


def _repeats(seen: Observation, known: Observation) -> bool:
    """Say whether nothing is new; a share without its counts takes nothing away from one that has them."""
    figure = known.figure
    if isinstance(seen.figure, Share) and isinstance(figure, Share) and seen.figure.numerator is None:
        figure = Share(figure.percent)
    return (seen.figure, seen.period, seen.provisional) == (figure, known.period, known.provisional)


def _row(place: Place) -> tuple[int, str]:
    digits = place.cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return int(digits) if digits else 0, place.cell
