"""The form of a sheet: its dates, its title, the perimeters that it names."""

import re
import unicodedata
from collections.abc import Iterator

from droitcommun.core import french
from droitcommun.core.audit.findings import Found, said
from droitcommun.core.known import Known
from droitcommun.core.observations import Absent, Role
from droitcommun.core.sheets import Sheet

# Words are compared by their first letters: « développer » and « développement » are one.
_STEM = 5
# Words that say nothing of a subject: short ones, and those that every sheet uses.
_EMPTY = {"part", "nombre", "taux", "quart", "prior", "polit", "ville", "dispo", "parmi", "aupre", "paris"}


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
        if _stems(sheet.title) & _stems(subject) or not _stems(sheet.title):
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
    """L’objectif de la fiche nomme un autre zonage que son indicateur."""
    for sheet in _with_other_zoning(known):
        named = known.perimeters[sheet.objective_perimeter or ""].name
        measured = known.perimeters[sheet.measures[0].perimeter].name
        yield Found(
            sheets=(sheet.id,),
            message=french.typeset(f"L’objectif parle de « {named} », l’indicateur de « {measured} »."),
            expected=said(measured),
            found=said(named),
            passages=(sheet.passage,),
            remedy="Dire lequel des deux zonages est suivi.",
        )


def _with_other_zoning(known: Known) -> Iterator[Sheet]:
    for sheet in known.dossier.sheets:
        named = sheet.objective_perimeter
        measured = {measure.perimeter for measure in sheet.measures}
        if named is not None and named not in measured and sheet.updated_on.from_ <= known.as_of:
            yield sheet


def _stems(text: str) -> set[str]:
    """The beginnings of the words that say something, without accents."""
    bare = "".join(
        letter
        for letter in unicodedata.normalize("NFD", text.casefold())
        if not unicodedata.combining(letter)
    )
    words = re.findall(r"[a-z0-9]+", bare)
    return {word[:_STEM] for word in words if len(word) >= _STEM} - _EMPTY
