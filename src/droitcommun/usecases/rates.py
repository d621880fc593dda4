"""Show computed rates, and explain one."""

from dataclasses import fields
from datetime import date

from droitcommun.core import rates as engine
from droitcommun.core.derivations import Derivation, derivation
from droitcommun.core.figures import RATE_DECIMALS, rounded, rounded_down, rounded_up
from droitcommun.core.french import shown
from droitcommun.core.methods import NoValue, Value
from droitcommun.core.passages import all_lines
from droitcommun.core.problems import UnknownNameError
from droitcommun.usecases.records import DerivationRecord, ExplainedRateRecord, RateRecord
from droitcommun.usecases.sources import View


def rates(seen: View, explain: str | None = None) -> tuple[ExplainedRateRecord, ...]:
    """List computed rates with their derivation, in document order.

    `explain` keeps those of one measure, or of one sheet, which may have none; raises UnknownNameError when
    neither bears it.
    """
    computed = engine.known_rates(seen.known)
    if explain is not None:
        sheets = seen.dossier.sheets
        named = {sheet.id for sheet in sheets} | {one.id for sheet in sheets for one in sheet.measures}
        if explain not in named:
            known = ", ".join(sheet.id for sheet in sheets)
            raise UnknownNameError(f"Aucune mesure ni fiche ne porte cet identifiant ; fiches : {known}")
        computed = tuple(rate for rate in computed if explain in (rate.measure.id, rate.sheet.id))
    return tuple(_explained(rate, seen.as_of) for rate in computed)


def reading_sentences(seen: View) -> dict[tuple[str, str], str]:
    """Give each reading's sentence, by measure and reading."""
    return {
        (rate.measure.id, rate.reading.id): rate.reading.sentence for rate in engine.known_rates(seen.known)
    }


def rate_record(rate: engine.Rate, as_of: date) -> RateRecord:
    """Show a rate: rounded once; its low bound down, its high bound up, so that they stay bounds."""
    value = rate.outcome if isinstance(rate.outcome, Value) else None
    decimals = rate.protocol.decimals if rate.protocol else RATE_DECIMALS
    return RateRecord(
        measure=rate.measure.id,
        sheet=rate.sheet.id,
        as_of=as_of,
        reading=rate.reading.id,
        method=rate.method,
        version=rate.version,
        basis=rate.basis,
        result_period=rate.result.period if rate.result else None,
        value=rounded(value.exact, decimals) if value else None,
        exact=str(value.exact) if value else None,
        unit=value.unit if value else None,
        low=rounded_down(value.bounds.low, decimals) if value else None,
        high=rounded_up(value.bounds.high, decimals) if value else None,
        reason=rate.outcome.reason if isinstance(rate.outcome, NoValue) else None,
        official=rate.protocol is not None and value is not None,
    )


def _explained(rate: engine.Rate, as_of: date) -> ExplainedRateRecord:
    record = rate_record(rate, as_of)
    tree = derivation(rate)
    return ExplainedRateRecord(
        **{field.name: getattr(record, field.name) for field in fields(record)},
        derivation=derivation_record(tree) if tree else None,
    )


def derivation_record(tree: Derivation) -> DerivationRecord:
    """Show a tree: leaves as printed, computed nodes with all their decimals when there are few, else two."""
    return DerivationRecord(
        op=tree.op,
        value=shown(tree.value),
        unit=tree.unit,
        lines=all_lines(tree.passages),
        args=tuple(map(derivation_record, tree.args)),
    )
