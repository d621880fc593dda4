"""What a geocoder elsewhere answers, judged by the rules of the index: it says where, we say if that is the address.

Its own score is not one of ours. Its street must be the one that is written, as near as a register's must; what is
something else is unknown, never the nearest. It names one house: where others are as good, nothing is certain.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from droitcommun.core.problems import FileRefusedError, Place, Problem
from droitcommun.territory.addresses import Address, StreetLine, read_address
from droitcommun.territory.borders import UNKNOWN_AREA, Borders
from droitcommun.territory.columns import Chosen, Column
from droitcommun.territory.flags import FARTHEST_DOOR, ORDER
from droitcommun.territory.geocoder import Kind, Query, Reply, query_of
from droitcommun.territory.index.layout import canonical_repeat, department_of
from droitcommun.territory.likeness import FARTHEST, FARTHEST_ELSEWHERE, distance
from droitcommun.territory.localities import Locality, city_name
from droitcommun.territory.located_rows import (
    Block,
    Judged,
    Judgement,
    address_of,
    blocks,
    settled,
    tells_yes,
)
from droitcommun.territory.matching import (
    ELSEWHERE_STEPS,
    Found,
    Level,
    NumberMatch,
    Placed,
    Reason,
    StreetMatch,
    street_match,
)
from droitcommun.territory.numbers import HouseNumber, house_numbers
from droitcommun.territory.placements import Placement
from droitcommun.territory.placing import Flags, point_flags
from droitcommun.territory.tables import Row, Table
from droitcommun.territory.tallies import NO_REASON, WHYS, Why
from droitcommun.territory.words import folded, street_name

_UNPLACED = ORDER.index(Placement.UNPLACED)
_UNCERTAIN = ORDER.index(Placement.UNCERTAIN)

# Numbers that one row names and that are further apart are not all within the farthest door of the one that is found.
_NEXT_DOORS = 4

# How the postcodes, and the codes of communes, of Paris, Lyon and Marseille begin; a district follows.
_DISTRICTS = ("750", "751", "690", "6938", "130", "132")
_MOST_DISTRICTS = 20

# A commune is all that is written: its houses are not known here, so it may lie on either side.
_COMMUNE_ONLY = Judged(Placed(Level.MUNICIPALITY, ()), float("nan"), float("nan"), "", open=True)


def queries_of(table: Table, chosen: Chosen) -> list[Query]:
    """What has to be asked for a table, each once, in an order that says nothing of its rows.

    Not asked: rows that are malformed or domiciled; what holds no street, or no postcode and no city.
    """
    found: set[Query] = set()
    for row in table.rows:
        query = _query(row, chosen)
        if query is not None and unasked(query) is None:
            found.add(query)
    return sorted(found)


def unasked(query: Query) -> Judgement | None:
    """What is said of an address that there is no use in asking; None for the others."""
    if not query.text:
        return Reason.EMPTY
    address = read_address(*query)
    if not address.streets:
        return _COMMUNE_ONLY if address.locality and not address.unread else Reason.UNREADABLE
    return None if address.locality else Reason.NO_LOCALITY


def judged(query: Query, reply: Reply | None) -> Judgement:
    """What is said of an address that was asked."""
    if reply is None or reply.kind is Kind.MUNICIPALITY:
        return Reason.UNKNOWN_STREET
    address = read_address(*query)
    elsewhere = not _is_of(reply, address.locality)
    department = department_of(reply.commune or reply.postcode)
    if elsewhere and department not in set(map(department_of, address.locality.postcodes)):
        return Reason.UNKNOWN_STREET
    found = _nearest(address, reply, FARTHEST_ELSEWHERE if elsewhere else FARTHEST)
    if found is None:
        return Reason.UNKNOWN_STREET
    steps, line = found
    street = street_match(Found(0, steps + (ELSEWHERE_STEPS if elsewhere else 0), elsewhere))
    level, number = _level(line, reply)
    if line.numbers and level is Level.STREET and street is not StreetMatch.EXACT:
        return Reason.UNKNOWN_STREET  # believed when it has the number, not otherwise
    return Judged(
        Placed(level, (), street, number),
        reply.longitude,
        reply.latitude,
        reply.identifier,
        open=level is Level.STREET or _is_open(address, line),
    )


def by_geocoder(
    table: Table,
    chosen: Chosen,
    replies: Mapping[Query, Reply | None],
    borders: Borders,
    precision: float,
) -> Iterator[Block]:
    """Place rows by what a geocoder answered, in order.

    FileRefusedError: a row was not asked, for the file is no longer what it was.
    """
    known: dict[Query, Judgement] = {}

    def of_row(row: Row) -> Judgement:
        query = _query(row, chosen)
        if query is None:
            return Reason.EMPTY  # it is unplaced for another reason
        if query not in known:
            known[query] = _of_query(query, replies, table.file)
        return known[query]

    for rows in blocks(table.rows):
        answers = [of_row(row) for row in rows]
        yield settled(
            rows, chosen, *judged_flags(answers, borders, FARTHEST_DOOR + precision), geocoded=answers
        )


def _of_query(query: Query, replies: Mapping[Query, Reply | None], file: str) -> Judgement:
    said = unasked(query)
    if said is not None:
        return said
    if query not in replies:
        expected = "un fichier qui ne change pas pendant qu’il est lu attendu ; relancer"
        raise FileRefusedError([Problem(Place(file), "changed-meanwhile", expected)])
    return judged(query, replies[query])


def _query(row: Row, chosen: Chosen) -> Query | None:
    if row.malformed or tells_yes(chosen.cell(Column.DOMICILED, row.cells)):
        return None
    postcode, city = (chosen.cell(column, row.cells) for column in (Column.POSTCODE, Column.CITY))
    return query_of(address_of(chosen, row.cells), postcode, city)


def judged_flags(
    answers: Sequence[Judgement], borders: Borders, radius: float
) -> tuple[Flags, NDArray[np.int8]]:
    """Say where rows lie by where their addresses were found, and why others are not placed."""
    placements = np.full(len(answers), _UNPLACED, dtype=np.int8)
    areas = np.full(len(answers), UNKNOWN_AREA, dtype=np.int32)
    reasons = np.full(len(answers), NO_REASON, dtype=np.int8)
    points: list[tuple[int, float, float]] = []
    for place, answer in enumerate(answers):
        if isinstance(answer, Reason):
            reasons[place] = WHYS.index(Why(answer.value))
        elif answer.open:
            placements[place] = _UNCERTAIN
        else:
            points.append((place, answer.longitude, answer.latitude))
    if points:
        places = np.array([place for place, _, _ in points])
        found = point_flags(
            borders, np.array([x for _, x, _ in points]), np.array([y for _, _, y in points]), radius
        )
        placements[places], areas[places] = found.placements, found.areas
    return Flags(placements, areas), reasons


def _is_of(reply: Reply, locality: Locality) -> bool:
    """Whether an answer lies in the commune, or the district of a city, that is written."""
    if {reply.postcode, reply.commune} & set(locality.postcodes):
        return True
    cities = {city_name(one)[0] for one in (reply.city, reply.district)} - {""}
    if cities.isdisjoint(locality.cities):
        return False
    district = _district_of(reply.commune) or _district_of(reply.postcode)
    if locality.districts:
        return not district or district in locality.districts
    # « 75016 PARIS » is a district; a postcode of another kind beside the right city is wrong or a CEDEX.
    return not (district and any(map(_district_of, locality.postcodes)))


def _district_of(code: str) -> int:
    """The district of a city that a postcode or the code of a commune is of; 0 for none."""
    for start in _DISTRICTS:
        last = code.removeprefix(start)
        if last != code and last.isascii() and last.isdigit() and int(last) <= _MOST_DISTRICTS:
            return int(last)
    return 0


def _nearest(address: Address, reply: Reply, farthest: int) -> tuple[int, StreetLine] | None:
    """The reading of an address that is the nearest to the street of an answer, the first when several are."""
    held = street_name(reply.street)
    best: tuple[int, StreetLine] | None = None
    for line in (line for lines in address.streets for line in lines):
        steps = distance(line.street, held)
        if steps is None or steps > farthest:
            continue
        if best is None or steps < best[0]:
            best = steps, line
    return best


def _level(line: StreetLine, reply: Reply) -> tuple[Level, NumberMatch]:
    if reply.kind is Kind.BETWEEN:
        return Level.NEAR, NumberMatch.BETWEEN
    theirs = house_numbers(folded(reply.number)) if reply.kind is Kind.HOUSE else ()
    if not theirs or not line.numbers:
        return Level.STREET, NumberMatch.NONE
    match = _number_match(line.numbers, theirs[0])
    if match is NumberMatch.NONE:
        return Level.STREET, match
    return (Level.NEAR, NumberMatch.FACING) if line.facing else (Level.HOUSE, match)


def _number_match(written: Iterable[HouseNumber], found: HouseNumber) -> NumberMatch:
    same = [one for one in written if one.number == found.number]
    if any(canonical_repeat(one.repeat) == canonical_repeat(found.repeat) for one in same):
        return NumberMatch.EXACT
    return NumberMatch.LETTER if same else NumberMatch.NONE


def _is_open(address: Address, line: StreetLine) -> bool:
    """Whether a row names other houses than the one that was found: far ones, or those of another street."""
    numbers = [one.number for one in line.numbers]
    numbered = sum(any(other.numbers for other in lines) for lines in address.streets)
    return not numbers or numbered > 1 or max(numbers) - min(numbers) > _NEXT_DOORS
