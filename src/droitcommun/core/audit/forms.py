"""The form of a sheet: its dates, its title, the perimeters that it names, the wording of its target."""

import re
import unicodedata
from collections.abc import Iterator

from droitcommun.core import french
from droitcommun.core.audit.findings import Found, quoted, said
from droitcommun.core.known import Known
from droitcommun.core.observations import Absent, Role
from droitcommun.core.periods import Period
from droitcommun.core.readings import SHEET_READING, readings
from droitcommun.core.sheets import Layout, Sheet

# Words are compared by their first letters: « développer » and « développement » are one.
_STEM = 5
_DECEMBER = 12
# The year that the header of each layout prints over the situation to start from.
_FIRST_COLUMN = {Layout.RESULT_2014: 2014, Layout.SITUATION_2014: 2014}
# Words that say nothing of a subject: short ones, and those that every sheet uses.
_EMPTY = {"nombr", "quart", "prior", "polit", "ville", "dispo", "parmi", "aupre", "paris"}


def dates_contradict(known: Known) -> Iterator[Found]:
    """La fiche est datée d’avant la fin de la période de ses propres résultats."""
    for sheet, measure in known.dossier.measures():
        late = [
            seen
            for seen in known.observed(measure, Role.RESULT)
            if not isinstance(seen.figure, Absent) and seen.period and seen.period.end > sheet.updated_on.to
        ]
        if not late or measure is not sheet.measures[0]:
            continue
        last = late[-1]
        when = french.period(last.period) if last.period else ""
        yield Found(
            sheets=(sheet.id,),
            message=french.typeset(
                f"Fiche mise à jour « {sheet.updated_on.text} », avec un résultat de {when}."
            ),
            expected=said(f"une mise à jour après {when}"),
            found=said(sheet.updated_on.text),
            passages=(sheet.passage, last.passage),
            remedy="Corriger la date de mise à jour, ou la période du résultat.",
        )


def result_before_contract(known: Known) -> Iterator[Found]:
    """Le résultat est d’avant la signature du contrat : il était acquis quand l’engagement a été pris.

    Soit l’engagement promettait ce qui était déjà fait, soit le résultat attend d’être mis à jour.
    """
    signed = known.dossier.contract.signed_on
    for sheet, measure in known.dossier.measures():
        told = [seen for seen in known.observed(measure, Role.RESULT) if not isinstance(seen.figure, Absent)]
        if not told or told[-1].period is None or told[-1].period.end >= signed:
            continue
        last = told[-1]
        when = french.period(last.period) if last.period else ""
        yield Found(
            sheets=(sheet.id,),
            measures=(measure.id,),
            message=french.typeset(
                f"Le contrat a été signé le {french.day(signed)}, et le résultat ({quoted(last)}) est d’avant : {when}."
            ),
            expected=said(f"ce qui a été fait depuis le {french.day(signed)}"),
            found=said(when),
            passages=(known.dossier.contract.passage, last.passage),
            remedy=(
                "Dire ce qui a été fait depuis la signature, ou dans une dérogation que l’engagement était déjà "
                "tenu."
            ),
        )


def older_baseline(known: Known) -> Iterator[Found]:
    """La case « 2014 » porte un chiffre plus ancien, ou de deux années ensemble."""
    for sheet, measure in known.dossier.measures():
        year = _FIRST_COLUMN.get(sheet.layout)
        for seen in known.observed(measure, Role.BASELINE):
            if year is None or seen.period is None or isinstance(seen.figure, Absent):
                continue
            if seen.period.start.year >= year or _is_school_year(seen.period, year):
                continue
            when = french.period(seen.period)
            yield Found(
                sheets=(sheet.id,),
                measures=(measure.id,),
                message=french.typeset(f"La case « {year} » porte « {seen.text} » (période : {when})."),
                expected=said(f"un chiffre de {year}"),
                found=said(when),
                passages=(seen.passage,),
                remedy=(
                    "Donner le chiffre de l’année de la case, ou dire dans une dérogation pourquoi une autre "
                    "année en tient lieu."
                ),
            )
            break


