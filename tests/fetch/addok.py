"""A server that imitates addok's `/search/csv/` over the invented register, as its plugin documents it.

It looks for the words of a query in its streets, and answers the one that shares most of them, whatever the address: a
geocoder has always something to say. `answer` may be replaced to be wrong in a way of a test.
"""

import csv
import io
import re
from collections.abc import Callable
from email import message_from_bytes
from email.message import Message

from droitcommun.territory.words import folded
from tests.servers import Asked, Handler
from tests.territory.register import Row, rows

PATH = "/search/csv/"
COLUMNS = (
    "latitude",
    "longitude",
    "result_label",
    "result_score",
    "result_type",
    "result_id",
    "result_housenumber",
    "result_name",
    "result_street",
    "result_postcode",
    "result_city",
    "result_citycode",
)
Table = list[dict[str, str]]


def form(asked: Asked) -> list[tuple[str, str]]:
    """The fields of a form with a file, in order."""
    head = f"Content-Type: {asked.headers['content-type']}\r\n\r\n".encode()
    parts = message_from_bytes(head + asked.body).get_payload()
    assert isinstance(parts, list)
    found = []
    for part in parts:
        assert isinstance(part, Message)
        held = part.get_payload(decode=True)
        assert isinstance(held, bytes)
        found.append((str(part.get_param("name", header="content-disposition")), held.decode()))
    return found


def sent(asked: Asked) -> Table:
    """The rows that were sent."""
    return list(csv.DictReader(io.StringIO(dict(form(asked))["data"], newline="")))


def words(text: str) -> set[str]:
    return set(re.findall("[A-Z0-9]+", folded(text)))


def found(query: str) -> dict[str, str]:
    """The columns of the best result for a query; empty ones when no word is known."""
    asked = words(query)
    known = rows()

    def likeness(row: Row) -> tuple[int, int, int]:
        where = len(asked & words(row.street)), len(asked & words(f"{row.postcode} {row.city}"))
        return where[0], where[1], int((row.number + row.repeat).upper() in asked)

    best = max(known, key=likeness)
    if likeness(best)[0] == 0:
        return dict.fromkeys(COLUMNS, "")
    house = bool(likeness(best)[2])
    return {
        "latitude": f"{best.latitude}",
        "longitude": f"{best.longitude}",
        "result_label": f"{best.street} {best.postcode}",
        "result_score": "0.71",
        "result_type": "housenumber" if house else "street",
        "result_id": best.identifier if house else best.identifier.rsplit("_", 1)[0],
        "result_housenumber": f"{best.number}{best.repeat}" if house else "",
        "result_name": best.street,
        "result_street": "",
        "result_postcode": best.postcode,
        "result_city": best.city.split(" ")[0] if "Paris" in best.city else best.city,
        "result_citycode": best.commune,
    }


def geocoded(table: Table, columns: list[str]) -> Table:
    """The rows of a file, each with its result behind."""
    return [{**row, **found(" ".join(row[column] for column in columns))} for row in table]


def written(table: Table) -> bytes:
    made = io.StringIO()
    writer = csv.DictWriter(made, list(table[0]))
    writer.writeheader()
    writer.writerows(table)
    return made.getvalue().encode()


class Addok:
    """Answers files of addresses; `change` makes something else of the rows that it answers."""

    def __init__(self, change: Callable[[Table], Table] = lambda table: table) -> None:
        self.change = change

    def __call__(self, handler: Handler, asked: Asked) -> None:
        fields = form(asked)
        columns = [value for name, value in fields if name == "columns"]
        body = written(self.change(geocoded(sent(asked), columns)))
        handler.give(200, body, Content_Type="text/csv; charset=utf-8")
