"""The words of the cells of a figure, in French: what it is called, what helps to fill it in, what it admits."""

from droitcommun.core.figures import Unit
from droitcommun.core.observations import Role
from droitcommun.core.sheets import Measure
from droitcommun.intake.workbook.asked import Asked
from droitcommun.intake.workbook.book import Check, Limit, Row, Style
from droitcommun.intake.workbook.vocabulary import NO, OTHER, REASONS, SCALE_WORDS, YES, Field, Kind

# The largest count that a cell admits; a larger one is a slip of the keyboard.
LARGEST_COUNT = 999_999_999
LONGEST_PACE = 120  # months: ten years

_VALUE = {
    Kind.SHARE: "part en %",
    Kind.GAP: "écart en points",
    Kind.COUNT: "nombre",
    Kind.EUROS: "montant en euros",
    Kind.PLACES: "lieux",
    Kind.PACE: "tous les combien de mois ?",
    Kind.TIMES: "combien de fois ?",
    Kind.STEPS: "étapes franchies",
    Kind.STATE: "avancement",
}
_VALUE_HELP = {
    Kind.SHARE: "Écrire 18,1 pour 18,1 %. Sous 1 %, donner aussi le numérateur et le dénominateur.",
    Kind.GAP: "La différence entre deux parts : 9,4.",
    Kind.COUNT: "Un nombre entier ; « environ 300 » si c’est une estimation.",
    Kind.EUROS: "Le montant en euros, pas en milliers.",
    Kind.PLACES: "Les noms, séparés par des points-virgules.",
    Kind.PACE: "2 veut dire : tous les 2 mois.",
    Kind.TIMES: "Un nombre entier.",
    Kind.STEPS: "Les étapes, séparées par des points-virgules.",
    Kind.STATE: "Choisir dans la liste.",
}
_UNITS = {Kind.SHARE: Unit.PERCENT, Kind.GAP: Unit.POINTS, Kind.COUNT: Unit.COUNT, Kind.EUROS: Unit.EUROS}


def heading(path: str, before: str, fill: str) -> Row:
    """The heads of the columns of a block."""
    return Row(path=f"{path}/columns", style=Style.COLUMNS, before=before, fill=fill, help="Aide")


def label_of(asked: Asked, each: Field, measure: Measure) -> str:
    """What a cell is called."""
    subject = "Départ" if asked.slot.role is Role.BASELINE else "Résultat"
    told = f" ({asked.slot.label})" if asked.slot.label else ""
    match each:
        case Field.VALUE:
            return f"{subject}{told} : {_VALUE[asked.kind]}"
        case Field.NUMERATOR:
            return f"{subject}{told} : numérateur{_of(measure.part)}"
        case Field.DENOMINATOR:
            return f"{subject}{told} : dénominateur{_of(measure.whole)}"
        case Field.WORDS:
            return "Ce qui le montre"
        case Field.PERIOD:
            return f"{subject}{told} : période ou date"
        case Field.PROVISIONAL:
            return "Chiffre provisoire ?"
        case Field.REASON:
            return "Pas de chiffre : pourquoi ?"
        case Field.BECAUSE:
            return "Précision sur cette absence"


def help_of(asked: Asked, each: Field, year: int) -> str:  # noqa: C901, PLR0911 - one line a cell
    """A word of help beside a cell."""
    match each:
        case Field.VALUE if asked.slot.role is Role.BASELINE:
            return f"Facultatif : la situation avant le contrat. {_VALUE_HELP[asked.kind]}"
        case Field.VALUE:
            return _VALUE_HELP[asked.kind]
        case Field.NUMERATOR:
            return "Combien, parmi le tout. Nombre entier."
        case Field.DENOMINATOR:
            return "Le tout. Nombre entier."
        case Field.WORDS:
            return "Un fait daté, en une phrase."
        case Field.PERIOD if asked.slot.role is Role.BASELINE:
            return "« 2014 », « 31 décembre 2014 »."
        case Field.PERIOD:
            return f"À changer si le chiffre ne porte pas sur toute la période : « avril {year} »."
        case Field.PROVISIONAL:
            return "Oui si le chiffre peut encore changer."
        case Field.REASON:
            return "Seulement si le résultat est vide. Choisir dans la liste."
        case Field.BECAUSE:
            return "Qui doit le donner, pour quand."


def check_of(asked: Asked, each: Field) -> Check:
    """What a cell admits."""
    match each:
        case Field.VALUE:
            return _value_check(asked.kind)
        case Field.NUMERATOR:
            return Check(limit=Limit.WHOLE, expected="Un nombre entier, sans unité.", high=LARGEST_COUNT)
        case Field.DENOMINATOR:
            return Check(
                limit=Limit.WHOLE, expected="Un nombre entier, 1 ou plus.", low=1, high=LARGEST_COUNT
            )
        case Field.PERIOD:
            expected = (
                "Une année, un mois, un jour, une année scolaire : « 2016 », « avril 2016 », « 01/07/2016 »."
            )
            return Check(limit=Limit.TEXT, expected=expected, high=100)
        case Field.PROVISIONAL:
            return Check(limit=Limit.LIST, expected="Oui ou non.", choices=(YES, NO))
        case Field.REASON:
            return Check(
                limit=Limit.LIST,
                expected=f"Une raison de la liste ; sinon « {OTHER} ».",
                choices=tuple(REASONS),
            )
        case Field.WORDS | Field.BECAUSE:
            return Check(limit=Limit.TEXT, expected="Une phrase, au plus 1000 caractères.", high=1000)


def _value_check(kind: Kind) -> Check:
    match kind:
        case Kind.SHARE:
            return Check(limit=Limit.DECIMAL, expected="Un nombre de 0 à 100 : 18,1 pour 18,1 %.", high=100)
        case Kind.GAP:
            expected = "Un nombre de points, de −100 à 100 : 9,4."
            return Check(limit=Limit.DECIMAL, expected=expected, low=-100, high=100)
        case Kind.EUROS:
            return Check(limit=Limit.DECIMAL, expected="Un montant en euros.", high=LARGEST_COUNT * 1000)
        case Kind.COUNT:
            expected = "Un nombre entier ; ou « environ 300 »."
            return Check(limit=Limit.WARNED, expected=expected, high=LARGEST_COUNT)
        case Kind.PACE:
            expected = f"Un nombre de mois, de 1 à {LONGEST_PACE}."
            return Check(limit=Limit.WHOLE, expected=expected, low=1, high=LONGEST_PACE)
        case Kind.TIMES:
            return Check(limit=Limit.WHOLE, expected="Un nombre entier.", high=LARGEST_COUNT)
        case Kind.STATE:
            return Check(limit=Limit.LIST, expected="Un mot de la liste.", choices=tuple(SCALE_WORDS))
        case Kind.PLACES | Kind.STEPS:
            return Check(limit=Limit.TEXT, expected="Des noms séparés par des points-virgules.", high=1000)


def unit_of(asked: Asked, each: Field) -> Unit | None:
    """The unit that is shown after the number of a cell."""
    match each:
        case Field.VALUE:
            return _UNITS.get(asked.kind)
        case Field.NUMERATOR | Field.DENOMINATOR:
            return Unit.COUNT
        case _:
            return None


def _of(words: str) -> str:
    return f" ({words})" if words else ""
