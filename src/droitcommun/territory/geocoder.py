"""A geocoder elsewhere, which speaks as addok does (`/search/csv/`): what it is sent, and what it answers.

It is sent a text, a postcode and a city, each once, and a number of ours; nothing else of a file. An answer is whole
and makes sense, or is an error: what a server does not say is never taken for an address that is not found.
"""

import csv
import hashlib
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from time import monotonic, sleep
from typing import NamedTuple

import numpy as np

from droitcommun.territory.coordinates import System, points_of
from droitcommun.territory.network import (
    OK,
    Answer,
    UnreachableError,
    ask,
    host_of,
    refusal,
    request_of,
    web_address,
)

# The national one, of the IGN; it reads the Base Adresse Nationale.
GEOPLATEFORME = "geoplateforme"
_ADDRESS_OF_GEOPLATEFORME = "https://data.geopf.fr/geocodage"
_PATH = "/search/csv"

# Addresses in one request; addok answers some hundreds a second, all at the end. Then how long it may be silent, and
# how long the answer may take in all, in seconds.
BATCH = 1000
SILENCE = 120.0
LONGEST = 600.0

# A server that is asked too much says so, and for how long: how often it is waited for, how long at most.
_BUSY = frozenset([429, 503])
TRIES = 5
PAUSE = 5.0
_LONGEST_PAUSE = 60.0

# Characters of a query: addok refuses all rows of a file for one that is longer.
_LONGEST_QUERY = 200
_LARGEST_ANSWER = 10_000  # bytes an address


class Query(NamedTuple):
    """What is asked: an address as it is written, its postcode, its city."""

    text: str
    postcode: str
    city: str


