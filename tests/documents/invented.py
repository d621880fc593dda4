"""Sheets that we invent, laid out as the official ones print: no sentence of the source document is in them."""

from dataclasses import dataclass, replace

from droitcommun.core.sheets import Layout

HEADERS = {
    Layout.RESULT_2015_DATED: (
        "Résultat 2015 Objectif à atteindre, fixé \n"
        "par le contrat de ville   Résultat (date)   Taux de réalisation  "
    ),
    Layout.RESULT_2014: (
        "Résultat 2014 Objectif à atteindre, fixé \n"
        "dans le contrat de ville   Résultat 2015   Taux de réalisation  "
    ),
    Layout.SITUATION_2014: (
        "Situation 2014 Objectif à atteindre, fixé \n"
        "par le contrat de ville   Résultat 2015   Taux de \n\nréalisation "
    ),
}

# A tilde stands for a space at the end of a line.
_LABELS_AFTER = """
Analyse~
Méthodologie suivie~
(territorialisation des données,~
moyens mobilisés)~
~~~~
Analyse du taux de réalisation~
(freins à la réalisation,~
difficultés de méthode)~~

{analysis}~

Points d'alerte~~

Ajustement de l'objectif~
et/ou de la méthode~~

~

Engagements de droit commun~
dans le cadre du contrat de ville de Port-Clos 2015-2020~~
~
Fiche de suivi : {title}~

~


""".replace("~", " ")


@dataclass(frozen=True, slots=True)
class Invented:
    """One sheet: what stands beside each label, and the lines under the header as they are printed."""

    title: str
    cells: str
    layout: Layout = Layout.RESULT_2014
    axis: str = "Habiter le port"
    theme: str = "Emploi"
    objective: str = "Ouvrir le chantier naval aux jeunes des QPV"
    indicator: str = "Part des jeunes des QPV parmi les apprentis du chantier"
    updated_on: str = "12 mai 2016"
    services: str = "Capitainerie / Mission apprentis"
    analysis: str = "Registre des apprentis du chantier"

    def text(self) -> str:
        """The sheet as a text extractor gives it."""
        head = (
            f"Axe du contrat de ville {self.axis} \n\nThématique {self.theme} \n  \n\n"
            f"Description de l'objectif {self.objective} \n\nIndicateur  {self.indicator} \n\n  \n\n"
            f"Date de mise à jour {self.updated_on} \n\nService(s) concerné(s) {self.services} \n\n   \n\n"
        )
        after = _LABELS_AFTER.format(analysis=self.analysis, title=self.title)
        return f"{head}{HEADERS[self.layout]}\n\n{self.cells}\n\n \n{after}"


DATED = Invented(
    title="Apprentis du chantier naval",
    cells="17,2% 16% 19,4%(mars 2016) 121% ",
    layout=Layout.RESULT_2015_DATED,
)
GAP = Invented(
    title="Réussite au brevet de voile",
    objective="Réduire l’écart de réussite au brevet de voile",
    indicator="écart entre le taux de réussite global et celui des QPV",
    cells="12,4% réduire l'écart de moitié \n(<6,2%) \n\n \n9,3% \n\n \n50% ",
)
COUNTS = Invented(
    title="Places à quai",
    objective="Augmenter la part des places à quai en QPV",
    indicator="Part des places à quai en QPV",
    layout=Layout.SITUATION_2014,
    cells=" 40% 32% 80% ",
    updated_on="Année 2015",
)
EMPTY = replace(DATED, title="Apprentis de la criée", cells=" 30% Décembre 2015  ")
WORDS = Invented(
    title="Visites du phare",
    objective="Faire visiter le phare aux écoles des QPV",
    indicator="Nombre de visites du phare",
    cells=" \n\nAtteindre les 120 visites \ndes écoles des QPV, prévues \navec la commune \n\n \n\n"
    "97 visites en cours au \n31/12/2015 \n\n \n\n81% ",
)
ALL = (DATED, GAP, COUNTS, EMPTY, WORDS)


def document(*sheets: Invented, before: str = "Le livret du port.\n\n") -> str:
    """A text with those sheets, after something else."""
    return before + "".join(sheet.text() for sheet in sheets or ALL)
