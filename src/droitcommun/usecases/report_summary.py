"""The four pages that open a report, then what is covered: what is promised, moved, holds, is missing."""

from collections import Counter
from decimal import Decimal

from droitcommun.core import french
from droitcommun.core.audit.findings import Finding, Severity
from droitcommun.core.figures import Unit
from droitcommun.core.passages import all_lines
from droitcommun.core.status import PublicStatus, Trend
from droitcommun.core.targets import Schedule
from droitcommun.reports import content
from droitcommun.reports.blocks import Block, Bullets, Cell, Grid, Paragraph, Picture, Quantity, Tone
from droitcommun.reports.charts import bars
from droitcommun.usecases import words
from droitcommun.usecases.coverage import coverage
from droitcommun.usecases.promises import FollowUp, Promise, is_judged
from droitcommun.usecases.sources import View

# A summary page holds so many rows; what is left out is said, with where it stands.
_ROWS, _MOVED = 14, 18

Shown = tuple[content.Sheet, ...]


def summary(
    seen: View,
    sheets: tuple[FollowUp, ...],
    made: tuple[Promise, ...],
    found: tuple[Finding, ...],
    shown: Shown,
) -> tuple[content.Section, ...]:
    """Write the four pages."""
    return (
        content.Section(title="Ce qui est promis", anchor="promis", blocks=_promised(seen, made, shown)),
        content.Section(title="Ce qui a bougé", anchor="bouge", blocks=_moved(sheets, shown)),
        content.Section(title="Les taux déclarés", anchor="declares", blocks=_declared(shown)),
        content.Section(
            title="Ce qui manque, et que faire", anchor="manque", blocks=_missing(seen, made, found, shown)
        ),
    )


def count(number: int) -> Quantity:
    """A count of things, as a cell."""
    return Quantity(Decimal(number), Unit.COUNT, french.number_of(number))


def _promised(seen: View, made: tuple[Promise, ...], shown: Shown) -> tuple[Block, ...]:
    judged = [one for one in made if is_judged(one.commitment)]
    statuses = Counter(one.public_status for one in made if one.public_status is not None)
    of_sheets = Counter(one.status for one in shown)
    met = [one for one in made if one.public_status is PublicStatus.MET]
    doubted = sum(one.doubted for one in met)
    lead = (
        f"{_some(len(made), 'engagement')}, dont {french.number_of(len(judged))} propres au territoire et"
        f" jugés ici. {_some(statuses[PublicStatus.MET], 'atteint').capitalize()},"
        f" {french.number_of(statuses[PublicStatus.NOT_YET_MET])} pas encore,"
        f" {_some(statuses[PublicStatus.MISSED], 'manqué')} ; pour"
        f" {french.number_of(statuses[PublicStatus.UNKNOWN])}, on ne sait pas, et"
        f" {french.number_of(statuses[PublicStatus.NO_FIGURE])} n’ont pas d’objectif chiffré."
    )
    axes = [(axis.name, axis.id) for axis in seen.dossier.contract.axes]
    by_id = {sheet.id: sheet.axis.id if sheet.axis else "" for sheet in seen.dossier.sheets}
    tallies = tuple(
        (name, tuple(one.status for one in shown if by_id[one.id] == axis)) for name, axis in axes
    )
    note = (
        f"Parmi les engagements atteints, {french.number_of(doubted)} {'est' if doubted == 1 else 'sont'} à confirmer :"
        " un taux déclaré d’une fiche qui les suit ne se retrouve pas."
    )
    blocks: list[Block] = [
        Paragraph(french.typeset(lead), Tone.LEAD),
        Grid(
            "Où en sont les engagements et les fiches",
            ("Statut", "Engagements", "Fiches"),
            tuple(
                (word, count(statuses[status]), count(of_sheets[word]))
                for status, word in words.PUBLIC_STATUS.items()
            ),
            (50, 25, 25),
        ),
    ]
    if doubted:
        blocks.append(Paragraph(french.typeset(note)))
    if tallies:
        blocks += _by_status("Les fiches de chaque axe, par statut", "Axe", tallies)
    return tuple(blocks)


def by_institution(seen: View, shown: Shown) -> tuple[Block, ...]:
    """The sheets of each body that reports, by status."""
    bodies = [body.acronym or body.name for body in seen.dossier.contract.institutions]
    tallies = tuple(
        (name, found)
        for name in bodies
        if (found := tuple(one.status for one in shown if name in one.institutions))
    )
    return (
        _by_status("Les fiches de chaque institution, par statut", "Institution", tallies) if tallies else ()
    )


def _by_status(
    caption: str, head: str, tallies: tuple[tuple[str, tuple[str, ...]], ...]
) -> tuple[Block, ...]:
    kinds = tuple(words.PUBLIC_STATUS.values())
    counts = tuple((name, tuple(statuses.count(kind) for kind in kinds)) for name, statuses in tallies)
    chart = bars(caption, counts, kinds)
    return (
        Picture(chart.svg, chart.alternative),
        Grid(
            caption,
            (head, *kinds, "Fiches"),
            tuple((name, *map(count, row), count(sum(row))) for name, row in counts),
            (34, 11, 11, 11, 11, 11, 11),
        ),
    )


