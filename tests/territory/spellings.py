"""Addresses of a register, written as people and offices write them; the house that is meant is known.

Seeded: the same seed gives the same rows. Shares are ours, chosen so that each form of the list is met often; they are
no claim about any file. Names of residences and of persons are invented.
"""

import random
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from droitcommun.territory.vocabulary import LINKS, TITLES, WAYS, WORDS


@dataclass(frozen=True, slots=True)
class Truth:
    """A house of the register, as its columns say."""

    identifier: str
    number: int
    repeat: str
    street: str
    postcode: str
    city: str
    district: int


@dataclass(frozen=True, slots=True)
class Written:
    """What stands in the file, and which house of the list is meant; `forms` says how it was changed."""

    text: str
    postcode: str
    city: str
    house: int
    forms: tuple[str, ...]


_ABBREVIATIONS = {
    "AVENUE": ("AV", "AVE"),
    "BOULEVARD": ("BD", "BLD", "BVD"),
    "PLACE": ("PL",),
    "SQUARE": ("SQ",),
    "IMPASSE": ("IMP",),
    "PASSAGE": ("PAS", "PASS"),
    "ALLEE": ("ALL",),
    "RUE": ("R",),
    "VILLA": ("VLA",),
    "ROUTE": ("RTE",),
    "CHEMIN": ("CHE",),
    "FAUBOURG": ("FBG", "FG"),
    "SAINT": ("ST",),
    "SAINTE": ("STE",),
    "GENERAL": ("GAL", "GEN"),
    "MARECHAL": ("MAL",),
    "DOCTEUR": ("DR",),
    "PROFESSEUR": ("PR", "PROF"),
    "COLONEL": ("COL",),
    "COMMANDANT": ("CDT",),
    "CAPITAINE": ("CAP",),
    "PRESIDENT": ("PDT",),
    "AMIRAL": ("AML",),
    "LIEUTENANT": ("LT",),
    "PORTE": ("PTE",),
    "PETIT": ("PT",),
    "GRAND": ("GD",),
    "NOTRE": ("N",),
}
_ROMANS = [
    "I",
    "II",
    "III",
    "IV",
    "V",
    "VI",
    "VII",
    "VIII",
    "IX",
    "X",
    "XI",
    "XII",
    "XIII",
    "XIV",
    "XV",
    "XVI",
    "XVII",
    "XVIII",
    "XIX",
    "XX",
]
_RESIDENCES = ("Les Lilas", "du Parc", "Beau Site", "Le Clos Vert", "Bellevue", "des Tilleuls")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_WAYS = {spelling for short, others in WAYS.items() for spelling in (short, *others)}
_TAKEN_FOR = {"RUE", "R", "AVENUE", "AV", "BOULEVARD", "BD"}
_SHORT = {word for table in (TITLES, WORDS) for short, others in table.items() for word in (short, *others)}


def without_accents(text: str) -> str:
    """The same letters without their accents."""
    return "".join(one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one))


def spellings(houses: Sequence[Truth], seed: int) -> Iterator[Written]:
    """Houses drawn without end, each written in one of many ways."""
    chance = random.Random(seed)  # noqa: S311 - it is meant to be foreseen
    while True:
        house = chance.randrange(len(houses))
        yield _written(houses, house, chance)


def _written(houses: Sequence[Truth], house: int, chance: random.Random) -> Written:
    truth = houses[house]
    forms: list[str] = []
    street = _street(truth.street, chance, forms)
    line = _numbered(truth, street, chance, forms)
    line = _beside(line, chance, forms)
    text, postcode, city = _locality(line, truth, chance, forms)
    return Written(text, postcode, city, house, tuple(forms))


def _street(name: str, chance: random.Random, forms: list[str]) -> str:
    style = chance.random()
    if style < 0.25:
        street = name
    elif style < 0.40:
        street = without_accents(name).lower() if chance.random() < 0.5 else without_accents(name)
    else:
        street = without_accents(name).upper().replace("'", " ")
        if chance.random() < 0.7:
            street = street.replace("-", " ")
    if chance.random() < 0.5:
        street = _abbreviated(street, chance, forms)
    roll = chance.random()
    words = street.split(" ")
    if roll < 0.06:
        street = _with_a_slip(street, chance, forms)
    elif roll < 0.08 and len(words) > 2:
        street = " ".join(word for word in words if without_accents(word).upper() not in LINKS)
        forms.append("links")
    elif roll < 0.10 and len(words) > 1 and without_accents(words[0]).upper() in _WAYS and len(words[-1]) > 3:
        street = " ".join(words[1:])
        forms.append("no-way")
    elif roll < 0.115 and len(words) > 1 and without_accents(words[0]).upper() in _TAKEN_FOR:
        street = " ".join([chance.choice(["rue", "avenue", "bd"]), *words[1:]])
        forms.append("other-way")
    elif (
        roll < 0.13
        and len(words) == 3
        and len(words[1]) > 3
        and without_accents(words[1]).upper() not in _SHORT
    ):
        street = " ".join([words[0], words[1][0] + chance.choice(["", "."]), words[2]])
        forms.append("initial")
    return street.replace("'", chance.choice(["'", "’", "'", " ", "´"]))


