"""Find schemes by words, whatever their accents, with slips of the keyboard, and by words that mean the same."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from droitcommun.orientation.schemes import Scheme

# Nobody asks for more, and each word is looked for in each scheme.
MOST_WORDS = 12

# What a word that is found in a field is worth: a name tells more than a sentence.
_NAME, _THEME, _TEXT = 8, 4, 2

# Letters from which one slip, and two, still leave a word that can be told.
_ONE_SLIP, _TWO_SLIPS = 4, 8
_BEGINS = 4  # letters from which the beginning of a word will do: « emplo »

_SMALL_WORDS = """
a ai au aux avec ce ces cette comment d dans de des du elle en est et il ils j je l la le les leur m ma mes mon n ne
notre nos nous on ou par pas pour qu que qui s sa se ses son sur t te toi tu un une vos votre vous y aide aides besoin
cherche chercher faire peut pouvoir veut veux vouloir
"""
_STOP = frozenset(_SMALL_WORDS.split())

# Words that mean the same to who asks: ours, as people say them. Each is written without accents.
_ALIKE = (
    "emploi travail boulot job metier embauche poste",
    "chomage chomeur chomeuse sans-emploi emploi",
    "patron entreprise societe boite commerce",
    "creer creation createur lancer entreprise",
    "logement appartement appart loyer expulsion hlm habitat insalubre",
    "drogue drogues toxicomanie addiction addictions alcool cannabis dependance",
    "violence violences frappee battue coups danger conjoint",
    "viol agression violences",
    "garde creche nounou halte-garderie bebe",
    "ecole scolaire scolarite devoirs eleve eleves college maternelle",
    "vacances sejour colonie colo loisirs",
    "argent allocation allocations caf rsa prestation prestations",
    "avocat droit droits juridique justice plainte tribunal",
    "separation divorce rupture mediation",
    "medecin docteur soin soins sante medical",
    "handicap handicape handicapee rqth",
    "jeune jeunes ado adolescent",
    "sport sportif sportive club",
    "theatre musique art culture artistique culturel",
    "subvention financement projet appel",
    "benevole benevolat volontaire volontariat civique",
    "diplome formation qualification etudes",
)
_SAME: dict[str, frozenset[str]] = {}
for _group in map(str.split, _ALIKE):
    for _word in _group:
        _SAME[_word] = _SAME.get(_word, frozenset()) | frozenset(_group)


@dataclass(frozen=True, slots=True)
class Searched:
    """A scheme with its words: of its name, of its theme, of its sentences."""

    scheme: Scheme
    name: frozenset[str]
    theme: frozenset[str]
    text: frozenset[str]


def folded(text: str) -> tuple[str, ...]:
    """Cut a text into words without accents nor capitals: « L’Élève » gives l, eleve."""
    plain = unicodedata.normalize("NFD", text.casefold().replace("œ", "oe").replace("æ", "ae"))
    return tuple(
        re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", "".join(filter(str.isascii, plain.replace("’", " "))))
    )


def searched(scheme: Scheme) -> Searched:
    """Gather the words of a scheme."""
    sentences = [scheme.purpose, scheme.how_to_ask, *(one.words for one in scheme.benefits)]
    sentences += [one.sentence for one in scheme.criteria]
    return Searched(
        scheme,
        _words(scheme.name, scheme.acronym, scheme.id),
        _words(scheme.theme),
        _words(*sentences),
    )


def found(index: Iterable[Searched], text: str) -> tuple[Scheme, ...]:
    """List the schemes that have the most words of a text, or words alike, best first; none where no word tells."""
    asked = [word for word in folded(text) if word not in _STOP][:MOST_WORDS]
    scored = [(_score(one, asked), one.scheme) for one in index]
    most = max((words for (words, _), _ in scored), default=0)
    kept = [(worth, scheme) for (words, worth), scheme in scored if words == most > 0]
    return tuple(scheme for _, scheme in sorted(kept, key=lambda pair: -pair[0]))


def _words(*texts: str) -> frozenset[str]:
    """Return the words of texts, those with a hyphen whole and in parts."""
    whole = {word for text in texts for word in folded(text)}
    return frozenset(whole | {part for word in whole for part in word.split("-")}) - _STOP


def _score(one: Searched, asked: Sequence[str]) -> tuple[int, float]:
    """Return how many of the words a scheme has, and what they are worth together."""
    worths = [
        max(
            worth * _likeness(word, field)
            for worth, field in ((_NAME, one.name), (_THEME, one.theme), (_TEXT, one.text))
        )
        for word in asked
    ]
    return sum(map(bool, worths)), sum(worths)


def _likeness(word: str, field: frozenset[str]) -> float:
    """Return 1 for a word that is there, less for its beginning, a word that means the same, or a slip; else 0."""
    if word in field:
        return 1.0
    if len(word) >= _BEGINS and any(other.startswith(word) for other in field):
        return 0.9
    if _SAME.get(word, frozenset()) & field or _singular(word) in {_singular(other) for other in field}:
        return 0.7
    slips = (len(word) >= _ONE_SLIP) + (len(word) >= _TWO_SLIPS)
    if slips and any(
        DamerauLevenshtein.distance(word, other, score_cutoff=slips) <= slips
        for other in field
        if abs(len(other) - len(word)) <= slips and other[0] == word[0]
    ):
        return 0.5
    return 0.0


def _singular(word: str) -> str:
    return word[:-1] if word[-1] in "sx" else word
