"""Contracts that call things otherwise, or say nothing of an indicator: faults, what mends them, what is no fault."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from droitcommun.core.contract import Axis, ReportingUnit
from droitcommun.core.counted import Thing
from droitcommun.core.dossier import Dossier
from droitcommun.core.observations import Absence, Absent, Scale, State
from droitcommun.core.passages import Quoted
from droitcommun.core.sheets import Alert, Named
from tests.builders import CONTRACT, Row, dossier, observation, passage, without_figure
from tests.unit.clean_contract import CLEAN, EFFORT, SHARE, counted, with_


def quoted(text: str) -> Quoted:
    return Quoted(text=text, passage=passage())


def named(promise: str, sheet: str | None) -> tuple[Row, ...]:
    """The promise names its action, and so does the measure that follows it, or not."""
    called = {} if sheet is None else {"called": quoted(sheet)}
    return with_(
        SHARE,
        commitment={**SHARE.commitment, "called": quoted(promise)},
        measure={**SHARE.measure, **called},
    )


def titled(only: str) -> tuple[Row, ...]:
    """The title counts habitants of QPV, the measure some habitants."""
    return with_(
        SHARE,
        measure={**SHARE.measure, "counted": counted(Thing.PERSONS, "signataires", only)},
        sheet={"title_counted": counted(Thing.PERSONS, "signataires", "des quartiers")},
    )


def under_axis(raw: str) -> tuple[Row, ...]:
    return with_(SHARE, sheet={"axis": Named(raw=raw, id="axe")})


def under_theme(raw: str) -> tuple[Row, ...]:
    return with_(SHARE, sheet={"theme": Named(raw=raw, id="emploi")})


def served(words: str) -> tuple[Row, ...]:
    return with_(SHARE, sheet={"service": quoted(words)})


def printed_only(whole: Dossier, *, of_contract: bool = False) -> Dossier:
    """The first sheet is under an axis that it alone prints, or that the contract has."""
    axes = (*whole.contract.axes, Axis(id="culture", name="Culture", printed_only=not of_contract))
    sheet = replace(whole.sheets[0], axis=Named(raw="CULTURE", id="culture"))
    return replace(whole, contract=replace(whole.contract, axes=axes), sheets=(sheet, *whole.sheets[1:]))


def indicator_beside(
    whole: Dossier, *, told: bool = False, aim: str = "", alert: Alert | None = None
) -> Dossier:
    """The first sheet prints a second indicator, without an aim or a figure but for what is given."""
    sheet = whole.sheets[0]
    beside = replace(
        sheet.measures[0],
        id="nature",
        indicator="Nature des actions",
        unit=None,
        part="",
        whole="",
        commitments=(),
        target=replace(without_figure(), text=aim),
    )
    said = State(Scale.DONE, "deux réunions tenues") if told else Absent(Absence.MISSING, "rien")
    seen = observation("emploi", 0, id="nature-2015", figure=said, period="2015", measure="nature")
    more = replace(
        sheet, measures=(*sheet.measures, beside), alerts=(*sheet.alerts, *([alert] if alert else []))
    )
    return replace(whole, sheets=(more, *whole.sheets[1:]), observations=(*whole.observations, seen))


AWAITED = Alert(text="indicateur à renseigner", passage=passage(), owner="service", due=date(2016, 12, 31))

FAULTS: list[tuple[str, tuple[Row, ...]]] = [
    ("action-named-otherwise", named("Rester en lien", "Être en lien")),
    ("title-counts-otherwise", titled("modestes")),
    ("axis-named-otherwise", under_axis("L’axe du milieu")),
    ("theme-named-otherwise", under_theme("Emploi, insertion")),
    ("service-named-otherwise", served("Servise emploi")),
]

WHOLE_FAULTS: list[tuple[str, Callable[[Dossier], Dossier]]] = [
    ("indicator-untold", indicator_beside),
    ("axis-named-otherwise", printed_only),
]

REMEDIES: dict[str, tuple[Dossier, Dossier]] = {
    "action-named-otherwise": (
        dossier(*named("Rester en lien", "Être en lien")),
        dossier(*named("Rester en lien", "Rester en lien")),
    ),
    "title-counts-otherwise": (dossier(*titled("modestes")), dossier(*titled("des quartiers"))),
    "axis-named-otherwise": (dossier(*under_axis("L’axe du milieu")), dossier(*under_axis("Axe"))),
    "theme-named-otherwise": (dossier(*under_theme("Emploi, insertion")), dossier(*under_theme("Emploi"))),
    "service-named-otherwise": (dossier(*served("Servise emploi")), dossier(*served("Service emploi"))),
    "indicator-untold": (
        indicator_beside(dossier(*CLEAN)),
        indicator_beside(dossier(*CLEAN), told=True, aim="développer"),
    ),
}

OTHER_REMEDIES: tuple[tuple[str, str, Dossier, Dossier], ...] = (
    (
        "axis-named-otherwise",
        "the axis is one of the contract",
        printed_only(dossier(*CLEAN)),
        printed_only(dossier(*CLEAN), of_contract=True),
    ),
    (
        "axis-named-otherwise",
        "the sheet goes under an axis of the contract",
        printed_only(dossier(*CLEAN)),
        dossier(*CLEAN),
    ),
    (
        "indicator-untold",
        "the indicator is taken out",
        indicator_beside(dossier(*CLEAN)),
        dossier(*CLEAN),
    ),
    (
        "indicator-untold",
        "an alert says who fills it in, and for when",
        indicator_beside(dossier(*CLEAN)),
        indicator_beside(dossier(*CLEAN), alert=AWAITED),
    ),
    (
        "service-named-otherwise",
        "the sheet is of the body that it names",
        dossier(*served("Autre bureau")),
        dossier(*with_(SHARE, sheet={"service": quoted("Autre bureau"), "institutions": ("autre",)})),
    ),
)

NEAR_MISSES: dict[str, Dossier] = {
    "action-named-otherwise": dossier(*named("Rester en lien", "RESTER  EN LIEN")),
    # A number before a name, capitals and accents are no other name.
    "axis-named-otherwise": dossier(*under_axis("Axe 1 : AXÉ".replace("É", "E"))),
    "theme-named-otherwise": dossier(*under_theme("emploi  (EMP)")),
    # The office has its exact name, without that of its institution.
    "service-named-otherwise": dossier(
        *with_(SHARE, sheet={"service": quoted("Mission ville"), "units": ("mission",)}),
        contract=replace(
            CONTRACT, units=(ReportingUnit(id="mission", name="Mission ville", institution="service"),)
        ),
    ),
    # One figure, though no aim.
    "indicator-untold": indicator_beside(dossier(*CLEAN), told=True),
    "title-counts-otherwise": dossier(
        *with_(
            SHARE,
            measure={**SHARE.measure, "counted": counted(Thing.PERSONS, "autres signataires", "modestes")},
            sheet={"title_counted": counted(Thing.PERSONS, "signataires", "des quartiers")},
        )
    ),
}

SILENT: list[tuple[str, tuple[Row, ...]]] = [
    ("a promise that names its action, and a sheet that does not", named("Rester en lien", None)),
    ("a title without a word of what is counted", with_(EFFORT, sheet={"title_counted": None})),
    ("a body under its acronym or name", served("Le service de l’emploi")),
]