def _abbreviated(street: str, chance: random.Random, forms: list[str]) -> str:
    words = []
    for word in street.split(" "):
        short = _ABBREVIATIONS.get(without_accents(word).upper())
        if short and word.upper() != "NOTRE":
            chosen = chance.choice(short)
            forms.append("abbreviated")
            words.append(chosen if word.isupper() else chosen.capitalize() + chance.choice(["", "."]))
        else:
            words.append(word)
    return " ".join(words)


def _with_a_slip(street: str, chance: random.Random, forms: list[str]) -> str:
    """One letter of the longest word dropped, doubled, changed, or two exchanged."""
    words = street.split(" ")
    place = max(range(len(words)), key=lambda one: (len(words[one]), one))
    word = words[place]
    if len(word) < 5 or not word.isalpha():
        return street
    at = chance.randrange(1, len(word) - 1)
    letter = chance.choice(_LETTERS)
    words[place] = chance.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + (letter.upper() if word.isupper() else letter) + word[at + 1 :],
            word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
        ]
    )
    forms.append("slip")
    return " ".join(words)


def _numbered(truth: Truth, street: str, chance: random.Random, forms: list[str]) -> str:
    repeat = truth.repeat
    if repeat in ("b", "t", "q") and chance.random() < 0.6:
        repeat = {"b": "bis", "t": "ter", "q": "quater"}[repeat]
    if street.isupper():
        repeat = repeat.upper()
    number = str(truth.number) + (chance.choice(["", " "]) if repeat else "") + repeat
    roll = chance.random()
    if roll < 0.03 and not repeat:
        forms.append("range")
        return f"{number}{chance.choice(['-', '/', ' - ', ' à ', ' et '])}{truth.number + 2} {street}"
    if roll < 0.04:
        forms.append("facing")
        return f"{chance.choice(['face au', 'FACE', 'En face du'])} {number} {street}"
    if roll < 0.05 and not repeat:
        forms.append("after")
        return f"{street}, {number}"
    if roll < 0.09:
        return f"{chance.choice(['n° ', 'N°', 'No '])}{number} {street}"
    return f"{number}{chance.choice(['', '', '', ','])} {street}"


def _beside(line: str, chance: random.Random, forms: list[str]) -> str:
    roll = chance.random()
    upper = line.isupper()
    door, stairs, floor = chance.randrange(1, 400), chance.randrange(1, 9), chance.randrange(1, 12)
    building = chance.choice("ABCDEFGH")
    residence = chance.choice(_RESIDENCES)
    if roll < 0.70:
        return line
    forms.append("beside")
    if roll < 0.76:
        extra = f"appt {door}"
        line = f"{line}{chance.choice([' ', ', '])}{extra.upper() if upper else extra}"
    elif roll < 0.81:
        extra = f"bât {building} esc {stairs}"
        line = f"{line}{chance.choice([' ', ', '])}{without_accents(extra).upper() if upper else extra}"
    elif roll < 0.85:
        line = f"{chance.choice(['BAT ', 'Bât. ', 'Bâtiment '])}{building}, {line}"
    elif roll < 0.90:
        line = f"{chance.choice(['Résidence', 'RES', 'Rés.'])} {residence}{chance.choice([', ', ' ', chr(10)])}{line}"
    elif roll < 0.94:
        line = f"{line}, {floor}{chance.choice(['e', 'ème', 'EME'])} étage porte {door}"
    elif roll < 0.96:
        line = f"{line} BP {door}"
    elif roll < 0.98:
        line = f"{line}{chr(10)}{chance.choice(['CS', 'TSA'])} {door + 10000}"
    else:
        line = f"Chez Mme Untel, {line}"
    return line


def _locality(line: str, truth: Truth, chance: random.Random, forms: list[str]) -> tuple[str, str, str]:
    postcode, district = truth.postcode, truth.district
    roll = chance.random()
    if roll < 0.02 and district:
        forms.append("wrong-postcode")
        postcode = f"{truth.postcode[:3]}{(district + chance.choice([-1, 1]) - 1) % 20 + 1:02d}"
        district = 0
    elif postcode == "75016" and roll < 0.3:
        postcode = "75116"
    form = chance.random()
    city = chance.choice([truth.city, truth.city.upper()])
    if form < 0.45:
        return line, postcode, city
    if form < 0.75:
        return f"{line}{chance.choice([' ', ', ', chr(10), ' - '])}{postcode} {city}", "", ""
    if form < 0.80 and district:
        forms.append("district")
        return f"{line}{chance.choice([' ', ', '])}{city} {district}{'er' if district == 1 else 'e'}", "", ""
    if form < 0.83 and district:
        forms.append("district")
        return f"{line}, {city} {_ROMANS[district - 1]}{chance.choice(['', 'e'])}", "", ""
    if form < 0.85 and district:
        forms.append("cedex")
        return f"{line} 75{chance.randrange(600, 999)} {city.upper()} CEDEX {district:02d}", "", ""
    if form < 0.90 and district:
        forms.append("district")
        return line, "", f"{city} {district}{'er' if district == 1 else 'e'} arrondissement"
    return line, postcode, ""
