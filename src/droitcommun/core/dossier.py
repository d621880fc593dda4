"""The one frozen value that everything sees: docs/adr/0001-the-dossier.md."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from droitcommun.core.codec import ADDED
from droitcommun.core.contract import Commitment, Contract, SetAside
from droitcommun.core.governance import Decision, Protocol, Waiver
from droitcommun.core.manifests import Manifest
from droitcommun.core.observations import Observation
from droitcommun.core.references import Parts, faults
from droitcommun.core.sheets import Measure, Sheet
from droitcommun.core.texts import GivenText


class OriginKind(StrEnum):
    """Where a Dossier came from."""

    CATALOGUE = "catalogue"
    DOCUMENT = "document"  # read from a file that somebody sent
    DATABASE = "database"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a Dossier came from, and the hash of what was read there."""

    kind: OriginKind
    id: str
    sha256: str


class BrokenDossierError(ValueError):
    """An id stands twice, or a reference leads nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A contract, its commitments, sheets (in document order), observations, and what was decided of them.

    `set_aside` are the passages that speak of aims and are no promise, `texts` what services wrote for their sheets
    once these were printed, `manifests` what they handed over of their counts. `proposed` names the commitments
    that a reader proposes and nobody confirmed: rules say less of them, and no contract takes them over. Raises
    BrokenDossierError when an id stands twice or a reference leads nowhere.
    """

    contract: Contract
    commitments: tuple[Commitment, ...]
    sheets: tuple[Sheet, ...]
    observations: tuple[Observation, ...]
    origin: Origin
    protocols: tuple[Protocol, ...] = ()
    decisions: tuple[Decision, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    texts: tuple[GivenText, ...] = field(default=(), metadata=ADDED)
    proposed: tuple[str, ...] = field(default=(), metadata=ADDED)
    manifests: tuple[Manifest, ...] = field(default=(), metadata=ADDED)

    def __post_init__(self) -> None:
        found = list(faults(self.parts))
        if found:
            raise BrokenDossierError("; ".join(" ".join(fault) for fault in found))
        if not set(self.proposed) <= {one.id for one in self.commitments}:
            raise BrokenDossierError("un engagement proposé est un engagement du contrat")

    @property
    def parts(self) -> Parts:
        """What its references are checked on."""
        return Parts(
            self.contract,
            self.commitments,
            self.sheets,
            self.observations,
            self.protocols,
            self.decisions,
            self.waivers,
            self.set_aside,
            self.texts,
            self.manifests,
        )

    def measures(self) -> Iterator[tuple[Sheet, Measure]]:
        """Every measure with its sheet, in document order."""
        for sheet in self.sheets:
            for measure in sheet.measures:
                yield sheet, measure

    def measures_of(self, commitment: Commitment) -> tuple[tuple[Sheet, Measure], ...]:
        """List the measures that follow a commitment, each with its sheet, in document order."""
        return tuple(pair for pair in self.measures() if commitment.id in pair[1].commitments)

    def without_proposals(self) -> "Dossier":
        """The same without the commitments that nobody confirmed; no measure follows them."""
        if not self.proposed:
            return self
        proposed = set(self.proposed)
        sheets = tuple(
            replace(
                sheet,
                measures=tuple(
                    replace(
                        measure,
                        commitments=tuple(name for name in measure.commitments if name not in proposed),
                    )
                    for measure in sheet.measures
                ),
            )
            for sheet in self.sheets
        )
        kept = tuple(one for one in self.commitments if one.id not in proposed)
        return replace(self, commitments=kept, sheets=sheets, proposed=())

    def latest_recorded_day(self) -> date:
        """Return the latest day on which this Dossier recorded anything: the default `as_of`."""
        days = [seen.recorded_on for seen in self.observations]
        days += [sheet.updated_on.to for sheet in self.sheets]
        days += [protocol.adopted_on for protocol in self.protocols]
        days += [decision.on for decision in self.decisions]
        days += [waiver.on for waiver in self.waivers]
        days += [given.recorded_on for given in self.texts]
        days += [one.recorded_on for one in self.manifests]
        return max(days, default=self.contract.signed_on)
