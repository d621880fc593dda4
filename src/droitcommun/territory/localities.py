"""Postcodes, cities and their districts, as people write them: « F-75116 PARIS », « Paris XVIe », CEDEX 12."""

import re
from dataclasses import dataclass
from functools import lru_cache

from droitcommun.territory.vocabulary import CITIES_OF_DISTRICTS, LINKS
from droitcommun.territory.words import WAY_WORDS, folded

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
_ORDINAL = re.compile(r"(\d{1,2})(?:ER|E|EME|ND|NDE|IEME)?|([IVX]+)(?:ER|E|EME)?")
_APART = re.compile(r"\b(\d{1,2}) (ER|E|EME|IEME|ND|NDE)\b")
_MOST_DISTRICTS = 20
_CITY_WORDS = {"SAINT": "ST", "SAINTE": "STE", "S": "SUR", "SS": "SOUS"}
# They are no part of the name of a city.
_AROUND = frozenset(["ARRONDISSEMENT", "ARRONDISSEMENTS", "ARRDT", "ARRT", "ARR", "FRANCE", "VILLE"])
_EDGES = " ,;-/\n"
_DIGITS = 5
_SHORT_DIGITS = 4

_CEDEX = re.compile(r"\bC(?:EDEX|DX)\b(?: ?(\d{1,2})\b)?")
_POSTCODE = re.compile(r"(?<![A-Z0-9])(?:F[ -]{0,2})?(\d{5}|\d{2} \d{3}(?=[ ,-]*[A-Z]))(?![A-Z0-9])")
_AFTER = re.compile(r"[ ,-]*((?:[A-Z]+[ '-]*)+(?:\d{1,2}(?:ER|E|EME|ND)?\b(?! [A-Z]{3})[A-Z ]*)?)?")
# « 12 RUE MONGE, 5EME ARR. »: of the city that another column, or the end of the line, names.
_DISTRICT_LAST = re.compile(
    r"[ ,;\n-]+(?:DANS LE |LE )?(\d{1,2}|[IVX]+) ?(?:ER|E|EME|IEME|ND|NDE)? ?ARR(?:ONDISSEMENT|ONDT|DT|T)?[ ,;]*$"
)
_NEXT_WORD = re.compile(r"[ ,-]*([A-Z]+)")
_CITY_LAST = re.compile(
    rf"(?:^[ ,;\n-]*|(?P<before>\w+)[ ,;\n-]+)(?P<city>(?:{'|'.join(CITIES_OF_DISTRICTS)})"
    r"(?:[ ,-]+(?:LE |LES )?(?:\d{1,2} ?(?:ER|E|EME|ND|IEME)?|[IVX]+(?:E|EME|ER)?))?(?: ARR[A-Z]*)?)"
    r"(?: FRANCE)?[ ,;.]*$"
)


@dataclass(frozen=True, slots=True)
class Locality:
    """Where a line lies, as it is written; nothing is looked up.

    `postcodes` and `cities` may hold several that contradict each other, or none; `districts` are those of a city.
    """

    postcodes: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    districts: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.postcodes or self.cities)


@lru_cache(maxsize=1 << 14)
def city_name(text: str) -> tuple[str, int]:
    """The name of a city as one key, and its district (0: none): « Paris 16e Arrondissement » is `PARIS`, 16."""
    flat = folded(text)
    district = 0
    cedex = _CEDEX.search(flat)
    if cedex:
        flat = flat[: cedex.start()] + flat[cedex.end() :]
    tokens = re.findall("[A-Z0-9]+", _APART.sub(r"\1\2", flat))
    kept: list[str] = []
    for place, token in enumerate(tokens):
        if kept and kept[0] in CITIES_OF_DISTRICTS and not district and (found := _ordinal(token)):
            district = found
        elif token in _AROUND or (token in LINKS and len(tokens) > 1) or token.isdigit():
            continue
        else:
            kept.append(
                _CITY_WORDS.get(token, token)
                if place
                else {"S": "ST"}.get(token, _CITY_WORDS.get(token, token))
            )
    if cedex and cedex[1] and kept and kept[0] in CITIES_OF_DISTRICTS and not district:
        district = _ordinal(cedex[1])
    return " ".join(kept), district


def _ordinal(token: str) -> int:
    found = _ORDINAL.fullmatch(token)
    if not found:
        return 0
    number = int(found[1]) if found[1] else (_ROMANS.index(found[2]) + 1 if found[2] in _ROMANS else 0)
    return number if number <= _MOST_DISTRICTS else 0


@lru_cache(maxsize=1 << 14)
def locality_of(postcode: str, city: str) -> Locality:
    """Read the columns of the postcode and of the city; either may hold both, or nothing."""
    _, one = split_locality(folded(postcode))
    if not one.postcodes:
        digits = "".join(re.findall(r"\d", postcode.split(".", maxsplit=1)[0]))
        if len(digits) in (_SHORT_DIGITS, _DIGITS):  # a spreadsheet drops the zero in front
            one = joined(one, Locality((digits.zfill(_DIGITS),)))
    before, other = split_locality(folded(city))
    name, district = city_name(before)
    if name:
        other = joined(other, Locality((), (name,), (district,) if district else ()))
    return joined(one, other)


def joined(one: Locality, other: Locality) -> Locality:
    """What both say, each thing once."""
    if not one:
        return other
    if not other and not other.districts:
        return one
    return Locality(
        tuple(dict.fromkeys(one.postcodes + other.postcodes)),
        tuple(dict.fromkeys(one.cities + other.cities)),
        tuple(dict.fromkeys(one.districts + other.districts)),
    )


def _is_way(flat: str, start: int) -> bool:
    """Whether what follows is a street: « 12 115 RUE X » holds two house numbers, not a postcode."""
    word = _NEXT_WORD.match(flat, start)
    return word is not None and word[1] in WAY_WORDS


def split_locality(flat: str) -> tuple[str, Locality]:
    """Take the postcode and the city out of a folded line; return the rest and what was taken."""
    rest, found = _split(flat)
    if " ARR" in rest and (district := _DISTRICT_LAST.search(rest)):
        number = _ordinal(district[1])
        found = joined(found, Locality((), (), (number,) if number else ()))
        rest = rest[: district.start()].rstrip(_EDGES)
    return rest, found


def _split(flat: str) -> tuple[str, Locality]:
    found = list(_POSTCODE.finditer(flat))
    last = found[-1] if found else None
    if last is not None and not (" " in last[1] and _is_way(flat, last.end())):
        after = _AFTER.match(flat, last.end())
        written = (after[1] or "") if after else ""
        end = after.end() if after else last.end()
        name, district = city_name(written)
        before, beyond = flat[: last.start()].rstrip(_EDGES), flat[end:].strip(_EDGES)
        rest = f"{before}\n{beyond}" if before and beyond else before or beyond
        rest = _CEDEX.sub("", rest) if "C" in rest else rest
        code = last[1].replace(" ", "")
        return rest, Locality((code,), (name,) if name else (), (district,) if district else ())
    city = _CITY_LAST.search(_CEDEX.sub("", flat) if "C" in flat else flat)
    if city and city["before"] not in LINKS:
        name, district = city_name(city["city"])
        cedex = _CEDEX.search(flat)
        if cedex and cedex[1] and not district:
            district = _ordinal(cedex[1])
        cut = city.start("city")
        return flat[:cut].rstrip(_EDGES), Locality((), (name,), (district,) if district else ())
    return flat, Locality()
