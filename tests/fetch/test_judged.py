"""What is said of an answer of a geocoder is what an index says that found the same house."""

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from droitcommun.territory.addresses import read_address
from droitcommun.territory.engines.reference import locate
from droitcommun.territory.geocoded import judged, unasked
from droitcommun.territory.geocoder import Kind, Query, Reply, geocoder_named, query_of
from droitcommun.territory.index.opened import AddressIndex
from droitcommun.territory.located_rows import Judged
from droitcommun.territory.matching import Level, NumberMatch, Placed, Reason, StreetMatch
from tests.territory.register import Row, rows, truths
from tests.territory.spellings import spellings

NUMBERS = {NumberMatch.EXACT, NumberMatch.LETTER, NumberMatch.FACING}


def reply_of(row: Row, kind: Kind = Kind.HOUSE) -> Reply:
    """A geocoder that found a row of the register."""
    return Reply(
        kind=kind,
        longitude=row.longitude,
        latitude=row.latitude,
        number=f"{row.number}{row.repeat}",
        street=row.street,
        postcode=row.postcode,
        city=row.city,
        district="",
        commune=row.commune,
        identifier=row.identifier,
    )


@pytest.mark.parametrize("seed", range(3))
def test_a_house_is_judged_as_an_index_judges_it(index: AddressIndex, seed: int) -> None:
    register = {row.identifier: row for row in rows()}
    known = {code for row in rows() for code in (row.postcode, row.commune)}
    compared = set()
    for written in islice(spellings(truths(), seed), 300):
        query = query_of(written.text, written.postcode, written.city)
        (answer,) = locate([query], index)
        if unasked(query) or not isinstance(answer, Placed) or answer.number not in NUMBERS:
            continue
        # Of a district that this register does not hold it knows nothing, where a geocoder knows all.
        codes = set(read_address(*query).locality.postcodes)
        if len(answer.rows) > 1 or not codes <= known:
            continue
        found = judged(query, reply_of(register[index.identifier(answer.rows[0])]))

        assert isinstance(found, Judged), query
        assert found.placed == Placed(answer.level, (), answer.street, answer.number), query
        assert not found.open, query
        compared.add((answer.level, answer.street, answer.number))

    assert len(compared) >= 4


@given(
    query=st.builds(
        query_of,
        st.text(max_size=60) | st.sampled_from([f"{row.number} {row.street}" for row in rows()]),
        st.sampled_from(["", "75016", "75017", "99100", "13001", "7501", "abc"]),
        st.sampled_from(["", "Paris", "Valmont-sur-Ourse", "Marseille"]),
    ),
    row=st.sampled_from(rows()),
    kind=st.sampled_from(Kind),
    number=st.sampled_from(["", "1", "12bis", "x", "99999999"]),
    commune=st.sampled_from(["", "75116", "751xx", "é", "69381"]),
)
def test_whatever_is_written_and_answered_something_is_said_of_it(
    query: Query, row: Row, kind: Kind, number: str, commune: str
) -> None:
    reply = reply_of(row, kind)
    odd = Reply(
        **{name: getattr(reply, name) for name in Reply.__slots__} | {"number": number, "commune": commune}
    )

    assert sum(map(len, query)) <= 200
    for one in (reply, odd):
        said = unasked(query) or judged(query, one)
        assert isinstance(said, Reason | Judged)
        if isinstance(said, Judged) and said.placed.level in {Level.STREET, Level.MUNICIPALITY}:
            assert said.open


@given(st.data())
def test_an_invented_street_is_unknown_whatever_house_is_answered(data: st.DataObject) -> None:
    letters = data.draw(st.text("BDFGKQXZ", min_size=6, max_size=12))
    row = data.draw(st.sampled_from(rows()))
    query = query_of(f"{row.number} rue {letters}", row.postcode, row.city)

    assert judged(query, reply_of(row)) is Reason.UNKNOWN_STREET


def house(text: str, postcode: str, city: str) -> Judged:
    row = next(row for row in rows() if row.identifier == "75116_0010_00012")
    found = judged(Query(text, postcode, city), reply_of(row))
    assert isinstance(found, Judged)
    return found


# The house that is answered is the 12 of the Avenue du Général Tamaris, in the 16th district.
@pytest.mark.parametrize(
    ("postcode", "city", "street"),
    [
        ("75016", "Paris", StreetMatch.EXACT),
        ("75116", "", StreetMatch.EXACT),
        ("", "Paris 16e", StreetMatch.EXACT),
        ("", "Paris", StreetMatch.EXACT),
        ("75594", "Paris", StreetMatch.EXACT),  # of large organisations
        ("75017", "Paris", StreetMatch.ELSEWHERE),
        ("75017", "Paris 17e", StreetMatch.ELSEWHERE),
    ],
)
def test_a_district_is_the_one_that_is_written_or_another(
    postcode: str, city: str, street: StreetMatch
) -> None:
    assert house("12 avenue du Général Tamaris", postcode, city).placed.street is street


def test_houses_that_are_named_beside_the_one_that_is_found_leave_a_row_open() -> None:
    assert not house("12-14 avenue du Général Tamaris", "75016", "Paris").open
    assert house("12-30 avenue du Général Tamaris", "75016", "Paris").open
    assert house("12 avenue du Général Tamaris / 4 rue Victor Aubépine", "75016", "Paris").open


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("geoplateforme", "https://data.geopf.fr/geocodage"),
        ("Geoplateforme", "https://data.geopf.fr/geocodage"),
        ("http://127.0.0.1:7878", "http://127.0.0.1:7878"),
        ("http://addok.exemple:7878/search/csv/", "http://addok.exemple:7878"),
        ("https://exemple.fr/geo/", "https://exemple.fr/geo"),
    ],
)
def test_a_geocoder_is_one_whatever_its_address_ends_with(written: str, address: str) -> None:
    assert geocoder_named(written).address == address