def _some(number: int, noun: str) -> str:
    return "aucun" if number == 0 else french.counted(number, noun)


def _moved(sheets: tuple[FollowUp, ...], shown: Shown) -> tuple[Block, ...]:
    numbers = {one.id: one.number for one in shown}
    found = [
        (numbers[one.sheet.id], one.sheet.title, measure)
        for one in sheets
        for measure in one.sheet.measures
        if measure.trend is not None
    ]
    trends = Counter(measure.trend for _, _, measure in found)
    lead = (
        f"Depuis la situation de départ, {french.counted(trends[Trend.PROGRESSING], 'mesure')} se rapproche"
        f"{'nt' if trends[Trend.PROGRESSING] != 1 else ''} de l’objectif, {french.number_of(trends[Trend.STALLED])} ne"
        f" bouge{'nt' if trends[Trend.STALLED] != 1 else ''} pas et {french.number_of(trends[Trend.REGRESSING])} s’en"
        f" éloigne{'nt' if trends[Trend.REGRESSING] != 1 else ''}. Pour les autres, le départ ou le résultat manque, ou"
        " ils ne se comparent pas."
    )
    blocks: list[Block] = [Paragraph(french.typeset(lead), Tone.LEAD)]
    titles = {
        Trend.REGRESSING: "S’éloignent de l’objectif",
        Trend.STALLED: "Ne bougent pas",
        Trend.PROGRESSING: "Se rapprochent de l’objectif",
    }
    room = _MOVED
    for trend, title in titles.items():
        rows: list[tuple[Cell, ...]] = [
            (
                str(number),
                measure.name or name,
                measure.baseline.words if measure.baseline else "",
                measure.results[-1].words,
                measure.target.text,
            )
            for number, name, measure in found
            if measure.trend is trend
        ]
        if rows:
            kept = rows[: max(room, 3)]
            room -= len(kept)
            blocks.append(_table(title, ("Fiche", "Mesure", "Départ", "Dernier résultat", "Objectif"), kept))
            if len(kept) < len(rows):
                blocks.append(_more(len(rows) - len(kept), "mesure"))
    return tuple(blocks)


def _table(title: str, head: tuple[str, ...], rows: list[tuple[Cell, ...]]) -> Grid:
    return Grid(title, head, tuple(rows), (7, 38, 12, 16, 27))


def _more(left: int, noun: str) -> Paragraph:
    text = f"Et {french.counted(left, noun)} de plus, dans les fiches."
    return Paragraph(french.typeset(text), Tone.NOTE)


def _declared(shown: Shown) -> tuple[Block, ...]:
    declared = [one for one in shown if one.declared is not None and one.declared.quantity is not None]
    holds = [one for one in declared if one.declared and one.declared.holds]
    fails = [one for one in declared if one.declared and one.declared.holds is False]
    alone = [one for one in declared if one.declared and one.declared.holds is None]
    lead = (
        f"{french.counted(len(declared), 'fiche')} déclare{'nt' if len(declared) != 1 else ''} un taux de réalisation."
        f" {french.number_of(len(holds))} se retrouvent par le calcul, {french.number_of(len(fails))} ne se retrouvent"
        f" par aucun calcul admis, et {french.number_of(len(alone))} portent sur une promesse dont rien ne permet de"
        " calculer un taux."
    )
    blocks: list[Block] = [
        Paragraph(french.typeset(lead), Tone.LEAD),
        Grid(
            "Taux déclarés et taux calculés",
            ("Taux déclaré", "Fiches"),
            (
                ("se retrouve", count(len(holds))),
                ("ne se retrouve pas", count(len(fails))),
                ("rien à quoi le comparer", count(len(alone))),
                ("aucun taux déclaré", count(len(shown) - len(declared))),
            ),
            (70, 30),
        ),
    ]
    if fails:
        rows: list[tuple[Cell, ...]] = [
            (
                str(one.number),
                one.title,
                one.declared.quantity or "",
                one.declared.verdict.rpartition("\u00a0: ")[2],
            )
            for one in fails
            if one.declared
        ]
        blocks.append(
            Grid(
                "Taux déclarés qui ne se retrouvent pas",
                ("Fiche", "Titre", "Déclaré", "Ce que donnent ses chiffres"),
                tuple(rows[:_ROWS]),
                (8, 46, 14, 32),
            )
        )
        if len(rows) > _ROWS:
            blocks.append(_more(len(rows) - _ROWS, "fiche"))
    return tuple(blocks)


