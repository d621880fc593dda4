"""From what a report says to what its pages are made of, in their order. Written once for PDF, DOCX and ODT."""

from collections.abc import Iterator

from droitcommun.core import french
from droitcommun.reports import official
from droitcommun.reports.blocks import (
    Block,
    Bullets,
    Cell,
    Contents,
    Grid,
    Heading,
    Paragraph,
    Picture,
    Tone,
)
from droitcommun.reports.charts import course
from droitcommun.reports.content import Figure, Finding, Measure, Node, Rate, Report, Section, Sheet, place

_NOTHING = "—"


def pages(report: Report) -> tuple[Block, ...]:
    """List the blocks of a whole report."""
    return tuple(_pages(report))


def _pages(report: Report) -> Iterator[Block]:
    yield from _title_page(report)
    yield Contents("Sommaire")
    for number, section in enumerate(report.summary):
        if number == 0:
            yield Heading(1, "Synthèse", "synthese", fresh=True)
        yield from _section(section, level=2, fresh=number > 0)
    yield from _section(report.coverage, level=1, fresh=True)
    yield Heading(1, "Les fiches de suivi", "fiches", fresh=True)
    yield Paragraph(
        french.typeset(
            f"{french.counted(len(report.sheets), 'fiche')}, dans l’ordre du document. Les champs sont ceux de la fiche"
            " officielle ; suivent ce que le calcul donne, puis ce qui ne tient pas."
        )
    )
    yield from report.overview
    for sheet in report.sheets:
        yield from sheet_blocks(sheet)
    yield from _methods(report)
    yield Heading(1, "Index", "index", fresh=True)
    for section in report.index:
        yield from _section(section, level=2)


def _title_page(report: Report) -> Iterator[Block]:
    yield Heading(0, report.title, "titre")
    yield Paragraph(report.subtitle, Tone.CENTRE)
    example = " Ce contrat est un exemple inventé." if report.example else ""
    source = french.listed([f"« {title} »" for title in report.documents]) if report.documents else ""
    yield Paragraph(french.typeset(f"État au {french.day(report.as_of)}.{example}"), Tone.CENTRE)
    if report.review:
        yield Paragraph(french.typeset(f"Revue du contrat : {report.review}."), Tone.CENTRE)
    if source:
        yield Paragraph(french.typeset(f"Établi d’après {source}."), Tone.NOTE)
    yield Paragraph(
        french.typeset(
            f"Les lignes citées (l.) sont celles de ce document. Données : {report.origin}, empreinte SHA-256"
            f" {report.fingerprint[:16]}."
        ),
        Tone.NOTE,
    )
    yield Grid(
        "Approbation",
        ("Autorité, nom et qualité", "Date", "Signature"),
        (("\n\n\n", "", ""), ("\n\n\n", "", "")),
        (40, 20, 40),
        named=False,
    )


def _section(section: Section, *, level: int, fresh: bool = False) -> Iterator[Block]:
    yield Heading(level, section.title, section.anchor, fresh=fresh)
    yield from section.blocks


def sheet_blocks(sheet: Sheet) -> Iterator[Block]:
    """A sheet: the official fields, then what the computation gives, what stands, what does not hold."""
    yield Heading(2, f"{sheet.number}. {sheet.title}", sheet.anchor, fresh=True)
    yield Paragraph(f"{_capital(sheet.status)}", Tone.STATUS)
    yield Grid(
        f"Fiche {sheet.number}",
        ("Rubrique", "Ce que dit la fiche"),
        (
            (official.AXIS, sheet.axis or _NOTHING),
            (official.THEME, sheet.theme or _NOTHING),
            (official.OBJECTIVE, sheet.objective or _NOTHING),
            (official.INDICATOR, "\n".join(sheet.indicators) or _NOTHING),
            (official.UPDATED_ON, sheet.updated_on or _NOTHING),
            (official.SERVICES, ", ".join(sheet.services) or _NOTHING),
        ),
        (30, 70),
    )
    yield _figures(sheet)
    yield Grid(
        official.ANALYSIS,
        ("Rubrique", "Ce que dit la fiche"),
        (
            (official.METHOD_NOTE, sheet.method or _NOTHING),
            (official.RATE_ANALYSIS, sheet.analysis or _NOTHING),
            (official.ALERTS, official.alerts(sheet) or _NOTHING),
            (official.ADJUSTMENT, official.adjustments(sheet) or _NOTHING),
        ),
        (40, 60),  # the longest label on two lines
    )
    yield Heading(3, "Où cela en est", f"{sheet.anchor}-statut")
    for measure in sheet.measures:
        yield from _stands(sheet, measure)
    yield Heading(3, "Taux déclaré et taux calculés", f"{sheet.anchor}-taux")
    yield from _rates(sheet)
    if sheet.findings or sheet.questions:
        yield Heading(3, "Ce qui ne tient pas, ou reste à préciser", f"{sheet.anchor}-constats")
    if sheet.findings:
        yield _findings(sheet)
    if sheet.questions:
        yield Bullets(sheet.questions)


