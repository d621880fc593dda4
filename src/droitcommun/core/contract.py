"""The contract, the bodies that appear in it, its territory, and what was promised."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from droitcommun.core.codec import ADDED
from droitcommun.core.counted import Counted
from droitcommun.core.figures import Unit
from droitcommun.core.observations import Figure, Number
from droitcommun.core.passages import Passage, Quoted
from droitcommun.core.periods import Period
from droitcommun.core.targets import Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document that facts are taken from. `sha256` says which text the line numbers belong to.

    `dated` is the day that the document gives itself, `dated_at` where.
    """

    id: str
    title: str
    file: str
    sha256: str
    dated: date | None = None
    dated_at: Passage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """A main line of the contract (axe).

    `printed_only`: a sheet prints it, and the contract does not have it; it is kept, so that the sheet is shown under
    what it says.
    """

    id: str
    name: str
    printed_only: bool = field(default=False, metadata=ADDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A subject of public policy (thématique); it may live under several axes."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution:
    """A body that commits itself or reports. `name` is its official one; `part_of`, the body above it."""

    id: str
    name: str
    acronym: str = ""
    part_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportingUnit:
    """The service of an institution that fills in a sheet (service concerné), as the sheet prints it."""

    id: str
    name: str
    institution: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Producer:
    """Who holds the file that a figure is drawn from; often neither who promises nor who reports."""

    id: str
    name: str
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatory:
    """A body that signed the contract. Most report nothing: the pages say so."""

    institution: str
    passage: Passage


class PerimeterKind(StrEnum):
    """What a perimeter is made of."""

    PRIORITY = "priority"  # quartiers prioritaires de la politique de la ville
    AROUND = "around"  # priority neighbourhoods and what is near: veille active, quartiers vécus
    DISTRICTS = "districts"  # whole arrondissements that have a priority neighbourhood
    TERRITORY = "territory"  # the whole territory of the contract
    OTHER = "other"  # another zoning: ZUS, ZSP, éducation prioritaire
    UNSAID = "unsaid"  # the source does not say: it is neither the same as another, nor another


@dataclass(frozen=True, slots=True, kw_only=True)
class Perimeter:
    """What a figure or a promise covers. `within`: the perimeters that contain it directly."""

    id: str
    name: str
    kind: PerimeterKind
    within: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbourhood:
    """A priority neighbourhood, by its official code. `vintage` is the legal list that it is on."""

    id: str
    name: str
    districts: tuple[str, ...]
    vintage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """Where a district stands on a map of equal squares: columns and rows from 0, top left."""

    district: str
    column: int
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Announced:
    """How many objectives the contract announces; their list may be unknown, and is never made up."""

    objectives: int
    with_a_figure: int
    passage: Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """A contrat de ville: its years, its territory, and the documents that tell of it.

    `districts` are the arrondissements, or communes, that have a priority neighbourhood. `example`: made up.
    """

    id: str
    name: str
    period: Period
    signed_on: date
    passage: Passage
    documents: tuple[Document, ...]
    institutions: tuple[Institution, ...]
    perimeters: tuple[Perimeter, ...]
    axes: tuple[Axis, ...] = ()
    themes: tuple[Theme, ...] = ()
    units: tuple[ReportingUnit, ...] = ()
    producers: tuple[Producer, ...] = ()
    signatories: tuple[Signatory, ...] = ()
    neighbourhoods: tuple[Neighbourhood, ...] = ()
    tiles: tuple[Tile, ...] = ()
    announced: Announced | None = None
    review_on: date | None = None
    example: bool = False

    @property
    def districts(self) -> tuple[str, ...]:
        """The arrondissements, or communes, that have a priority neighbourhood, in order."""
        names = {name for neighbourhood in self.neighbourhoods for name in neighbourhood.districts}
        return tuple(sorted(names))


class Level(StrEnum):
    """Who is held to the promise: a national one is shown, never rated on this territory."""

    LOCAL = "local"
    NATIONAL = "national"


class Force(StrEnum):
    """How binding the source's verb is: « s’engage » is firm."""

    FIRM = "firm"  # s’engage
    AIM = "aim"  # vise, a pour objectif, fixe
    WISH = "wish"  # souhaite, entend, prévoit
    CONDITIONAL = "conditional"  # au cas par cas, sous réserve
    FACT = "fact"  # observed, not promised; a sheet may treat it as a target later


class Law(StrEnum):
    """Ordinary public policy, or money of the politique de la ville: the product bears the name."""

    DROIT_COMMUN = "droit_commun"
    SPECIFIQUE = "specifique"
    MIXTE = "mixte"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """Money or posts that go with a promise (moyens): what, when, under which programme."""

    text: str
    figure: Number
    law: Law
    passage: Passage
    period: Period | None = None
    programme: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartingPoint:
    """The baseline that a promise gives itself. The sheet's own may differ: both stand.

    `part` and `whole`: what a share is a part of, where its words say so; they may not be those of the promise.
    """

    text: str
    figure: Figure
    passage: Passage
    period: Period | None = None
    part: str = field(default="", metadata=ADDED)
    whole: str = field(default="", metadata=ADDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """What is promised (engagement), in our own short words, with the source's figures and lines.

    `scope` says in the source's words for which neighbourhoods, `perimeter` which one that is. `scheme` is the
    official name of the scheme it bears on. `part` and `whole`: what a promised share is a part of, so that
    « A in B » is not taken for « B in A ». `counted`: persons, jobs, credits, where the text names them.
    `reference`: the text that the promise itself refers to. `called`: the name that it gives to the action itself,
    between guillemets.
    """

    id: str
    statement: str
    level: Level
    force: Force
    committed: tuple[str, ...]
    scope: str
    period: Period
    target: Target
    passage: Passage
    perimeter: str | None = None
    scheme: str = ""
    reference: str = ""
    part: str = ""
    whole: str = ""
    unit: Unit | None = None
    baseline: StartingPoint | None = None
    means: tuple[Mean, ...] = ()
    counted: Counted | None = field(default=None, metadata=ADDED)
    called: Quoted | None = field(default=None, metadata=ADDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """A passage that speaks of aims and is not a promise, and why."""

    word: str
    because: str
    passage: Passage
