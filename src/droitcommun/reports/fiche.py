"""The official monitoring sheet, re-issued: as it stands, or with last year's values and texts and cells to fill in."""

from droitcommun.core.french import typeset
from droitcommun.reports import official
from droitcommun.reports.blocks import Block, Grid, Paragraph, Tone
from droitcommun.reports.content import Figure, Measure, Sheet

_FIELDS = (30, 70)
_FIGURES = (24, 28, 26, 22)


def as_it_stands(sheet: Sheet, contract: str) -> tuple[Block, ...]:
    """The sheet with every cell as it was given: read back, it is the same sheet."""
    rows = [
        (
            _given(official.first_figures(sheet.layout, measure)),
            measure.target,
            _given(official.last_figures(sheet.layout, measure))
            or official.date_alone(sheet.layout, measure),
            "",
        )
        for measure in sheet.measures
    ]
    if sheet.declared is not None:
        rows[0] = (*rows[0][:3], sheet.declared.text)
    return _form(sheet, contract, updated_on=sheet.updated_on, heads=official.heads(sheet.layout), rows=rows)


def to_fill_in(sheet: Sheet, contract: str, year: int) -> tuple[Block, ...]:
    """The sheet for what comes after a year: its results stand first, the new ones are left to fill in."""
    rows = [(_latest(measure, year), measure.target, "", "") for measure in sheet.measures]
    return _form(sheet, contract, updated_on="", heads=official.heads_after(year), rows=rows)


def _form(
    sheet: Sheet,
    contract: str,
    *,
    updated_on: str,
    heads: tuple[str, str, str, str],
    rows: list[tuple[str, str, str, str]],
) -> tuple[Block, ...]:
    # Of several measures each has its row, in the same order: its indicator bears the number of the row.
    names = [
        f"{number}. {measure.name or official.UNNAMED}"
        for number, measure in enumerate(sheet.measures, start=1)
    ]
    return (
        Grid(
            "",
            (),
            (
                (official.AXIS, sheet.axis),
                (official.THEME, sheet.theme),
                (official.OBJECTIVE, sheet.objective),
                (official.INDICATOR, "\n".join(names if len(rows) > 1 else sheet.indicators)),
                (official.UPDATED_ON, updated_on),
                (official.SERVICES, "\n".join(sheet.services)),
            ),
            _FIELDS,
        ),
        Grid("", heads, tuple(rows), _FIGURES, named=False),
        Grid(
            official.ANALYSIS,
            (),
            (
                (official.METHOD_NOTE, sheet.method),
                (official.RATE_ANALYSIS, sheet.analysis),
                (official.ALERTS, official.alerts(sheet)),
                (official.ADJUSTMENT, official.adjustments(sheet)),
            ),
            _FIELDS,
        ),
        Paragraph(
            f"Engagements de droit commun dans le cadre du {contract[:1].lower()}{contract[1:]}", Tone.NOTE
        ),
        Paragraph(f"{official.TITLE}{typeset(' :')} {sheet.title}", Tone.NAME),
    )


def _given(figures: tuple[Figure, ...]) -> str:
    """The cell as it was given; where nothing was, what is known: how far the promise is."""
    given = [one.text for one in figures if one.text]
    return "\n".join(given or [one.words for one in figures if not one.absent])


def _latest(measure: Measure, year: int) -> str:
    """The result of the year, which the head names; without one, the latest, with its period."""
    known = [one for one in measure.results if one.quantity is not None] or list(measure.results)
    of_year = [one.words for one in known if one.period == str(year)]
    latest = [one.sentence for one in known if one.period == known[-1].period]
    return "\n".join(of_year or latest)
