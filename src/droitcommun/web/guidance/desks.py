"""The desk of the site: the catalogue of schemes, loaded once, beside the promises of the contract that is shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.conf import settings

from droitcommun.catalogue.scheme_loader import load_schemes
from droitcommun.orientation.rules import facts_of
from droitcommun.orientation.schemes import Criterion, Role, Scheme
from droitcommun.orientation.searching import Searched, found, searched
from droitcommun.usecases.guidance import Desk, contact_record
from droitcommun.usecases.guidance_records import ContactRecord
from droitcommun.usecases.guidance_words import ROLE
from droitcommun.usecases.promises import Promise
from droitcommun.web.contracts import queries

# Where one goes who has to leave a page at once: a site that tells nothing.
QUICK_EXIT: Final = "https://meteofrance.com/"

# What a question costs from which it is private: nobody has to answer it, and it comes last.
PRIVATE = 4


@dataclass(frozen=True, slots=True)
class ShownScheme:
    """A scheme with where to ask for it and what was promised about it, as far as the contract that is shown says."""

    scheme: Scheme
    contacts: tuple[ContactRecord, ...]
    promises: tuple[Promise, ...]
    successor: Scheme | None

    @property
    def by_role(self) -> tuple[tuple[str, tuple[Criterion, ...]], ...]:
        """Its sentences by what they do, each kind with its words."""
        grouped = ((role, tuple(one for one in self.scheme.criteria if one.role is role)) for role in Role)
        return tuple((ROLE[role], criteria) for role, criteria in grouped if criteria)


@dataclass(frozen=True, slots=True)
class Opened:
    """A desk with what its pages look up."""

    desk: Desk
    schemes: Mapping[str, Scheme]
    contacts: Mapping[str, ContactRecord]
    index: tuple[Searched, ...]
    districts: tuple[int, ...]
    alarming: frozenset[
        str
    ]  # facts that speak of violence, danger or addiction: emergency numbers come first

    def search(self, text: str) -> tuple[Scheme, ...]:
        """List the schemes that a text finds, best first."""
        return found(self.index, text)


def opened() -> Opened:
    """Open the desk that the settings name; raises what forbids to load its catalogue."""
    return _opened(settings.DROITCOMMUN_SCHEMES)


@lru_cache(maxsize=2)
def _opened(source: str) -> Opened:
    desk = Desk(load_schemes(source))
    schemes = [one.scheme for one in desk.catalogue.schemes]
    points = desk.catalogue.contacts
    asked = {
        name
        for one in desk.catalogue.schemes
        if one.scheme.emergency
        for condition in one.conditions
        for name in facts_of(condition.rule)
    }
    return Opened(
        desk=desk,
        schemes={one.id: one for one in schemes},
        contacts={one.id: contact_record(desk, one) for one in points},
        index=tuple(map(searched, schemes)),
        districts=tuple(sorted({one.district for one in points if one.district is not None})),
        alarming=frozenset(name for name in asked if desk.facts[name].cost >= PRIVATE),
    )


def shown(schemes: Iterable[Scheme]) -> tuple[ShownScheme, ...]:
    """Show schemes beside the promises of the contract; a commitment that it does not have is left."""
    here = opened()
    promises = {one.commitment.id: one for one in queries.current().promises}
    return tuple(
        ShownScheme(
            one,
            tuple(here.contacts[name] for name in one.contacts),
            tuple(promises[name] for name in one.commitments if name in promises),
            here.schemes.get(one.successor),
        )
        for one in schemes
    )