class Kind(StrEnum):
    """What an answer is."""

    HOUSE = "housenumber"
    BETWEEN = "interpolation"
    STREET = "street"
    LOCALITY = "locality"
    MUNICIPALITY = "municipality"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a geocoder found: a point in degrees, and of what. Texts are "" when it says nothing."""

    kind: Kind
    longitude: float
    latitude: float
    number: str
    street: str
    postcode: str
    city: str
    district: str
    commune: str
    identifier: str


@dataclass(frozen=True, slots=True)
class Geocoder:
    """A geocoder, by its address."""

    address: str

    @property
    def host(self) -> str:
        """The machine that is asked."""
        return host_of(self.address)


def geocoder_named(text: str) -> Geocoder:
    """Return the geocoder that a person names; ValueError, in French: neither a name nor an address of one."""
    if text.strip().lower() == GEOPLATEFORME:
        return Geocoder(_ADDRESS_OF_GEOPLATEFORME)
    try:
        return Geocoder(web_address(text).removesuffix(_PATH).rstrip("/"))
    except ValueError as error:
        raise ValueError(f"{GEOPLATEFORME}, ou {error}") from None


def query_of(text: str, postcode: str, city: str) -> Query:
    """What is asked of an address: spaces once, no longer than a geocoder reads."""
    postcode, city = (" ".join(one.split())[: _LONGEST_QUERY // 4] for one in (postcode, city))
    left = _LONGEST_QUERY - len(postcode) - len(city) - 2
    return Query(" ".join(text.split())[:left], postcode, city)


def replies(
    geocoder: Geocoder, queries: Sequence[Query], told: Callable[[int, float], None]
) -> Mapping[Query, Reply | None]:
    """Ask a geocoder; None is for what it says that it does not find. `told` hears how many are answered.

    UnreachableError: down, slow, cut, partial, senseless; or not one address is found.
    """
    found: dict[Query, Reply | None] = {}
    for start in range(0, len(queries), BATCH):
        batch = queries[start : start + BATCH]
        found.update(zip(batch, _parsed(geocoder, _asked(geocoder, batch), len(batch)), strict=True))
        told(len(found), len(found) / len(queries))
    if queries and not any(found.values()):
        raise _senseless(geocoder, "il ne trouve aucune adresse ; son registre est-il chargé ?")
    return found


def _asked(geocoder: Geocoder, queries: Sequence[Query]) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(("id", *Query._fields))
    writer.writerows((str(number), *query) for number, query in enumerate(queries))
    body, kind = _form(written.getvalue().encode())
    address = f"{geocoder.address}{_PATH}/"
    for turn in range(TRIES):
        request = request_of(address, body=body, headers={"Content-Type": kind, "Accept": "text/csv"})
        with ask(request, seconds=SILENCE) as answer:
            if answer.status in _BUSY and turn < TRIES - 1:
                pause = answer.header("Retry-After")
            elif answer.status != OK:
                raise _refused(geocoder, answer)
            else:
                return _body(geocoder, answer, len(queries))
        sleep(min(float(pause) if pause.isascii() and pause.isdigit() else PAUSE, _LONGEST_PAUSE))
    raise AssertionError("the last turn answers or raises")


def _form(content: bytes) -> tuple[bytes, str]:
    """A form as a browser sends it, with a file; and its type."""
    mark = hashlib.sha256(content).hexdigest()
    fields = [("columns", name) for name in Query._fields] + [("delimiter", ",")]
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields
    ]
    file = (
        f'--{mark}\r\nContent-Disposition: form-data; name="data"; filename="adresses.csv"\r\n'
        "Content-Type: text/csv; charset=utf-8\r\n\r\n"
    )
    whole = "".join(parts).encode() + file.encode() + content + f"\r\n--{mark}--\r\n".encode()
    return whole, f"multipart/form-data; boundary={mark}"


def _refused(geocoder: Geocoder, answer: Answer) -> UnreachableError:
    if answer.header("Location"):
        # Followed, addresses would go to a machine that nobody named.
        return _senseless(geocoder, "il renvoie à une autre adresse, à donner elle-même si elle est la bonne")
    return refusal(answer.address, answer.status)


def _body(geocoder: Geocoder, answer: Answer, queries: int) -> bytes:
    end = monotonic() + LONGEST
    most = _LARGEST_ANSWER * (queries + 1)
    kept: list[bytes] = []
    size = 0
    for piece in answer.pieces():
        kept.append(piece)
        size += len(piece)
        if size > most:
            raise _senseless(geocoder, "il répond bien plus que ce qui est demandé")
        if monotonic() > end:
            raise _senseless(geocoder, "il répond trop lentement")
    if answer.length is not None and size != answer.length:
        raise _senseless(geocoder, "sa réponse a été coupée")
    return b"".join(kept)


def _parsed(geocoder: Geocoder, body: bytes, queries: int) -> list[Reply | None]:
    """The replies, in the order of the queries."""
    try:
        rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""), strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise _senseless(geocoder, "sa réponse n’est pas un CSV") from None
    if not rows or not {"id", "latitude", "longitude", "result_type"} <= rows[0].keys():
        raise _senseless(geocoder, "sa réponse n’a pas les colonnes d’un géocodeur")
    if any(None in row or None in row.values() for row in rows):
        raise _senseless(geocoder, "sa réponse a des lignes coupées")
    if sorted(row["id"] for row in rows) != sorted(map(str, range(queries))):
        raise _senseless(geocoder, "sa réponse n’a pas une ligne pour chaque adresse")
    by_number = {int(row["id"]): row for row in rows}
    found = [_reply(geocoder, by_number[number]) for number in range(queries)]
    _check_points(geocoder, [one for one in found if one is not None])
    return found


def _reply(geocoder: Geocoder, row: Mapping[str, str]) -> Reply | None:
    status = row.get("result_status", "")
    said = [row[name].strip() for name in ("latitude", "longitude", "result_type")]
    if status not in {"", "ok", "not-found"}:  # an error of its own, or a row that it passed over
        raise _senseless(geocoder, "il n’a pas pu chercher toutes les adresses ; relancer")
    if status != "ok" and not any(said):
        return None
    if status == "not-found" or not all(said):
        raise _senseless(geocoder, "il trouve une adresse sans dire où")
    try:
        latitude, longitude, kind = float(said[0]), float(said[1]), Kind(said[2])
    except ValueError:
        raise _senseless(geocoder, "il dit d’une adresse où elle est, mais pas comme un géocodeur") from None
    name = row.get("result_street", "") or row.get("result_name", "")
    return Reply(
        kind=kind,
        longitude=longitude,
        latitude=latitude,
        number=row.get("result_housenumber", ""),
        street=name,
        postcode=row.get("result_postcode", ""),
        city=row.get("result_city", ""),
        district=row.get("result_district", ""),
        commune=row.get("result_citycode", ""),
        identifier=row.get("result_id", ""),
    )


def _check_points(geocoder: Geocoder, found: Sequence[Reply]) -> None:
    """Refuse points that are not in France, or only the other way round: they would all be counted outside."""
    x = np.array([one.longitude for one in found], dtype=np.float64)
    y = np.array([one.latitude for one in found], dtype=np.float64)
    points = points_of(x, y, System.DEGREES)
    if points.missing.any() or points.elsewhere.any() or points.swapped.any():
        raise _senseless(geocoder, "il place des adresses hors de France")


def _senseless(geocoder: Geocoder, why: str) -> UnreachableError:
    return UnreachableError(f"Géocodeur {geocoder.host} : {why}. Rien n’a été compté.")
