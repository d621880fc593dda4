"""Addresses that leave the machine: only when a person was told which, how many and to whom, and said yes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from droitcommun.core.problems import UserError
from droitcommun.territory.columns import Chosen, Column
from droitcommun.territory.geocoded import queries_of
from droitcommun.territory.geocoder import Geocoder, Query, Reply, replies
from droitcommun.territory.network import is_here, proxy_of
from droitcommun.territory.tables import Table

# What a query is made of.
_SENT = (Column.ADDRESS, Column.NUMBER, Column.STREET, Column.POSTCODE, Column.CITY)


class UnconfirmedError(UserError):
    """Addresses would leave the machine, and nobody said that they may."""

    exit_code = 26


@dataclass(frozen=True, slots=True)
class Leaving:
    """What is about to leave: so many distinct addresses, of these columns; to which address, through which proxy.

    `here`: no further than this machine. `readable`: whoever sees the network can read them.
    """

    addresses: int
    columns: tuple[str, ...]
    to: str
    proxy: str | None
    here: bool
    readable: bool
    confirmed: bool


def asked_elsewhere(
    table: Table,
    chosen: Chosen,
    geocoder: Geocoder,
    *,
    confirmed: bool,
    leaving: Callable[[Leaving], None],
    answered: Callable[[int, float], None],
) -> Mapping[Query, Reply | None]:
    """Ask a geocoder for the addresses of a table, which is read to its end.

    UnconfirmedError: `confirmed` is false; nothing was sent, no socket opened. UnreachableError: see `replies`.
    """
    queries = queries_of(table, chosen)
    names = tuple(table.columns[chosen.places[column]] for column in _SENT if column in chosen.places)
    here = is_here(geocoder.address)
    told = Leaving(
        addresses=len(queries),
        columns=names,
        to=geocoder.address,
        proxy=proxy_of(geocoder.address),
        here=here,
        readable=not here and geocoder.address.startswith("http:"),
        confirmed=confirmed,
    )
    leaving(told)
    if not confirmed:
        raise UnconfirmedError(
            "Rien n’est parti : ajouter --send-addresses si ces adresses peuvent être envoyées là, ou bien --index, "
            "qui n’envoie rien."
        )
    return replies(geocoder, queries, answered)
