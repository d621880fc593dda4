"""Two hundred invented monitoring sheets, always the same ones, in the three layouts of the official form."""

import random
from dataclasses import dataclass

from droitcommun.core.sheets import Layout

SHEETS = 200
SEED = 2015

_ACTIONS = (
    "Augmenter la part des",
    "Maintenir le nombre de",
    "Accompagner les",
    "Former les",
    "Informer les",
)
_PUBLICS = (
    "habitants des quartiers prioritaires",
    "élèves de l’école « La Fontaine »",
    "jeunes suivis par l’atelier d’à côté",
    "familles logées à l’hôtel",
    "demandeurs d’emploi de longue durée",
)
_SCHEMES = (
    "dans le dispositif Boussole",
    "aux chantiers d’été",
    "à l’aide au permis",
    "aux ateliers du soir",
)
_SERVICES = ("Service des Boussoles", "Académie d’Outre-Seine", "Caisse des Ateliers", "Direction de l’Été")
_THEMES = ("EMPLOI", "ÉDUCATION", "SANTÉ", "CULTURE", "ACCÈS AUX DROITS")
_AXES = ("Accompagner les parcours", "Ouvrir la ville à tous", "Rapprocher les services")
_SENTENCES = (
    "Extraction du fichier de gestion, adresses rapprochées à la main.",
    "Le périmètre a changé en cours d’année : 3 sites sur 12 n’ont pas répondu.",
    "Sur 1 248 dossiers reçus, 312 viennent des quartiers, soit 25 %.",
    "Les moyens mobilisés restent ceux de l’an passé (2,5 ETP et 40 000 €).",
    "Une enquête est prévue ; ses résultats seront connus à l’automne.",
    "Le nombre d’inscrits baisse, la part des quartiers augmente.",
)
_HEADINGS = {
    Layout.RESULT_2015_DATED: (
        "Résultat 2015",
        "Objectif à atteindre, fixé par le contrat de ville",
        "Résultat (date)",
        "Taux de réalisation",
    ),
    Layout.RESULT_2014: (
        "Résultat 2014",
        "Objectif à atteindre, fixé dans le contrat de ville",
        "Résultat 2015",
        "Taux de réalisation",
    ),
    Layout.SITUATION_2014: (
        "Situation 2014",
        "Objectif à atteindre, fixé par le contrat de ville",
        "Résultat 2015",
        "Taux de réalisation",
    ),
}


@dataclass(frozen=True, slots=True)
class WrittenSheet:
    """What a producer writes: labels beside values, headings above figures, labels beside prose, a title at the foot.

    A value is its paragraphs.
    """

    layout: Layout
    fields: tuple[tuple[str, str], ...]
    headings: tuple[str, ...]
    figures: tuple[str, ...]
    prose: tuple[tuple[str, tuple[str, ...]], ...]
    title: str

    @property
    def cells(self) -> tuple[str, ...]:
        """The text of each cell, in reading order."""
        pairs = [cell for pair in self.fields for cell in pair]
        notes = [cell for label, said in self.prose for cell in (label, "\n".join(said))]
        return (*pairs, *self.headings, *self.figures, *notes)


def written_sheets(count: int = SHEETS) -> tuple[WrittenSheet, ...]:
    """Invent the sheets; the same number always gives the same ones."""
    chance = random.Random(SEED)  # noqa: S311 - invented figures
    return tuple(_sheet(number, chance) for number in range(count))


def _sheet(number: int, chance: random.Random) -> WrittenSheet:
    layout = list(Layout)[number % 3]
    objective = " ".join((chance.choice(_ACTIONS), chance.choice(_PUBLICS), chance.choice(_SCHEMES)))
    share = f"{chance.randint(50, 900) / 10:.1f}".replace(".", ",")
    figures = (
        chance.choice((f"{share}%", f"{chance.randint(2, 999)} personnes", "NC", "")),
        chance.choice((f"{chance.randint(5, 95)}%", "+5 % par an", "50 % des entrées, dont 20 % de femmes")),
        chance.choice((f"{share} % (avril 2016)", "1 248", "312 sur 1 248, soit 25 %")),
        chance.choice((f"{chance.randint(20, 180)}%", "sans objet", "")),
    )
    return WrittenSheet(
        layout=layout,
        fields=(
            ("Axe du contrat de ville", chance.choice(_AXES)),
            ("Thématique", chance.choice(_THEMES)),
            ("Description de l'objectif", objective),
            ("Indicateur", f"Part n° {number + 1} des {chance.choice(_PUBLICS)} {chance.choice(_SCHEMES)}"),
            ("Date de mise à jour", f"{chance.randint(2, 28)} mai 2016"),
            ("Service(s) concerné(s)", chance.choice(_SERVICES)),
        ),
        headings=_HEADINGS[layout],
        figures=figures,
        prose=(
            ("Méthodologie suivie", tuple(chance.sample(_SENTENCES, chance.randint(1, 3)))),
            ("Analyse du taux de réalisation", tuple(chance.sample(_SENTENCES, chance.randint(1, 5)))),
            ("Points d'alerte", tuple(chance.sample(_SENTENCES, chance.randint(1, 2)))),
            ("Ajustement de l'objectif et/ou de la méthode", (chance.choice(_SENTENCES),)),
        ),
        title=f"Fiche de suivi : {objective}",
    )
