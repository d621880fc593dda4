"""Which column of a table says what: by its name, then by what it holds; always shown, always overridable."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from droitcommun.core.problems import FileRefusedError, Place, Problem
from droitcommun.territory.tables import Table
from droitcommun.territory.vintages import ANY_CODE
from droitcommun.territory.words import folded


class Column(StrEnum):
    """What a column can say."""

    AREA = "area"  # the code of a neighbourhood, or words such as « hors QPV »
    COUNT = "count"  # how many, in an aggregated extract
    ADDRESS = "address"
    NUMBER = "number"  # what stands in front of the street, when it is apart
    STREET = "street"
    POSTCODE = "postcode"
    CITY = "city"
    LONGITUDE = "longitude"  # or the easting of Lambert 93
    LATITUDE = "latitude"
    DOMICILED = "domiciled"  # the address is that of an organisation which receives the mail of persons without a home


class Input(StrEnum):
    """What a file gives, in the order in which services have it."""

    AGGREGATED = "aggregated"
    CODES = "codes"
    COORDINATES = "coordinates"
    ADDRESSES = "addresses"


# How producers call their columns, folded, the most precise first.
_SPELT = {
    Column.AREA: """
        code qp | code qpv | codeqp | codeqpv | code quartier | code du quartier | c arinsee | qp | qpv | id
        qp | id qpv | num qpv | quartier prioritaire | quartier | code zone | zone | territoire | area
    """,
    Column.COUNT: """
        nombre | effectif | effectifs | nb | nbre | count | total | nombre de personnes | nb personnes |
        nombre d allocataires | nb allocataires | nombre de beneficiaires | nb beneficiaires | beneficiaires
        | allocataires | population | nombre d adresses | adresses
    """,
    Column.ADDRESS: """
        adresse | adresse complete | adresse postale | adresse du beneficiaire | adresse domicile | adresse
        personnelle | adresse 1 | adresse1 | adr | adr1 | address | ligne adresse | ligne 4 | ligne4 |
        adresse ligne 4 | adresse ligne 1 | libelle adresse | rue | voie
    """,
    Column.NUMBER: """
        numero | num | no | num voie | numero voie | numero de voie | numero dans la voie | no voie |
        housenumber | adresse numero
    """,
    Column.STREET: """
        nom voie | libelle voie | lib voie | nom de voie | nom de la voie | libelle de voie | adresse nom
        voie | street
    """,
    Column.POSTCODE: """
        code postal | codepostal | cp | code post | codpos | cd postal | postcode | postal code | adr cp |
        adresse cp | code insee | codeinsee | code commune | code com | insee | citycode
    """,
    Column.CITY: """
        commune | ville | localite | nom commune | libelle commune | lib commune | nom de la commune | city
        | adr ville | adresse ville | bureau distributeur | libelle acheminement
    """,
    Column.LONGITUDE: """
        longitude | lon | long | lng | x | coord x | coordonnee x | x l93 | x lambert | x lambert 93 | x
        wgs84 | easting
    """,
    Column.LATITUDE: """
        latitude | lat | y | coord y | coordonnee y | y l93 | y lambert | y lambert 93 | y wgs84 | northing
    """,
    Column.DOMICILED: """
        domicilie | domiciliee | domiciliation | domicilies | est domicilie | domicilied
    """,
}
_NAMES = {
    column: tuple(name.strip().upper() for name in " ".join(names.split()).split(" | "))
    for column, names in _SPELT.items()
}

# What a person may type for each, besides its own word.
_SPOKEN = {
    "quartier": Column.AREA,
    "zone": Column.AREA,
    "nombre": Column.COUNT,
    "adresse": Column.ADDRESS,
    "numero": Column.NUMBER,
    "numéro": Column.NUMBER,
    "voie": Column.STREET,
    "code_postal": Column.POSTCODE,
    "commune": Column.CITY,
    "ville": Column.CITY,
    "domicilie": Column.DOMICILED,
    "domicilié": Column.DOMICILED,
}

_INTEGER = re.compile(r"\d{1,9}|\d{1,3}(?:[ \u00a0\u202f]\d{3})+")
_WAY = re.compile(
    r"(?:.*\D)?\d{1,4}(?: ?(?:BIS|TER|QUATER|[A-Z]))?,? (?:R|RUE|AV|AVE|AVENUE|BD|BLD|BOULEVARD|PL|PLACE|ALL|ALLEE"
    r"|IMP|IMPASSE|CHE|CHEMIN|SQ|SQUARE|QUAI|CITE|PAS|PASSAGE|RTE|ROUTE|VLA|VILLA|COURS) .+"
)
_MOST = 0.6  # of the cells that hold something, the share that decides what a column is


@dataclass(frozen=True, slots=True)
class Chosen:
    """Columns by what they say, as places in a table, and what is taken from them."""

    places: Mapping[Column, int]
    input: Input

    def cell(self, column: Column, cells: list[str]) -> str:
        """The cell of a row in a column, "" when the table has none such."""
        place = self.places.get(column)
        return cells[place] if place is not None else ""


def parse_columns(text: str) -> dict[Column, str]:
    """Read « address=ADRESSE,postcode=CP »; English words or French ones.

    ValueError: not of that form, or an unknown word; its message is French.
    """
    given: dict[Column, str] = {}
    for part in text.split(","):
        word, equals, name = part.partition("=")
        key = word.strip().lower()
        try:
            column = _SPOKEN[key] if key in _SPOKEN else Column(key)
        except ValueError:
            column = None
        if column is None or not equals or not name.strip() or column in given:
            raise ValueError(f"des colonnes comme address=ADRESSE,postcode=CP ; mots : {', '.join(Column)}")
        given[column] = name.strip()
    return given


def chosen_columns(table: Table, given: Mapping[Column, str]) -> Chosen:
    """Find what each column says; `given` are those that a person names, and then nothing is guessed.

    FileRefusedError: a named column is not there; nothing that says where rows lie.
    """
    places = _named(table, given) if given else _found(table)
    found = _input(places)
    if found is None:
        expected = (
            "une colonne de codes de quartier, de longitudes et de latitudes, ou d’adresses attendue ; "
            "la désigner : --columns address=NOM"
        )
        raise FileRefusedError([Problem(Place(table.file), "columns-missing", expected)])
    return Chosen(places, found)


def _named(table: Table, given: Mapping[Column, str]) -> dict[Column, int]:
    by_name = {folded(name): place for place, name in reversed(list(enumerate(table.columns)))}
    places = {column: by_name.get(folded(name)) for column, name in given.items()}
    missing = [column for column, place in places.items() if place is None]
    if missing:
        known = ", ".join(f"« {name} »" for name in table.columns)
        raise FileRefusedError(
            [
                Problem(
                    Place(table.file), "column-unknown", f"une colonne pour {column} parmi {known} attendue"
                )
                for column in missing
            ]
        )
    return {column: place for column, place in places.items() if place is not None}


def _found(table: Table) -> dict[Column, int]:
    names = [folded(name.replace("_", " ").replace("-", " ").replace(".", " ")) for name in table.columns]
    cells = [[row.cells[place].strip() for row in table.sample] for place in range(len(names))]
    places: dict[Column, int] = {}
    for column, known in _NAMES.items():
        ranks = [(known.index(name), place) for place, name in enumerate(names) if name in known]
        fitting = [
            place
            for _, place in sorted(ranks)
            if place not in places.values() and _fits(column, cells[place])
        ]
        if fitting:
            places[column] = fitting[0]
    for column in (Column.AREA, Column.ADDRESS):
        if column not in places and not (column is Column.ADDRESS and Column.STREET in places):
            held = [
                place
                for place in range(len(names))
                if place not in places.values() and _holds(column, cells[place])
            ]
            if held:
                places[column] = held[0]
    area = places.get(Column.AREA)
    if area is not None and Column.COUNT in places:
        codes = [cell for cell in cells[area] if ANY_CODE.fullmatch(cell)]
        if len(set(codes)) < len(codes):  # rows of persons, who have children, rooms… in numbers
            del places[Column.COUNT]
    return places


def _fits(column: Column, cells: list[str]) -> bool:
    """Whether a column that bears a name holds what the name says; an empty one does not contradict it."""
    match column:
        case Column.COUNT:
            # Not all of them: « < 5 » or « s » in one cell makes of an extract no list of persons.
            return _share([bool(_INTEGER.fullmatch(cell)) for cell in cells if cell]) >= _MOST
        case Column.LONGITUDE | Column.LATITUDE:
            return _share([_is_number(cell) for cell in cells if cell]) >= _MOST
        case Column.AREA:
            # « quartier » is also a name that people give to any part of a city.
            said = [bool(ANY_CODE.fullmatch(cell)) or is_word_of_area(cell) for cell in cells if cell]
            return bool(said) and _share(said) >= _MOST
        case _:
            return True


def _holds(column: Column, cells: list[str]) -> bool:
    """Whether cells are of that kind, whatever the column is called."""
    pattern = ANY_CODE if column is Column.AREA else _WAY
    filled = [folded(cell) for cell in cells if cell]
    return bool(filled) and _share([bool(pattern.fullmatch(cell)) for cell in filled]) >= _MOST


def _share(marks: list[bool]) -> float:
    return sum(marks) / len(marks) if marks else 1.0


def _is_number(cell: str) -> bool:
    return bool(re.fullmatch(r"-?\d+(?:[.,]\d+)?", cell))


_WORDS_OF_AREA = re.compile(
    r"(?:EN |HORS |DANS |NON |SANS )?"
    r"(?:QPV|QP|ZUS|CUCS|QUARTIERS? PRIORITAIRES?|POLITIQUE DE LA VILLE|GEOGRAPHIE PRIORITAIRE)"
    r"|HORS.*|.*NON (?:IDENTIFIE|LOCALISE|GEOCODE|PLACE|RENSEIGNE).*|.*IDENTIFIEE?S? POLITIQUE DE LA VILLE"
    r"|INCONNUE?S?|INDETERMINEE?S?|N ?R|N ?C|CSZ|HZ|0|TOTAL.*|ENSEMBLE"
)


def is_word_of_area(cell: str) -> bool:
    """Whether a cell says in words where somebody lives."""
    return bool(_WORDS_OF_AREA.fullmatch(folded(cell)))


def _input(places: Mapping[Column, int]) -> Input | None:
    if Column.AREA in places:
        return Input.AGGREGATED if Column.COUNT in places else Input.CODES
    if Column.LONGITUDE in places and Column.LATITUDE in places:
        return Input.COORDINATES
    if Column.ADDRESS in places or Column.STREET in places:
        return Input.ADDRESSES
    return None