def _missing(
    seen: View, made: tuple[Promise, ...], found: tuple[Finding, ...], shown: Shown
) -> tuple[Block, ...]:
    record = coverage(seen)
    bodies = {body.id: body.acronym or body.name for body in seen.dossier.contract.institutions}
    silent = [bodies[name] for name in record.signatories_without_a_sheet]
    judged = [one for one in made if is_judged(one.commitment)]
    lacks = (
        ("Engagements locaux qu’aucune fiche ne suit", sum(not one.followed for one in judged)),
        (
            "Engagements locaux dont l’échéance n’est pas dite",
            sum(one.commitment.target.schedule is Schedule.UNSETTLED for one in judged),
        ),
        (
            "Fiches dont une mesure n’a pas de résultat chiffré",
            sum(
                any(not [r for r in m.results if r.quantity is not None] for m in one.measures)
                for one in shown
            ),
        ),
        (
            "Fiches dont une mesure n’a pas de situation de départ chiffrée",
            sum(
                any(m.baseline is None or m.baseline.quantity is None for m in one.measures) for one in shown
            ),
        ),
        ("Fiches sans service nommé", sum(not one.services for one in shown)),
    )
    errors = [one for one in found if one.severity is Severity.ERROR and one.stands]
    numbers = {one.id: one.number for one in shown}
    lead = (
        f"{french.counted(len(errors), 'contradiction')} de chiffres {'sont' if len(errors) != 1 else 'est'}"
        " à lever avant de citer ces résultats."
    )
    blocks: list[Block] = [
        Paragraph(french.typeset(lead), Tone.LEAD),
        Grid(
            "Ce qui manque",
            ("Manque", "Combien"),
            tuple((label, count(some)) for label, some in lacks),
            (75, 25),
        ),
    ]
    if silent:
        blocks.append(
            Paragraph(
                french.typeset(
                    f"Signataires dont aucune fiche ne rend compte ({len(silent)} sur {len(record.signatories)}) :"
                    f" {french.listed(silent)}."
                )
            )
        )
    if errors:
        blocks.append(
            Grid(
                "Ce qu’il faut corriger d’abord",
                ("Fiches", "Constat", "Que faire"),
                tuple(
                    (
                        ", ".join(str(numbers[name]) for name in one.what.sheets),
                        french.typeset(one.what.message),
                        french.typeset(one.what.remedy),
                    )
                    for one in errors[:_ROWS]
                ),
                (12, 50, 38),
            )
        )
    others: Counter[Severity] = Counter(one.severity for one in found if one.severity is not Severity.ERROR)
    if others:
        told = [
            f"{french.counted(others[severity], words.SEVERITY[severity])}"
            for severity in Severity
            if others[severity]
        ]
        blocks.append(
            Paragraph(
                french.typeset(f"S’y ajoutent {french.listed(told)} : chacun est avec sa fiche."), Tone.NOTE
            )
        )
    return tuple(blocks)


def coverage_section(seen: View) -> content.Section:
    """Set three populations side by side, that no list ties together."""
    record = coverage(seen)
    announced = seen.dossier.contract.announced
    rows: list[tuple[Cell, ...]] = []
    if record.announced_objectives is not None and record.announced_with_a_figure is not None and announced:
        cited = content.place(all_lines([announced.passage]))
        rows += [
            ("Objectifs annoncés", count(record.announced_objectives), cited),
            (
                "Objectifs annoncés, chiffrés",
                count(record.announced_with_a_figure),
                "leur liste n’est pas connue",
            ),
        ]
    rows += [
        ("Engagements du contrat", count(record.commitments), ""),
        ("Engagements propres au territoire", count(record.commitments_local), ""),
        ("Engagements chiffrés", count(record.commitments_with_a_figure), ""),
        ("Engagements suivis par une fiche", count(record.commitments_followed), ""),
        ("Fiches de suivi", count(record.sheets), ""),
        ("Fiches mesurables", count(record.sheets_measurable), "une mesure au moins a un objectif chiffré"),
        ("Fiches mesurées", count(record.sheets_measured), "et un résultat à lui opposer"),
        ("Fiches mesurées à l’échelle promise", count(record.sheets_measured_at_scale), "et non plus large"),
        ("Fiches atteintes", count(record.sheets_met), ""),
        ("Signataires", count(len(record.signatories)), ""),
        ("Signataires dont aucune fiche ne rend compte", count(len(record.signatories_without_a_sheet)), ""),
        ("Quartiers prioritaires", count(record.neighbourhoods), ""),
    ]
    return content.Section(
        title="Couverture",
        anchor="couverture",
        blocks=(
            Paragraph(
                french.typeset(
                    "Trois ensembles sont posés côte à côte : ce qui est annoncé, ce qui est promis, ce qui est suivi."
                    " Aucune liste ne les relie, et l’un ne se déduit pas de l’autre. Seules les fiches se suivent :"
                    " mesurables, mesurées, à l’échelle promise, atteintes."
                )
            ),
            Grid("Annoncé, promis, suivi", ("Ensemble", "Nombre", "Précision"), tuple(rows), (46, 14, 40)),
            Bullets(
                (
                    french.typeset(
                        f"{french.counted(record.set_aside, 'passage')} du document parlent de buts sans rien"
                        " promettre : ils sont écartés, avec leur raison."
                    ),
                )
            ),
        ),
    )
