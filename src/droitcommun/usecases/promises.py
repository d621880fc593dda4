"""Show the promises: each commitment with the measures that follow it, what is declared and what holds."""

from dataclasses import dataclass

from droitcommun.core.contract import Commitment, Contract, Institution
from droitcommun.core.problems import UnknownNameError
from droitcommun.core.sheets import Measure, Sheet
from droitcommun.core.status import PublicStatus
from droitcommun.usecases.audit import audit
from droitcommun.usecases.explanation import Explanation, explanation
from droitcommun.usecases.records import FindingRecord, MeasureRecord, SheetRecord
from droitcommun.usecases.sheets import sheet_record
from droitcommun.usecases.sources import View


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """A measure that follows a promise: its sheet, where it stands, its declared rate, what is doubted."""

    sheet: SheetRecord
    measure: MeasureRecord
    explanation: Explanation | None
    findings: tuple[FindingRecord, ...]

    @property
    def doubted(self) -> bool:
        """Say whether its figures contradict each other: a status that rests on them is to be confirmed."""
        return self.explanation is not None and not self.explanation.holds


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A commitment, who made it, and the measures that follow it; none means that nobody measures it."""

    contract: Contract
    commitment: Commitment
    committed: tuple[Institution, ...]
    followed: tuple[Followed, ...]

    @property
    def doubted(self) -> bool:
        """Say whether one at least of its measures is to be confirmed."""
        return any(one.doubted for one in self.followed)

    @property
    def public_status(self) -> PublicStatus:
        """Return the status that all its measures share; otherwise nobody can tell."""
        found = {one.measure.public_status for one in self.followed}
        return found.pop() if len(found) == 1 else PublicStatus.UNKNOWN


def promises(seen: View) -> tuple[Promise, ...]:
    """List the promises in the order of the contract."""
    findings = audit(seen)
    return tuple(_promise(seen, commitment, findings) for commitment in seen.dossier.commitments)


def promise(seen: View, name: str) -> Promise:
    """Show one promise; raises UnknownNameError."""
    for found in promises(seen):
        if found.commitment.id == name:
            return found
    raise UnknownNameError("Aucune promesse ne porte cet identifiant.")


def _promise(seen: View, commitment: Commitment, findings: tuple[FindingRecord, ...]) -> Promise:
    dossier = seen.dossier
    bodies = {institution.id: institution for institution in dossier.contract.institutions}
    return Promise(
        contract=dossier.contract,
        commitment=commitment,
        committed=tuple(bodies[name] for name in commitment.committed),
        followed=tuple(
            _followed(seen, sheet, measure, findings) for sheet, measure in dossier.measures_of(commitment)
        ),
    )


def _followed(seen: View, sheet: Sheet, measure: Measure, findings: tuple[FindingRecord, ...]) -> Followed:
    shown = sheet_record(seen, sheet)
    return Followed(
        sheet=shown,
        measure=next(one for one in shown.measures if one.id == measure.id),
        explanation=explanation(seen, sheet),
        findings=tuple(finding for finding in findings if measure.id in finding.measures),
    )
