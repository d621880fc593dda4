"""Show how the official rate of a measure is computed, and who adopted that."""

from droitcommun.core import french
from droitcommun.core.governance import Protocol
from droitcommun.core.observations import Role
from droitcommun.core.readings import readings
from droitcommun.core.sheets import Measure
from droitcommun.usecases.records import ProtocolRecord
from droitcommun.usecases.sources import View
from droitcommun.usecases.words import METHOD


def protocol_record(seen: View, measure: Measure) -> ProtocolRecord | None:
    """Show the protocol adopted for a measure by that day; None without one."""
    protocol = seen.known.protocol_of(measure)
    if protocol is None:
        return None
    return ProtocolRecord(
        id=protocol.id,
        method=protocol.method,
        reading=protocol.reading,
        population=protocol.population,
        perimeter=protocol.perimeter,
        adopted_by=protocol.adopted_by,
        adopted_on=protocol.adopted_on,
        decimals=protocol.decimals,
        minimum=protocol.minimum,
        words=_words(seen, measure, protocol),
        lines=protocol.passage.lines if protocol.passage else (),
    )


def _words(seen: View, measure: Measure, protocol: Protocol) -> str:
    bodies = {body.id: body.name for body in seen.dossier.contract.institutions}
    results = seen.known.observed(measure, Role.RESULT)
    ways = readings(seen.known, measure, results[-1].period if results else None)
    aimed = [f", objectif lu comme « {way.words} »" for way in ways if way.id == protocol.reading]
    least = f" ; rien n’est publié sous {protocol.minimum}{french.NBSP}cas" if protocol.minimum else ""
    return french.typeset(
        f"{METHOD[protocol.method]}{''.join(aimed)} ; population : {protocol.population} ; périmètre : "
        f"{seen.known.perimeters[protocol.perimeter].name}{least} ; adopté par {bodies[protocol.adopted_by]} le "
        f"{french.day(protocol.adopted_on)}"
    )
