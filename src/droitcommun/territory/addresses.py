"""A line of text as an address: what it says, with its alternatives, and nothing that it does not say.

No register is looked at: « 23 F BD X » is the house 23 F, or the other side of the 23; both are kept.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from droitcommun.territory.localities import Locality, joined, locality_of, split_locality
from droitcommun.territory.vocabulary import (
    BESIDE_THE_STREET,
    CITIES_OF_DISTRICTS,
    LINKS,
    NAMED_PLACES,
    REPEATED,
)
from droitcommun.territory.words import SPELT, WAY_WORDS, StreetName, folded, street_name, without_year

# Longer, a cell is no address: its beginning is read.
LONGEST = 400

# A range « 48-54 » stands for the houses of that side of the street; wider, for its two ends.
WIDEST_RANGE = 40


@dataclass(frozen=True, slots=True, order=True)
class HouseNumber:
    """A number and the letter behind it, as the register writes it: 11 bis is 11, "b"; no letter is ""."""

    number: int
    repeat: str = ""


@dataclass(frozen=True, slots=True)
class StreetLine:
    """One way to read a line. `facing`: across from these numbers; several numbers are all meant."""

    street: StreetName
    numbers: tuple[HouseNumber, ...] = ()
    facing: bool = False


@dataclass(frozen=True, slots=True)
class Address:
    """Streets that a cell names, each with its readings in order of preference, and where they lie.

    `corner`: the place is where the streets meet. `unread`: no street was read, though more than a locality is written.
    """

    streets: tuple[tuple[StreetLine, ...], ...]
    locality: Locality
    corner: bool = False
    unread: bool = False


# Kinds of ways that also begin a name or are no way: alone they do not cut a line in two.
_WEAK = frozenset(
    [
        "R",
        "Q",
        "C",
        "AL",
        "RU",
        "QU",
        "RT",
        "PLA",
        "MAR",
        "MONT",
        "COTE",
        "CLO",
        "CLOS",
        "PARC",
        "RES",
        "RESID",
        "RESIDENCE",
        "RESIDENCES",
        "LOT",
        "LOTIS",
        "DOM",
        "DOMAINE",
        "PORT",
        "PONT",
        "PORTE",
        "PTE",
        "ESC",
        "COR",
        "PRO",
        "MAIL",
        "QUA",
        "QUART",
        "QUARTIER",
        "VIL",
        "ILOT",
        "TRA",
        "VEN",
        "JARDIN",
        "JARDINS",
        "JARD",
        "LD",
        "CIT",
        "CTE",
        "CR",
        "PASS",
        "ARC",
        "AUT",
        "ECH",
        "RUES",
        "ALLEES",
        "CHEMINS",
        "PLACES",
        "IMPASSES",
        "AVENUES",
        "BOULEVARDS",
        "CITES",
        "COTES",
        "VILLAS",
        "SENTIERS",
        "SENTES",
        "TERRASSES",
        "HAMEAUX",
        "PAS",
        "RUELLES",
        "VOIES",
        "GALERIES",
        "MARCHE",
        "VILLAGE",
        "VGE",
        "PLATEAU",
        "PLAINE",
        "PLN",
        "PLT",
        "GRILLE",
        "ESCALIERS",
    ]
)
_STRONG = "|".join(word for word in WAY_WORDS if word not in _WEAK)
_ANY_WAY = "|".join(WAY_WORDS)
# Some cities put two letters, or a letter and a figure, behind a number: glued to it, or in front of the kind of way.
_TWO = (
    rf"[A-Z][A-Z0-9]\b| (?!(?:LA|LE|AU|DE|DU|ST|ET|EN|NO|{_ANY_WAY})\b)"
    rf"[A-Z][A-Z0-9](?=[ ,]+(?:{_ANY_WAY}) )"
)
_NUMBER = (
    r"\d{1,5}(?: ?(?:(?:BIS|TER|QUATER|QUAT|QUA|QUINQUIES)(?: [A-CE-KM-Z]\b(?! ?\d))?|[A-Z](?! ?\d))\b|"
    rf"{_TWO})?(?![A-Z0-9])"
)
_BETWEEN = r"(?: ?(?:[,/&+-]|\bET\b|\bA\b|\bAU\b) ?| )(?:N |NO )?"
_NUMBERS = rf"{_NUMBER}(?:{_BETWEEN}{_NUMBER})*"
# Before or behind a number: near the house, on the public way.
_FACE = (
    r"(?:EN FACE|FACE|VIS[ -]A[ -]VIS|DEVANT|AU DROIT|A COTE|A (?:LA )?HAUTEUR|(?:A )?PROXIMITE|PRES|AU NIVEAU)"
    r"(?: (?:DU|AU|A|LE|DE))?"
)

_POSTAL = re.compile(r"\b(?:B ?P|C ?S|TSA|BOITE POSTALE) ?(?:N )?\d{1,6}\b|\bLIBRE REPONSE\b(?: \d+)?")
_FLOOR = re.compile(
    r"\b(?:\d{1,2}(?:ER|E|EME|ND|IEME)?|DERNIER|PREMIER) ?(?:ETAGE|ETG|ETA)\b(?: ?(?:DROITE|GAUCHE|FACE|DTE|GCHE))?"
    r"|\b(?:RDC|REZ DE CHAUSSEE|ENTRESOL)\b(?: ?(?:DROITE|GAUCHE|DTE|GCHE))?"
    r"|\b(?:\d ?EME|\d ?ER) (?:DROITE|GAUCHE|DTE|GCHE)\b"
)
_BESIDE = re.compile(
    rf"(?<!\bDE )(?<!\bLA )(?<!\bDU )(?<!\bL )(?<!\bDES )\b(?:(?:{'|'.join(BESIDE_THE_STREET)})\b ?"
    r"(?:N |NO |NUMERO )?(?:\d{1,4} ?[A-Z]?|[A-Z]\d{0,4}|[A-Z]{2}\d{1,3}|\d{1,4}[A-Z]\d{1,4})"
    # Glued: « BATB », « ESC2 »; « ET 4 » in front of a door or at the end is a floor.
    r"|(?:BAT|ESC|HALL|APT|APPT|APP|LOGT|LOG|ETG)(?:\d{1,4}[A-Z]?|(?<=BAT)[A-Z]|(?<=ESC)[A-Z])"
    r"|ET ?\d{1,2}(?=[ ,]*$|[ ,]+(?:PTE|PORTE|APP|APT|BAT|ESC)))"
    r"(?![A-Z0-9])(?: ?(?:DROITE|GAUCHE|DTE|GCHE))?"
)
# « PORTE D ASNIERES » is no door.
_DOOR = re.compile(
    r"(?<!\bDE )(?<!\bLA )\b(?:PORTE|PTE)(?: ?(?:N |NO )?\d{1,4} ?[A-Z]?| (?:N |NO )?"
    r"(?:[A-CE-KM-Z]\d{0,3}|[DL](?:\d{1,3}|(?=[ ,;\n]*$))))(?![A-Z0-9])"
)
# Each begins a word: what stands inside one is not even tried.
_ASIDE = re.compile(rf"\b(?:{'|'.join(one.pattern for one in (_POSTAL, _FLOOR, _BESIDE, _DOOR))})")
# Looked for first, since most cells hold none of these.
_MAY_BE_BESIDE = re.compile(
    r"\b(?:B[AOTLP]|B P|ESC|APP|APT|ET|HA|LO|CH|CS|C S|CO|DI|IN|EN|IM|PALIER|NI|PORTE|PTE|ST|TSA)[A-Z]*"
    r" ?(?:N |NO |NUMERO )?(?:\d|[A-Z]\d*\b|[A-Z]{2}\d)|\d[A-Z]* ?(?:ET|DR|GA|DTE|GCHE)"
    r"|\b(?:RDC|REZ|ENTRESOL|DERNIER|PREMIER|LIBRE|BOITE POSTALE)\b"
    rf"|^(?:{'|'.join(NAMED_PLACES)}) "
)
# What is written without a space or in brackets: « 8RUE », « MEAUX75019 », « 75019PARIS », « 97 (FACE) », « R N 7 ».
_UNTIDY = re.compile(
    r"\d(?:[A-Z]{2}|R )|(?<=[A-Z])\d{5}|[()]|(?<=\b[RCV] )[NDR] \d|(?<=[A-Z0-9] )C(?:HEZ|/ ?O) "
)
_TIDYING = (
    (re.compile(rf"\b(\d{{1,4}})(?=(?:{_STRONG}|R) )"), r"\1 "),
    (re.compile(r"(?<=[A-Z]{2})(?=\d{5}\b)|(?<=\b\d{5})(?=[A-Z]{3})"), " "),
    (re.compile(r"\( ?(FACE|EN FACE) ?\)"), r" \1 "),
    (re.compile(r"\b([RCV]) ([NDR]) (?=\d)"), r"\1\2 "),
    (re.compile(r"(?<=[A-Z0-9]) (?=C(?:HEZ|/ ?O) )"), ", "),
)
# A list sorted by name: « MEAUX (RUE DE) 97 ».
_TURNED = re.compile(rf"^((?:{_NUMBERS},? )?)([A-Z][A-Z -]*?)[ ,]*\( ?((?:{_ANY_WAY})(?: [A-Z ]+?)?) ?\)")
_NAMED_FIRST = re.compile(rf"(?:{'|'.join(NAMED_PLACES)}) ")
# A place or a person in front of a street that has its number: the street says where.
_NAMED_BEFORE = re.compile(rf"(?:{'|'.join(NAMED_PLACES)}) [A-Z -]+[ ,;\n]+(?={_NUMBERS},? (?:{_STRONG}|R) )")
_CARE = re.compile(r"\b(?:CHEZ|C/O|C/ O|AUX BONS SOINS DE)\b")
_CUT = re.compile(r"[,;\n()|]|(?<= )[-/](?= )")
_ONLY_NUMBERS = re.compile(rf"(?:{_FACE} )?(?:(?:AU|DU) )?(?:N |NO |NUMERO )?{_NUMBERS}(?: {_FACE})?")
_SEVERAL = re.compile(
    r" ?(?:(?:\bET\b|\b(?:A L )?ANGLE\b)(?: DE LA| DU| DE L| DES| DE)?|/|-|&|\+)"
    rf" ?(?=(?:{_NUMBERS} ?)?(?:{_STRONG}) )"
    rf"| (?:OU|X) (?=(?:{_NUMBERS} ?)?(?:{_STRONG}|R) )"
)
_ANGLE = re.compile(rf"\b(?:A L )?ANGLE\b|\bCROISEMENT\b|\bINTERSECTION\b|\bAU COIN\b| X (?=(?:{_STRONG}|R) )")
# « ANGLE DES RUES MANIN ET DE CRIMEE »: each of the two is a street.
_TWO_OF_A_KIND = re.compile(
    r"\b(RUE|AVENUE|BOULEVARD)S (?:DE LA |DE L |DU |DES |DE |D )?(.+?) (?:ET|&) (?:DE LA |DE L |DU |DES |DE |D )?"
)
_LEADING = re.compile(
    r"^(?:(?:A L )?ANGLE|CROISEMENT|INTERSECTION|AU COIN)(?: (?:DE LA|DE L|DES|DU|DE))? (?=.)"
)
_INSIDE = re.compile(
    rf"(?<!\bDE)(?<!\bDU)(?<!\bDES)(?<!\bLES)(?<!\bN)(?<!\bLA) (?={_NUMBERS} (?:{_STRONG}|R|PAS|PASS|VIL|PORT|PONT) )"
)
_PLACE_AND_NUMBER = re.compile(
    rf"(?P<place>(?:{'|'.join(NAMED_PLACES)}) .*[A-Z]{{2}}) (?P<numbers>(?:N |NO )?{_NUMBERS})"
)
_PLACE_FIRST = re.compile(
    rf"(?:{'|'.join(NAMED_PLACES)}) .*?(?<!\bDE)(?<!\bDU)(?<!\bLA)(?<!\bL) (?=(?:{_STRONG}) )"
)
_HEAD = re.compile(
    rf"(?:(?P<before>{_FACE}|F(?=\d))? ?(?:(?:(?:AU|DU) )?(?:N |NO |NUMERO )?)?"
    rf"(?P<numbers>{_NUMBERS})(?P<after> (?:{_FACE}))?[ ,-]*)(?P<rest>(?:{_ANY_WAY})\b.+)"
)
_BARE_NUMBER = (
    r"\d{1,5}(?: ?(?:BIS|TER|QUATER|QUINQUIES)\b|[A-Z]\b|(?: [A-CE-KM-Z](?= [A-Z]{2}))|)(?![A-Z0-9])"
)
_WAYLESS = re.compile(
    rf"(?P<before>{_FACE}|F(?=\d))? ?(?:N |NO )?"
    rf"(?P<numbers>{_BARE_NUMBER}(?:{_BETWEEN}{_BARE_NUMBER})*)(?P<after> (?:{_FACE}))?"
    r"[ ,-]+(?P<rest>[A-Z].*)"
)
_NUMBERED_WAY = re.compile(
    rf"(?:(?:{_FACE}|F(?=\d)) ?)?(?:(?:AU|DU) )?(?:N |NO |NUMERO )?{_NUMBERS}(?: {_FACE})?[ ,-]+(?:{_ANY_WAY})\b"
)
_PLAIN_WAYS = frozenset(WAY_WORDS)
_BETWEEN_WORDS = re.compile("[ -]")
# Words that begin what is beside a street, a locality or another street: without one of these, behind its way, a street
# of letters is one name. « BATA » is a building too.
_MORE_THAN_A_NAME = frozenset(
    word
    for text in (*BESIDE_THE_STREET, *NAMED_PLACES, *CITIES_OF_DISTRICTS, *WAY_WORDS)
    for word in text.split()
) | frozenset(
    "BAT BATA BATB BATC BATD BATE BATF BATG BATH ESCA ESCB ESCC ESCD ANGLE CROISEMENT INTERSECTION COIN X OU ET A AU"
    " CEDEX CDX ARR BP CS TSA B C S BOITE LIBRE CHEZ RDC REZ ENTRESOL DERNIER PREMIER ETAGE ETG ETA FACE VIS DEVANT"
    " DROIT COTE HAUTEUR PROXIMITE PRES NIVEAU DROITE GAUCHE DTE GCHE N NO NUMERO BIS TER QUATER PORTE PTE AUX FRANCE".split()
)
_PLAIN = re.compile(
    r"(?:N |NO )?(?P<numbers>\d{1,5}(?: ?(?:BIS|TER|QUATER|[A-Z]))?(?:(?: ?[-/] ?| ET | A )\d{1,5})?),? "
    r"(?P<street>[A-Z]{2,}(?:[ -][A-Z]+)+?|R(?:[ -][A-Z]+)+?)"
    r"(?P<tail>[ ,\n-]+(?:\d{5}[ ,-]*[A-Z][A-Z -]*(?: \d{1,2})?|"
    rf"(?:{'|'.join(CITIES_OF_DISTRICTS)})[ ,-]+(?:\d{{1,2}}[A-Z]*|[IVX]+E?)(?: ARR[A-Z]*)?))?"
)
_WAY_FIRST = re.compile(rf"(?:{_ANY_WAY})\b[ /-]*[A-Z0-9]")
_NUMBER_LAST = re.compile(
    rf"(?P<rest>.*[A-Z]{{2,}}?)[ ,-]+(?:N |NO |NUMERO )?(?P<numbers>(?!\d{{4}}){_NUMBERS})"
)
_EACH = re.compile(
    r"(\d{1,5})(?:(?: ?(BIS|TER|QUATER|QUAT|QUA|QUINQUIES|[A-Z](?! ?\d))|([A-Z][A-Z0-9])"
    r"| (?!ET\b|AU\b|NO\b)([A-Z][A-Z0-9]))(?![A-Z0-9]))?"
)
_FLOOR_LAST = re.compile(r"\d{1,2}(?:E|EME)")
_SHORTEST_BEFORE_FLOOR = 2
_SHORTEST_MENDED = 5
_TWO_SLIPS = 9
_LONG_WORDS = tuple(sorted(word for word in SPELT if len(word) > _SHORTEST_MENDED and word.isalpha()))
_LONG_WAYS = tuple(word for word in WAY_WORDS if len(word) >= _SHORTEST_MENDED and " " not in word)
_RANGE = re.compile(r" ?(?:-|/|\bA\b|\bAU\b) ?")
# A place rather than a street: it gives way to a street of the same cell.
_PLACES = frozenset(["RES", "DOM", "LOT", "LD", "QRT", "PARC", "ILOT", "VGE"])


def read_address(text: str, postcode: str = "", city: str = "") -> Address:
    """Read a cell, and the columns of the postcode and of the city where there are any. It never fails."""
    return read_folded(folded(text[:LONGEST]), locality_of(postcode, city))


def read_folded(flat: str, columns: Locality) -> Address:
    """Read a folded cell beside what its columns say of the locality."""
    plain = plain_parts(flat)
    if plain and (address := plain_address(*plain, columns)):
        return address
    return read_beside(without_besides(flat), columns)


def read_beside(flat: str, columns: Locality) -> Address:
    """Read what `without_besides` left of a cell that was not plain before."""
    plain = plain_parts(flat)
    if plain and (address := plain_address(*plain, columns)):
        return address
    return _any(flat, columns)


def without_besides(flat: str) -> str:
    """A folded cell without what stands beside a street: postal boxes, buildings, staircases, floors, doors."""
    if _UNTIDY.search(flat):
        for pattern, meant in _TIDYING:
            flat = pattern.sub(meant, flat)
        if "(" in flat:
            flat = _TURNED.sub(r"\1\3 \2", flat)
        flat = flat.replace("  ", " ").strip()
    first = _MAY_BE_BESIDE.search(flat)
    if not first:
        return flat
    if _NAMED_FIRST.match(flat):
        flat, start = _NAMED_BEFORE.sub("", flat), 0
    else:
        # What stands before is left as it is; the word in front tells « RUE DE LA PORTE » from a door.
        start = flat.rfind(" ", 0, max(first.start() - 1, 0)) + 1
    return (flat[:start] + _ASIDE.sub(",", flat[start:])).strip(" ,;/-\n")


def plain_parts(flat: str) -> tuple[str, str, str] | None:
    """House number, street, postcode and city ("" if none) of a folded cell that holds nothing else, as most do."""
    found = _PLAIN.fullmatch(flat)
    if not found:
        return None
    numbers, street, tail = found[1], found[2], found[3] or ""
    if numbers.endswith(" R") and street.split(" ", 1)[0] not in _PLAIN_WAYS:
        return numbers[:-2], f"R {street}", tail  # « 12 R X » is the 12 of a street, not the house 12 R
    return numbers, street, tail


def plain_address(numbers: str, street: str, tail: str, columns: Locality) -> Address | None:
    """What `plain_parts` found, read as all of a cell is read; None when there is more to it than meets the eye."""
    locality = plain_locality(tail, columns)
    if locality is None:
        return None
    names = plain_names(street, locality.cities)
    if not names:
        return None
    return Address((_numbered(house_numbers(numbers), names, facing=False),), locality)


@lru_cache(maxsize=1 << 14)
def plain_locality(tail: str, columns: Locality) -> Locality | None:
    """The locality of a plain cell and of its columns; None when its end is something else."""
    rest, written = split_locality(tail)
    return None if rest else joined(columns, written)


@lru_cache(maxsize=1 << 16)
def plain_names(street: str, cities: tuple[str, ...]) -> tuple[StreetName, ...]:
    """The readings of a street that is one part, begins with a way and holds no locality; else none."""
    first, *others = _BETWEEN_WORDS.split(street)
    if first not in _PLAIN_WAYS:
        return ()
    if not _MORE_THAN_A_NAME.isdisjoint(others) and not is_one_name(street):
        return ()
    return _names(street, cities)


def is_one_name(street: str) -> bool:
    """Whether nothing in a street of letters would be read as something else; most hold no word that could be."""
    numbered = f"1 {street}"
    followed = f"{numbered} 75000 PARIS"
    return not (
        _ANGLE.search(street)
        or split_locality(numbered)[0] != numbered
        or _parts(numbered) != [numbered]
        or without_besides(followed) != followed
        or split_locality(followed)[0] != numbered
    )


def _any(flat: str, columns: Locality) -> Address:
    rest, written = split_locality(flat)
    locality = joined(columns, written)
    if _ANGLE.search(rest):
        rest = _TWO_OF_A_KIND.sub(r"\1 \2 ET \1 ", rest)
    streets = _streets(_parts(rest), locality.cities)
    unread = not streets and any(letter.isalnum() for letter in rest)
    return Address(streets, locality, len(streets) > 1 and bool(_ANGLE.search(rest)), unread)


def _parts(flat: str) -> list[str]:
    """Cut a folded text where it goes from one thing to another; numbers stay with their street."""
    parts: list[str] = []
    numbers = ""
    for cut in _CUT.split(flat):
        piece = cut.strip(" -/&+,")
        if not piece:
            continue
        if _ONLY_NUMBERS.fullmatch(piece):
            numbers = f"{numbers}, {piece}" if numbers else piece
            continue
        if (
            not numbers
            and parts
            and (moved := _PLACE_AND_NUMBER.fullmatch(parts[-1]))
            and not piece[0].isdigit()
        ):
            parts[-1], numbers = moved["place"], moved["numbers"]  # « résidence X 12, rue Y »
        for part in _several(f"{numbers} {piece}" if numbers else piece):
            parts.extend(_without_place(part))
        numbers = ""
    if numbers and parts:  # « rue X, 12 »
        parts[-1] = f"{parts[-1]} {numbers}"
    return [part for part in parts if part]


def _several(piece: str) -> list[str]:
    """Streets that one piece joins, each apart; the numbers in front of the first stay with it."""
    head = _NUMBERED_WAY.match(piece)
    start = head.end() if head else 0
    first, *others = _SEVERAL.split(piece[start:])
    return [part for one in (piece[:start] + first, *others) if (part := one.strip(" -/&+,"))]


def _without_place(part: str) -> list[str]:
    """A part that names a place, a person or a hall before a street: both, apart."""
    part = _LEADING.sub("", part, count=1)
    if _NUMBERED_WAY.match(part):
        return [part]
    inside = _INSIDE.search(part)
    if inside:
        return [part[: inside.start()], part[inside.end() :]]
    first = _PLACE_FIRST.match(part)
    if first:
        return [part[: first.end()].strip(), part[first.end() :]]
    return [part]


def _streets(parts: list[str], cities: tuple[str, ...]) -> tuple[tuple[StreetLine, ...], ...]:
    """What the parts say: streets when there are any, else places with a name."""
    read = [(part, lines) for part in parts if not _CARE.match(part) and (lines := _lines(part, cities))]
    ways = [lines for _, lines in read if lines[0].street.way and lines[0].street.way not in _PLACES]
    if ways:
        return _once(ways)
    numbered = [lines for _, lines in read if lines[0].numbers]
    if numbered:
        return _once(numbered)
    return _once([lines for _, lines in read])


def _once(lines: list[tuple[StreetLine, ...]]) -> tuple[tuple[StreetLine, ...], ...]:
    return tuple(dict.fromkeys(lines))


def _lines(part: str, cities: tuple[str, ...]) -> tuple[StreetLine, ...]:
    """The readings of one part, best first; none when it holds no word."""
    found = _HEAD.fullmatch(part) or (None if _WAY_FIRST.match(part) else _WAYLESS.fullmatch(part))
    if found:
        facing = bool(found["before"] or found["after"])
        names = tuple(dict.fromkeys(_names(found["rest"], cities) + _with_way_mended(found["rest"])))
        return _numbered(house_numbers(found["numbers"]), names, facing=facing)
    if not re.search("[A-Z]", part):
        return ()
    readings = [StreetLine(name) for name in dict.fromkeys(_names(part, cities) + _with_way_mended(part))]
    last = _NUMBER_LAST.fullmatch(part)
    if last:
        numbers = house_numbers(last["numbers"])
        readings += [StreetLine(name, numbers) for name in _names(last["rest"], cities)]
    return tuple(readings)


def _with_way_mended(text: str) -> tuple[StreetName, ...]:
    """The street when its first word is a kind of way but for a slip: « BOULEAVRD MORTIER »."""
    first, _, rest = text.partition(" ")
    if not rest or len(first) < _SHORTEST_MENDED or first in WAY_WORDS:
        return ()
    slips = 2 if len(first) >= _TWO_SLIPS else 1
    off = {way: OSA.distance(first, way, score_cutoff=slips) for way in _LONG_WAYS}
    way = min(off, key=lambda one: (off[one], one))
    return (street_name(f"{way} {rest}"),) if off[way] <= slips else ()


@lru_cache(maxsize=1 << 16)
def _mended(word: str) -> str:
    """A long word that has a short form, whatever slip it is written with: « DOCTNUR »; other words as they are."""
    if len(word) < _SHORTEST_MENDED + 1 or word in SPELT or not word.isalpha():
        return word
    near = {one for shortened in _shortened(word) for one in _MENDED.get(shortened, ())}
    meant = [one for one in near if word != f"{one}S" and OSA.distance(word, one, score_cutoff=1) <= 1]
    return meant[0] if len(meant) == 1 else word


def _shortened(word: str) -> set[str]:
    """The word, and the word without each of its letters: two words a slip apart have one of these in common."""
    return {word, *(word[:place] + word[place + 1 :] for place in range(len(word)))}


_MENDED: dict[str, list[str]] = {}
for _word in _LONG_WORDS:
    for _short in sorted(_shortened(_word)):
        _MENDED.setdefault(_short, []).append(_word)


def _numbered(
    numbers: tuple[HouseNumber, ...], names: tuple[StreetName, ...], *, facing: bool
) -> tuple[StreetLine, ...]:
    readings = [StreetLine(name, numbers, facing) for name in names]
    if not facing and len(numbers) == 1 and numbers[0].repeat == "f":
        # « 23 F » is how « face au 23 » is shortened.
        across = (HouseNumber(numbers[0].number),)
        readings += [StreetLine(name, across, facing=True) for name in names]
    return tuple(readings)


@lru_cache(maxsize=1 << 16)
def _names(text: str, cities: tuple[str, ...]) -> tuple[StreetName, ...]:
    """A street, and what is left of it when it ends with the city that is named beside: « RUE X SARCELLES »."""
    names = [street_name(text)]
    tokens = text.split()
    if text.startswith("GAL "):  # a general, or a gallery
        names.append(street_name(f"GALERIE {text[4:]}"))
    mended = " ".join(map(_mended, tokens))
    if mended != text and "  " not in text:
        names.append(street_name(mended))
    if len(tokens) > _SHORTEST_BEFORE_FLOOR and _FLOOR_LAST.fullmatch(tokens[-1]):
        names.append(street_name(" ".join(tokens[:-1])))
    if dated := without_year(text):
        names.append(street_name(dated))
    for city in cities:
        size = len(city.split())
        ends = " ".join({"SAINT": "ST", "SAINTE": "STE"}.get(token, token) for token in tokens[-size:])
        if city and ends == city and len(tokens) > size + 1 and tokens[-size - 1] not in LINKS:
            names.append(street_name(" ".join(tokens[:-size])))
    return tuple(names)


@lru_cache(maxsize=1 << 16)
def house_numbers(text: str) -> tuple[HouseNumber, ...]:
    """Read « 11 B », « 48-50 », « 1, 3 ET 5 »: each number once, those of a range between its ends included."""
    numbers: list[HouseNumber] = []
    end = 0
    for found in _EACH.finditer(text):
        number = int(found[1])
        letters = found[2] or found[3] or found[4] or ""
        repeat = REPEATED.get(letters, letters.lower())
        before = numbers[-1] if numbers else None
        if before and _RANGE.fullmatch(text, end, found.start()):
            step = 2 if (number - before.number) % 2 == 0 else number - before.number
            if 0 < number - before.number <= WIDEST_RANGE:
                numbers.extend(HouseNumber(one) for one in range(before.number + step, number, step))
        numbers.append(HouseNumber(number, repeat))
        end = found.end()
    return tuple(dict.fromkeys(numbers))
