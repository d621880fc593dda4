"""The secrecy that a source asks for, by name, and the refusal of one under which somebody could be found.

A rule is what the producer says and what we do of it: never laxer, and often a little stricter, because the producers'
thresholds suppose a reader who does not know how the rounding was made.
"""

from dataclasses import dataclass
from enum import StrEnum

from droitcommun.core.problems import UserError
from droitcommun.territory.secrecy import FEWEST_CANDIDATES, Secrecy, at_least


class SecrecyRefusedError(UserError):
    """What was asked would let somebody be found; the message says how, and what to ask instead."""

    exit_code = 16


@dataclass(frozen=True, slots=True)
class Dominance:
    """An amount of fewer than `units`, or of which one makes more than `percent`, tells of that one: it is hidden."""

    units: int
    percent: int


class RuleName(StrEnum):
    """What `--secrecy` and a manifest call a rule."""

    GENERAL = "general"
    CAF = "caf"
    FIRMS = "firms"


@dataclass(frozen=True, slots=True)
class SourceRule:
    """`asked` is the producer's threshold (hidden from 1 to it) and step, `secrecy` what is applied of it.

    Without `dominance` there are no amounts under this rule. `title` and `source` are French, for a page.
    """

    name: RuleName
    title: str
    asked: tuple[int, int]
    dominance: Dominance | None
    source: str

    @property
    def secrecy(self) -> Secrecy:
        """The least strict safe secrecy that hides and rounds all that the producer asks to."""
        return at_least(*self.asked)


RULES: tuple[SourceRule, ...] = (
    SourceRule(
        RuleName.GENERAL,
        "règle générale : rien en dessous de 11",
        (10, 1),
        None,
        "seuil de 11 des données fiscales et sociales sur les ménages ; retenu quand le producteur ne dit rien",
    ),
    SourceRule(
        RuleName.CAF,
        "CAF : rien en dessous de 5, le reste arrondi à 5",
        (4, 5),
        None,
        "usage de la CNAF pour ses données par quartier ; appliqué en masquant jusqu’à 7, première classe entière",
    ),
    SourceRule(
        RuleName.FIRMS,
        "entreprises : au moins 3 unités, aucune au-delà de 85 %",
        (2, 1),
        Dominance(units=3, percent=85),
        "Insee, règles de fréquence et de dominance de la statistique d’entreprises",
    ),
)


def rule_named(name: RuleName) -> SourceRule:
    """Return the rule of this name."""
    return next(rule for rule in RULES if rule.name is name)


def asked_for(threshold: int, step: int = 1) -> Secrecy:
    """Return the secrecy that a person asks for: hidden from 1 to `threshold`, the others rounded to `step`.

    SecrecyRefusedError: somebody could be found under it.
    """
    try:
        return Secrecy(threshold, step)
    except ValueError:
        raise SecrecyRefusedError(_refusal(threshold, step)) from None


def in_words(secrecy: Secrecy) -> str:
    """Say a secrecy: « masquer de 1 à 7, puis arrondir à 5 »."""
    return _asked_in_words(secrecy.threshold, secrecy.step)


def _asked_in_words(threshold: int, step: int) -> str:
    hides = "ne rien masquer" if threshold < 1 else f"masquer de 1 à {threshold}"
    return hides if step == 1 else f"{hides}, puis arrondir à {step}"


def _refusal(threshold: int, step: int) -> str:
    if step < 1:
        return f"Un pas d’arrondi est un entier : 1 pour ne pas arrondir, sinon au moins {FEWEST_CANDIDATES}."
    return (
        f"Secret trop faible : {_asked_in_words(threshold, step)}. Pour qui connaît la règle, "
        f"{_leak(threshold, step)} ; il faut au moins {FEWEST_CANDIDATES} valeurs possibles derrière chaque effectif "
        f"masqué ou arrondi. Demandez : {in_words(at_least(threshold, step))}."
    )


def _leak(threshold: int, step: int) -> str:
    """Say what a reader who knows the rule would learn."""
    if 1 < step < FEWEST_CANDIDATES:
        return f"un effectif arrondi à {step} n’a que {step} valeurs possibles"
    if threshold < 1:
        return "chaque petit effectif se lit tel quel"
    if step > 1:
        # The class of the first count that is shown is cut by the threshold.
        first = threshold + 1
        shown = (2 * first + step) // (2 * step) * step
        last = shown - step // 2 + step - 1
        return f"« {shown} » ne peut venir que des effectifs de {first} à {last}, « masqué » de ceux de 1 à {threshold}"
    return "un effectif masqué " + (
        "vaut 1" if threshold == 1 else f"n’a que {threshold} valeurs possibles, de 1 à {threshold}"
    )