def target_ambiguous(known: Known) -> Iterator[Found]:
    """L’objectif se lit de plusieurs façons, qui ne visent pas la même valeur.

    « 5 % par an » : cinq points, ou cinq pour cent de la valeur de départ ? « La moitié (< 5,7 %) » : la moitié, ou
    le chiffre écrit à côté ? Toutes les lectures sont calculées ; à qui a écrit l’objectif de choisir, et un
    protocole adopté dit laquelle l’est.
    """
    for sheet, measure in known.dossier.measures():
        if known.protocol_of(measure) is not None:
            continue
        results = known.observed(measure, Role.RESULT)
        own = [
            reading
            for reading in readings(known, measure, results[-1].period if results else None)
            if reading.id.startswith(SHEET_READING) and reading.first_baseline
        ]
        if not measure.also_read_as or len(own) < 2:  # noqa: PLR2004 - one reading is no choice
            continue
        words = french.listed(f"« {reading.words} »" for reading in own)
        yield Found(
            sheets=(sheet.id,),
            measures=(measure.id,),
            message=french.typeset(f"« {measure.target.text} » se lit de plusieurs façons : {words}."),
            expected=said("un objectif qui n’a qu’une lecture"),
            found=said(words),
            passages=tuple(dict.fromkeys(reading.target.passage for reading in own)),
            remedy="Faire choisir la lecture par l’instance qui pilote le contrat, et l’écrire dans un protocole.",
        )


def document_date_contradicts(known: Known) -> Iterator[Found]:
    """Le document se donne une date antérieure à celle de ses propres fiches."""
    for document in known.dossier.contract.documents:
        dated, at = document.dated, document.dated_at
        later = [
            sheet
            for sheet in known.dossier.sheets
            if sheet.passage.document == document.id and dated is not None and sheet.updated_on.from_ > dated
        ]
        if dated is None or at is None or not later or dated > known.as_of:
            continue
        last = max(later, key=lambda sheet: sheet.updated_on.to)
        yield Found(
            about=document.id,
            message=french.typeset(
                f"Le document se date du {french.day(dated)}, mais {len(later)} de ses fiches sont postérieures, "
                f"jusqu’au {french.day(last.updated_on.to)}."
            ),
            expected=said(f"une date à partir du {french.day(last.updated_on.to)}"),
            found=said(french.day(dated)),
            passages=(at, last.passage),
            remedy="Corriger la date du document.",
        )


def title_drifts(known: Known) -> Iterator[Found]:
    """Le titre de la fiche n’a pas un mot en commun avec son objectif ni avec ses indicateurs."""
    for sheet in known.dossier.sheets:
        if sheet.updated_on.from_ > known.as_of:
            continue
        subject = " ".join([sheet.objective, *(measure.indicator for measure in sheet.measures)])
        if stems(sheet.title) & stems(subject) or not stems(sheet.title):
            continue
        yield Found(
            sheets=(sheet.id,),
            message=french.typeset(
                f"Le titre « {sheet.title} » ne dit rien de l’objectif « {sheet.objective} »."
            ),
            expected=said("un titre qui nomme l’objectif"),
            found=said(sheet.title),
            passages=(sheet.passage,),
            remedy="Vérifier que la fiche porte le bon titre, ou que ses cellules n’ont pas glissé d’une autre.",
        )


def perimeter_named_otherwise(known: Known) -> Iterator[Found]:
    """L’objectif de la fiche nomme un autre zonage que son indicateur.

    Un protocole adopté dit sur lequel le taux se calcule.
    """
    for sheet in _with_other_zoning(known):
        named = known.perimeters[sheet.objective_perimeter or ""].name
        measured = known.perimeters[sheet.measures[0].perimeter].name
        yield Found(
            sheets=(sheet.id,),
            message=french.typeset(f"L’objectif parle de « {named} », l’indicateur de « {measured} »."),
            expected=said(measured),
            found=said(named),
            passages=(sheet.passage,),
            remedy=(
                "Nommer le même zonage dans l’objectif et dans l’indicateur, ou dire dans un protocole lequel "
                "est suivi."
            ),
        )


def _is_school_year(period: Period, year: int) -> bool:
    """Say whether a period is the school year that ends that year."""
    return period.end.year == year and period.end.month < _DECEMBER and period.start.year == year - 1


def _with_other_zoning(known: Known) -> Iterator[Sheet]:
    for sheet in known.dossier.sheets:
        named = sheet.objective_perimeter
        if any(known.protocol_of(measure) for measure in sheet.measures):
            continue
        measured = {measure.perimeter for measure in sheet.measures}
        if named is not None and named not in measured and sheet.updated_on.from_ <= known.as_of:
            yield sheet


def stems(text: str) -> set[str]:
    """The beginnings of the words that say something, without accents."""
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFD", text.casefold())
        if not unicodedata.combining(letter)
    )
    words = re.findall(r"[a-z0-9]+", bare)
    return {word[:_STEM] for word in words if len(word) >= _STEM} - _EMPTY
