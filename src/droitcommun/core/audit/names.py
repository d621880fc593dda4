"""What a sheet calls things: its axis, its theme, its service, the action that a promise names."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator

from droitcommun.core import french
from droitcommun.core.audit.findings import Found, said
from droitcommun.core.audit.promises import followed
from droitcommun.core.contract import Axis
from droitcommun.core.known import Known
from droitcommun.core.sheets import Measure, Named, Sheet

# « Axe 1 : … » says the number of the axis before its name; « … (AVS) » its acronym after it.
_NUMBER = re.compile(r"^axe\s*\d+\s*[:.–-]\s*", re.IGNORECASE)
_ACRONYM = re.compile(r"\s*\([A-ZÀ-Ÿ0-9]{2,}\)$")


def axis_named_otherwise(known: Known) -> Iterator[Found]:
    """L’axe que la fiche imprime n’est pas un axe du contrat, ou n’en porte pas le nom.

    Les espaces, les majuscules, les accents et un numéro (« Axe 1 : … ») ne changent pas un nom ; un mot le change.
    Les fiches qui nomment autrement un même axe sont dites ensemble.
    """
    axes = {axis.id: axis for axis in known.dossier.contract.axes}
    for name, sheets in _grouped(known, lambda sheet: sheet.axis).items():
        if axes[name].printed_only:
            yield _axis_unknown(axes[name], sheets, axes)
        else:
            yield from _axis_misnamed(axes[name], sheets)


def theme_named_otherwise(known: Known) -> Iterator[Found]:
    """La thématique que la fiche imprime ne porte pas le nom d’une thématique du contrat.

    Elle en ajoute une autre, ou la met entre parenthèses : on ne sait pas sous laquelle la fiche se range. Les
    espaces, les majuscules, les accents et un sigle entre parenthèses ne changent pas un nom.
    """
    themes = {theme.id: theme.name for theme in known.dossier.contract.themes}
    for name, sheets in _grouped(known, lambda sheet: sheet.theme).items():
        odd = [sheet for sheet in sheets if sheet.theme and _bare(sheet.theme.raw) != _bare(themes[name])]
        if not odd:
            continue
        printed = _printed(sheet.theme for sheet in odd)
        yield Found(
            about=name,
            sheets=tuple(sheet.id for sheet in odd),
            message=french.typeset(
                f"{french.counted(len(odd), 'fiche')} sous la thématique « {themes[name]} » : {printed}."
            ),
            expected=said(themes[name]),
            found=said(printed),
            passages=tuple(sheet.passage for sheet in odd),
            remedy="Imprimer une thématique du contrat, et une seule.",
        )


def service_named_otherwise(known: Known) -> Iterator[Found]:
    """Le service que la fiche imprime ne porte ni le nom ni le sigle de l’institution qui en rend compte.

    Une lettre de travers dans un sigle nomme un autre organisme, ou aucun. Ne vaut que si le nom imprimé est relevé
    avec ses lignes ; un service qui porte son nom exact n’a pas à redire celui de son institution.
    """
    bodies = {body.id: body for body in known.dossier.contract.institutions}
    offices = {unit.id: _bare(unit.name) for unit in known.dossier.contract.units}
    for sheet in known.dossier.sheets:
        printed = sheet.service
        if printed is None or sheet.updated_on.from_ > known.as_of:
            continue
        words = _bare(printed.text)
        unnamed = [
            bodies[name]
            for name in sheet.institutions
            if not any(_bare(own) in words for own in (bodies[name].name, bodies[name].acronym) if own)
        ]
        if not unnamed or words in {offices[name] for name in sheet.units}:
            continue
        wanted = french.listed(body.acronym or body.name for body in unnamed)
        yield Found(
            sheets=(sheet.id,),
            message=french.typeset(f"Le service imprimé est « {printed.text} », la fiche est de : {wanted}."),
            expected=said(wanted),
            found=said(printed.text),
            passages=(printed.passage,),
            remedy="Corriger le nom du service, ou rattacher la fiche à l’institution qu’elle nomme.",
        )


def action_named_otherwise(known: Known) -> Iterator[Found]:
    """L’action que l’engagement nomme entre guillemets porte un autre nom dans la fiche qui le suit.

    C’est peut-être la même, mal citée, ou une autre : le résultat de l’une ne dit rien de l’autre. Ne vaut que si
    les deux textes la nomment, et si aucune mesure qui suit l’engagement ne reprend son nom.
    """
    following: dict[str, list[tuple[Sheet, Measure]]] = {}
    for sheet, measure, promise in followed(known):
        if sheet.updated_on.from_ > known.as_of:
            continue
        following.setdefault(promise.id, []).append((sheet, measure))
    for name, pairs in following.items():
        promised = known.commitments[name].called
        names = [measure.called for _, measure in pairs]
        cited = [called for called in names if called is not None]
        if promised is None or len(cited) < len(names):
            continue
        if any(_bare(called.text) == _bare(promised.text) for called in cited):
            continue
        printed = french.listed(dict.fromkeys(f"« {called.text} »" for called in cited))
        yield Found(
            about=f"{pairs[0][1].id}+{name}",
            sheets=tuple(dict.fromkeys(sheet.id for sheet, _ in pairs)),
            measures=tuple(measure.id for _, measure in pairs),
            commitments=(name,),
            message=french.typeset(f"L’engagement nomme l’action « {promised.text} », la fiche {printed}."),
            expected=said(promised.text),
            found=said(printed),
            passages=tuple(dict.fromkeys(called.passage for called in (promised, *cited))),
            remedy="Nommer l’action comme l’engagement, ou dire dans une dérogation en quoi c’en est une autre.",
        )


def _axis_unknown(axis: Axis, sheets: list[Sheet], axes: dict[str, Axis]) -> Found:
    names = french.listed(f"« {one.name} »" for one in axes.values() if not one.printed_only)
    return Found(
        about=axis.id,
        sheets=tuple(sheet.id for sheet in sheets),
        message=french.typeset(
            f"{french.counted(len(sheets), 'fiche')} sous un axe qui n’est pas du contrat : « {axis.name} »."
        ),
        expected=said(names or "un axe du contrat"),
        found=said(axis.name),
        passages=tuple(sheet.passage for sheet in sheets),
        remedy="Ranger la fiche sous un axe du contrat, ou inscrire cet axe parmi ceux du contrat.",
    )


def _axis_misnamed(axis: Axis, sheets: list[Sheet]) -> Iterator[Found]:
    odd = [sheet for sheet in sheets if sheet.axis and _bare(sheet.axis.raw) != _bare(axis.name)]
    if odd:
        printed = _printed(sheet.axis for sheet in odd)
        yield Found(
            about=axis.id,
            sheets=tuple(sheet.id for sheet in odd),
            message=french.typeset(
                f"{french.counted(len(odd), 'fiche')} nomment autrement l’axe « {axis.name} » : {printed}."
                if len(odd) > 1
                else f"Une fiche nomme autrement l’axe « {axis.name} » : {printed}."
            ),
            expected=said(axis.name),
            found=said(printed),
            passages=tuple(sheet.passage for sheet in odd),
            remedy="Écrire le nom de l’axe tel que le contrat le porte.",
        )


def _grouped(known: Known, named: Callable[[Sheet], Named | None]) -> dict[str, list[Sheet]]:
    """The sheets of which something was known that day, by what they are said to come under."""
    found: dict[str, list[Sheet]] = defaultdict(list)
    for sheet in known.dossier.sheets:
        name = named(sheet)
        if name is not None and sheet.updated_on.from_ <= known.as_of:
            found[name.id].append(sheet)
    return found


def _printed(names: Iterator[Named | None]) -> str:
    return french.listed(dict.fromkeys(f"« {name.raw} »" for name in names if name is not None))


def _bare(name: str) -> str:
    """The letters and digits of a name: what two writings of one name share."""
    text = _ACRONYM.sub("", _NUMBER.sub("", " ".join(name.split())))
    letters = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in letters if letter.isalnum())