def _figures(sheet: Sheet) -> Grid:
    first, target, last, rate = official.heads(sheet.layout)
    several = len(sheet.measures) > 1
    declared: list[Cell] = [_declared(sheet)] + [""] * (len(sheet.measures) - 1)
    rows = []
    for measure, rated in zip(sheet.measures, declared, strict=True):
        row: tuple[Cell, ...] = (
            _cell(official.first_figures(sheet.layout, measure)),
            measure.target or _NOTHING,
            _cell(official.last_figures(sheet.layout, measure)),
            rated,
        )
        rows.append((measure.name or _NOTHING, *row) if several else row)
    head = (first, target, last, rate)
    return Grid(
        "Chiffres de la fiche",
        (official.INDICATOR, *head) if several else head,
        tuple(rows),
        (30, 17, 20, 18, 15) if several else (24, 28, 26, 22),
        named=several,
    )


def _declared(sheet: Sheet) -> Cell:
    if sheet.declared is None:
        return _NOTHING
    return sheet.declared.quantity or sheet.declared.text or _NOTHING


def _cell(figures: tuple[Figure, ...]) -> Cell:
    if len(figures) == 1 and figures[0].quantity is not None and figures[0].sentence == figures[0].words:
        return figures[0].quantity
    return "\n".join(one.sentence for one in figures) or _NOTHING


def _stands(sheet: Sheet, measure: Measure) -> Iterator[Block]:
    several = len(sheet.measures) > 1
    trend = f", {measure.trend_name}" if measure.trend else ""
    due = f" Pour quand ? {_capital(measure.schedule)}." if measure.schedule else ""
    named = f"{measure.name}{french.NBSP}: " if several and measure.name else ""
    yield Paragraph(_capital(f"{named}{measure.status}{trend}. {measure.because}{french.typeset(due)}"))
    if measure.course is not None:
        drawn = course(measure.name, measure.course)
        yield Picture(drawn.svg, drawn.alternative, width=78)


def _rates(sheet: Sheet) -> Iterator[Block]:
    if sheet.declared is not None and sheet.declared.quantity is not None:
        cited = f" ({place(sheet.declared.lines)})" if sheet.declared.lines else ""
        yield Paragraph(
            french.typeset(f"Taux déclaré : {sheet.declared.quantity.text}{cited}. {sheet.declared.verdict}")
        )
    else:
        yield Paragraph("La fiche ne déclare pas de taux.")
    several = len(sheet.measures) > 1
    for measure in sheet.measures:
        computed = tuple(_rate_row(rate) for rate in measure.rates if rate.value is not None)
        named = f"{french.NBSP}: {measure.name}" if several and measure.name else ""
        if computed:
            yield Grid(
                f"Taux calculés{named}",
                ("Résultat", "Objectif lu comme", "Calcul, et d’où il vient", "Taux", "Bornes"),
                computed,
                (17, 18, 38, 12, 15),
                named=False,
            )
        if measure.protocol:
            yield Paragraph(french.typeset(f"Protocole{named} : {measure.protocol}."))
    for reason, rates in _without(sheet).items():
        methods = french.listed(dict.fromkeys(rate.method_name for rate in rates))
        yield Paragraph(french.typeset(f"Sans valeur ({methods}) : {reason}."), Tone.NOTE)


def _without(sheet: Sheet) -> dict[str, list[Rate]]:
    """Group the rates that have no value by their reason."""
    found: dict[str, list[Rate]] = {}
    for measure in sheet.measures:
        for rate in measure.rates:
            if rate.value is None:
                found.setdefault(rate.reason.rstrip("."), []).append(rate)
    return found


def _rate_row(rate: Rate) -> tuple[Cell, ...]:
    when = rate.when or _NOTHING
    official_ = ", officiel" if rate.official else ""
    return (
        f"{when}, {rate.basis_name}" if rate.basis == "counts" else when,
        rate.aim,
        f"{_capital(rate.method_name)}{official_}{french.NBSP}: {rate.arithmetic}{_come_from(rate.derivation)}",
        rate.value or _NOTHING,
        _bounds(rate),
    )


def _bounds(rate: Rate) -> str:
    """« 155,7 à 156,6 % »: the unit once."""
    if rate.low is None or rate.high is None:
        return _NOTHING
    if rate.low.value == rate.high.value:
        return "exact"
    return f"{rate.low.text.partition(french.NBSP)[0]} à {rate.high.text}"


def _come_from(node: Node | None) -> str:
    """Say what each figure of a computation is, and where it stands."""
    if node is None:
        return ""
    told = [_leaf(argument) for argument in node.args]
    return f" ({' ; '.join(told)})"


def _leaf(node: Node) -> str:
    cited = f", {place(node.lines)}" if node.lines else ""
    inner = f" tiré de {french.listed([_leaf(argument) for argument in node.args])}" if node.args else ""
    return f"{node.words} {node.quantity.text}{cited}{inner}"


def _findings(sheet: Sheet) -> Grid:
    return Grid(
        "Constats",
        ("Gravité", "Constat", "Que faire"),
        tuple(_finding_row(one) for one in sheet.findings),
        (16, 48, 36),
    )


def _finding_row(one: Finding) -> tuple[Cell, ...]:
    cited = f" ({place(one.lines)})" if one.lines else ""
    waived = f"\n{_capital(one.waived)}" if one.waived else ""
    return _capital(one.severity_name), f"{one.message}{cited}{waived}", one.remedy


def _methods(report: Report) -> Iterator[Block]:
    yield Heading(1, "Méthodes", "methodes", fresh=True)
    yield Bullets(report.method_notes)
    yield Grid(
        "Les méthodes de calcul",
        ("Méthode", "Formule", "Version"),
        tuple((_capital(one.name), french.typeset(one.formula), one.version) for one in report.methods),
        (30, 55, 15),
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
