"""The contract, the bodies that appear in it, and what they promised."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from droitcommun.core.passages import Passage
from droitcommun.core.periods import Period
from droitcommun.core.targets import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document that facts are taken from. `sha256` says which text the line numbers belong to."""

    id: str
    title: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """A main line of the contract (axe)."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A subject of public policy (thématique); it may live under several axes."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution:
    """A body that commits itself or reports. `name` is its official one."""

    id: str
    name: str
    acronym: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """How many objectives the contract announces; their list may be unknown, and is never made up."""

    objectives: int
    with_a_figure: int
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """A contrat de ville: its years, and the documents that tell of it."""

    id: str
    name: str
    period: Period
    signed_on: date
    passage: Passage
    documents: tuple[Document, ...]
    axes: tuple[Axis, ...]
    themes: tuple[Theme, ...]
    institutions: tuple[Institution, ...]
    announced: Announced | None = None


class Level(StrEnum):
    """Who is held to the promise: a national one is shown, never rated on this territory."""

    LOCAL = "local"


class Force(StrEnum):
    """How binding the source's verb is: « s'engage » is firm."""

    FIRM = "firm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """What is promised (engagement), in our own short words, with the source's figures and lines.

    `scope` says for which neighbourhoods; `scheme` is the official name of the scheme it bears on.
    """

    id: str
    statement: str
    level: Level
    force: Force
    committed: tuple[str, ...]
    scope: str
    scheme: str
    period: Period
    target: Target
    passage: Passage
