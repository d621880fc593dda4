"""A line of text as an address: what it says, with its alternatives, and nothing that it does not say.

No register is looked at: « 23 F BD X » is the house 23 F, or the other side of the 23; both are kept.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from droitcommun.territory.asides import without_besides
from droitcommun.territory.localities import Locality, joined, locality_of, split_locality
from droitcommun.territory.mending import mended_word, with_way_mended
from droitcommun.territory.numbers import (
    ANY_WAY,
    BETWEEN,
    FACE,
    NUMBERS,
    STRONG_WAY,
    HouseNumber,
    house_numbers,
)
from droitcommun.territory.vocabulary import (
    AROUND_THE_STREET,
    BESIDE_THE_STREET,
    CITIES_OF_DISTRICTS,
    LINKS,
    NAMED_PLACES,
)
from droitcommun.territory.words import WAY_WORDS, StreetName, folded, street_name, without_year

# Longer, a cell is no address: its beginning is read.
LONGEST = 400


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


_CARE = re.compile(r"\b(?:CHEZ|C/O|C/ O|AUX BONS SOINS DE)\b")
_CUT = re.compile(r"[,;\n()|]|(?<= )[-/](?= )")
_ONLY_NUMBERS = re.compile(rf"(?:{FACE} )?(?:(?:AU|DU) )?(?:N |NO |NUMERO )?{NUMBERS}(?: {FACE})?")
_SEVERAL = re.compile(
    r" ?(?:(?:\bET\b|\b(?:A L )?ANGLE\b)(?: DE LA| DU| DE L| DES| DE)?|/|-|&|\+)"
    rf" ?(?=(?:{NUMBERS} ?)?(?:{STRONG_WAY}) )"
    rf"| (?:OU|X) (?=(?:{NUMBERS} ?)?(?:{STRONG_WAY}|R) )"
)
_ANGLE = re.compile(
    rf"\b(?:A L )?ANGLE\b|\bCROISEMENT\b|\bINTERSECTION\b|\bAU COIN\b| X (?=(?:{STRONG_WAY}|R) )"
)
# « ANGLE DES RUES MANIN ET DE CRIMEE »: each of the two is a street.
_TWO_OF_A_KIND = re.compile(
    r"\b(RUE|AVENUE|BOULEVARD)S (?:DE LA |DE L |DU |DES |DE |D )?(.+?) (?:ET|&) (?:DE LA |DE L |DU |DES |DE |D )?"
)
_LEADING = re.compile(
    r"^(?:(?:A L )?ANGLE|CROISEMENT|INTERSECTION|AU COIN)(?: (?:DE LA|DE L|DES|DU|DE))? (?=.)"
)
_INSIDE = re.compile(
    rf"(?<!\bDE)(?<!\bDU)(?<!\bDES)(?<!\bLES)(?<!\bN)(?<!\bLA) (?={NUMBERS} (?:{STRONG_WAY}|R|PAS|PASS|VIL|PORT|PONT) )"
)
_PLACE_AND_NUMBER = re.compile(
    rf"(?P<place>(?:{'|'.join(NAMED_PLACES)}) .*[A-Z]{{2}}) (?P<numbers>(?:N |NO )?{NUMBERS})"
)
_PLACE_FIRST = re.compile(
    rf"(?:{'|'.join(NAMED_PLACES)}) .*?(?<!\bDE)(?<!\bDU)(?<!\bLA)(?<!\bL) (?=(?:{STRONG_WAY}) )"
)
_HEAD = re.compile(
    rf"(?:(?P<before>{FACE}|F(?=\d))? ?(?:(?:(?:AU|DU) )?(?:N |NO |NUMERO )?)?"
    rf"(?P<numbers>{NUMBERS})(?P<after> (?:{FACE}))?[ ,-]*)(?P<rest>(?:{ANY_WAY})\b.+)"
)
_BARE_NUMBER = (
    r"\d{1,5}(?: ?(?:BIS|TER|QUATER|QUINQUIES)\b|[A-Z]\b|(?: [A-CE-KM-Z](?= [A-Z]{2}))|)(?![A-Z0-9])"
)
_WAYLESS = re.compile(
    rf"(?P<before>{FACE}|F(?=\d))? ?(?:N |NO )?"
    rf"(?P<numbers>{_BARE_NUMBER}(?:{BETWEEN}{_BARE_NUMBER})*)(?P<after> (?:{FACE}))?"
    r"[ ,-]+(?P<rest>[A-Z].*)"
)
_NUMBERED_WAY = re.compile(
    rf"(?:(?:{FACE}|F(?=\d)) ?)?(?:(?:AU|DU) )?(?:N |NO |NUMERO )?{NUMBERS}(?: {FACE})?[ ,-]+(?:{ANY_WAY})\b"
)
_PLAIN_WAYS = frozenset(WAY_WORDS)
_BETWEEN_WORDS = re.compile("[ -]")
# Words that begin what is beside a street, a locality or another street: without one of these, behind its way, a street
# of letters is one name. « BATA » is a building too.
_MORE_THAN_A_NAME = frozenset(
    word
    for text in (*BESIDE_THE_STREET, *NAMED_PLACES, *CITIES_OF_DISTRICTS, *WAY_WORDS, *AROUND_THE_STREET)
    for word in text.split()
)
_PLAIN = re.compile(
    r"(?:N |NO )?(?P<numbers>\d{1,5}(?: ?(?:BIS|TER|QUATER|[A-Z]))?(?:(?: ?[-/] ?| ET | A )\d{1,5})?),? "
    r"(?P<street>[A-Z]{2,}(?:[ -][A-Z]+)+?|R(?:[ -][A-Z]+)+?)"
    r"(?P<tail>[ ,\n-]+(?:\d{5}[ ,-]*[A-Z][A-Z -]*(?: \d{1,2})?|"
    rf"(?:{'|'.join(CITIES_OF_DISTRICTS)})[ ,-]+(?:\d{{1,2}}[A-Z]*|[IVX]+E?)(?: ARR[A-Z]*)?))?"
)
_WAY_FIRST = re.compile(rf"(?:{ANY_WAY})\b[ /-]*[A-Z0-9]")
_NUMBER_LAST = re.compile(
    rf"(?P<rest>.*[A-Z]{{2,}}?)[ ,-]+(?:N |NO |NUMERO )?(?P<numbers>(?!\d{{4}}){NUMBERS})"
)
_FLOOR_LAST = re.compile(r"\d{1,2}(?:E|EME)")
_SHORTEST_BEFORE_FLOOR = 2
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
        names = tuple(dict.fromkeys(_names(found["rest"], cities) + with_way_mended(found["rest"])))
        return _numbered(house_numbers(found["numbers"]), names, facing=facing)
    if not re.search("[A-Z]", part):
        return ()
    readings = [StreetLine(name) for name in dict.fromkeys(_names(part, cities) + with_way_mended(part))]
    last = _NUMBER_LAST.fullmatch(part)
    if last:
        numbers = house_numbers(last["numbers"])
        readings += [StreetLine(name, numbers) for name in _names(last["rest"], cities)]
    return tuple(readings)


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
    mended = " ".join([*map(mended_word, tokens[:-1]), *tokens[-1:]])  # a title stands before a name
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
