"""The first tab: what to do, in ten short lines, then the list of the sheets."""

from collections.abc import Iterator, Mapping

from droitcommun.core import french
from droitcommun.core.known import Known
from droitcommun.intake.workbook.book import Row, Style
from droitcommun.intake.workbook.reporters import Reporter
from droitcommun.intake.workbook.vocabulary import VERSION


def instruction_rows(
    known: Known, reporter: Reporter, year: int, names: Mapping[str, str], title: str
) -> Iterator[Row]:
    """Say who fills in what, how, and what happens to an empty cell."""
    told = {
        "Service": reporter.name,
        "Année demandée": str(year),
        "À faire": f"Un onglet par fiche. Remplir la colonne encadrée « Chiffre de {year}, à remplir », "
        "puis renvoyer ce fichier par courriel.",
        "Les colonnes": "En gris : ce qui est déjà connu, à ne pas changer. Encadré, avec le mot « à remplir » "
        "en tête : les cellules à remplir. Les autres sont protégées.",
        "Pas de chiffre ?": "Laisser le résultat vide et choisir une raison dans la liste. Ne pas écrire « NC », "
        "« - » ni 0.",
        "Cellule vide": "Une cellule laissée vide ne change et n’efface rien.",
        "Pourcentages": "Écrire 18,1 pour 18,1 %. Le numérateur et le dénominateur valent mieux qu’une part seule.",
        "Dates": "« 2016 », « avril 2016 », « 01/07/2016 », « année scolaire 2015-2016 ».",
        "Pas de formule": "Écrire ou coller des valeurs, jamais une formule.",
        "Une remarque ?": "L’écrire dans « Analyse » ou « Point d’alerte » : ce qui est hors des cellules encadrées "
        "n’est pas lu.",
        "Ce classeur": f"Contrat {known.dossier.contract.id}, service {reporter.id}, version {VERSION} ; "
        f"état des chiffres au {french.day(known.as_of)}.",
    }
    yield Row(path="instructions/title", style=Style.TITLE, label=title)
    for number, (label, text) in enumerate(told.items(), 1):
        yield Row(
            path=f"instructions/{number}",
            style=Style.INFORMATION,
            label=french.typeset(label),
            before=french.typeset(text),
        )
    yield Row(path="instructions/sheets", style=Style.SECTION, label="Les fiches à remplir")
    for sheet in reporter.sheets:
        name = names[sheet.id]
        yield Row(
            path=f"instructions/sheet/{sheet.id}",
            style=Style.INFORMATION,
            label=name,
            before=sheet.title,
            link=name,
        )
