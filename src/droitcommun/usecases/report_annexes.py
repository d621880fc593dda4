"""The end of a report: how rates are computed, and where each sheet stands, by body, status and line."""

from droitcommun.core import french
from droitcommun.reports import content
from droitcommun.reports.blocks import Bullets, Grid, Paragraph
from droitcommun.usecases import words
from droitcommun.usecases.sources import View


def method_notes() -> tuple[str, ...]:
    """Say how figures are read and rates computed."""
    return tuple(map(french.typeset, _NOTES))


# What a reader has to know before the figures are quoted.
_NOTES = (
    (
        "Un chiffre imprimé vaut ce que ses décimales laissent ouvert : 20,3 % va de 20,25 à 20,35. Les bornes d’un"
        " taux suivent de celles de ses chiffres."
    ),
    (
        "Un taux est calculé exactement, puis arrondi une seule fois, à une décimale sauf protocole contraire. Il garde"
        " son signe et n’est pas plafonné."
    ),
    (
        "Un taux déclaré « se retrouve » quand un calcul admis donne, aux arrondis près, la même valeur. On ne divise"
        " jamais par une situation de départ ni par un résultat antérieur."
    ),
    (
        "Quand l’objectif peut se lire de plusieurs façons, toutes sont calculées. Un statut n’est donné que si toutes"
        " les lectures disent la même chose ; sinon, on ne sait pas."
    ),
    "Sans protocole adopté par l’instance du contrat, aucun taux n’est officiel.",
    "Une absence de chiffre reste une absence, avec sa raison ; elle ne vaut jamais zéro.",
)


def index(seen: View, sheets: tuple[content.Sheet, ...]) -> tuple[content.Section, ...]:
    """List the sheets by body, by status and by line."""
    bodies = [body.acronym or body.name for body in seen.dossier.contract.institutions]
    by_body = tuple((name, _of(sheets, name)) for name in bodies)
    nobody = tuple(one for one in sheets if not one.institutions)
    by_status = tuple(
        (status, tuple(one for one in sheets if one.status == status))
        for status in words.PUBLIC_STATUS.values()
    )
    return (
        content.Section(
            title="Par service ou institution",
            anchor="index-institutions",
            blocks=_groups((*by_body, ("Sans service nommé", nobody))),
        ),
        content.Section(title="Par statut", anchor="index-statuts", blocks=_groups(by_status)),
        content.Section(
            title="Par ligne du document",
            anchor="index-lignes",
            blocks=(
                Grid(
                    "Les fiches dans l’ordre du document",
                    ("Fiche", "Titre", "Lignes", "Statut"),
                    tuple(
                        (str(one.number), one.title, content.place(one.lines), one.status) for one in sheets
                    ),
                    (8, 56, 18, 18),
                ),
            ),
        ),
    )


def _of(sheets: tuple[content.Sheet, ...], name: str) -> tuple[content.Sheet, ...]:
    return tuple(one for one in sheets if name in one.institutions)


def _groups(
    groups: tuple[tuple[str, tuple[content.Sheet, ...]], ...],
) -> tuple[Paragraph | Bullets, ...]:
    rows = tuple(
        french.typeset(
            f"{name} ({french.counted(len(found), 'fiche')}) : fiche{french.plural(len(found))} "
            f"{french.listed([str(one.number) for one in found])}"
        )
        for name, found in groups
        if found
    )
    return (Bullets(rows),) if rows else (Paragraph("Aucune fiche."),)
