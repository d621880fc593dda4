"""What a Dossier knew on a day, indexed once: the engines ask it, and never look further."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar, cast

from droitcommun.core.contract import Commitment, Perimeter, PerimeterKind
from droitcommun.core.dossier import Dossier
from droitcommun.core.governance import Decision, Protocol, Waiver
from droitcommun.core.observations import Figure, Number, Observation, Role
from droitcommun.core.passages import Passage
from droitcommun.core.periods import Period
from droitcommun.core.sheets import Measure, Sheet
from droitcommun.core.texts import GivenText, TextField

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Baseline:
    """A situation to start from: `source` is the id of the observation or of the commitment that gives it.

    `label` says what is counted, when a cell prints figures of several things.
    """

    source: str
    figure: Figure
    period: Period | None
    passage: Passage
    text: str
    perimeter: str | None  # None: the promise does not say
    label: str = ""


@dataclass(frozen=True)
class Known:
    """What was recorded and decided by that day, and not superseded by then. Made by `known_on`."""

    dossier: Dossier
    as_of: date
    _observed: Mapping[tuple[str, Role], tuple[Observation, ...]]
    _of_sheet: Mapping[tuple[str, Role], tuple[Observation, ...]]

    def once(self, key: tuple[Hashable, ...], make: Callable[[], T]) -> T:
        """Return what `make` gives, made once for a key: rules ask again and again for the same thing."""
        if key not in self._made:
            self._made[key] = make()
        return cast("T", self._made[key])

    @cached_property
    def _made(self) -> dict[tuple[Hashable, ...], object]:
        return {}

    @property
    def is_empty(self) -> bool:
        """Say whether no figure at all was known."""
        return not self._observed and not self._of_sheet

    def observed(self, measure: Measure, role: Role) -> tuple[Observation, ...]:
        """List the figures of one role for a measure, oldest period first, those without a period before.

        Of several results of one period, a decision retains one: the others stand, and are not listed.
        """
        found = self._observed.get((measure.id, role), ())
        retained = self.retained(measure)
        if not retained or role is not Role.RESULT:
            return found
        periods = {seen.period for seen in found if seen.id in retained}
        return tuple(seen for seen in found if seen.id in retained or seen.period not in periods)

    def retained(self, measure: Measure) -> frozenset[str]:
        """The figures that decisions retain: one to start from at most, and one result of a period."""
        return self._retained.get(measure.id, frozenset())

    def declared_rate(self, sheet: Sheet) -> Observation | None:
        """Return the rate that the sheet declares; None before any."""
        found = self._of_sheet.get((sheet.id, Role.DECLARED_RATE), ())
        return found[-1] if found else None

    def context_of(self, sheet: Sheet) -> tuple[Observation, ...]:
        """List the figures that stand beside the results of a sheet."""
        return self._of_sheet.get((sheet.id, Role.CONTEXT), ())

    def labelled(self, sheet: Sheet) -> tuple[Observation, ...]:
        """List the figures of a sheet that carry a name, whatever their role, oldest period first."""
        found = [
            seen
            for measure in sheet.measures
            for role in (Role.BASELINE, Role.RESULT)
            for seen in self._observed.get((measure.id, role), ())
        ]
        found += self.context_of(sheet)
        return tuple(sorted((seen for seen in found if seen.label), key=_by_period))

    def texts_of(self, sheet: Sheet) -> tuple[GivenText, ...]:
        """List what services wrote for a sheet since it was printed, oldest year first, corrected texts left out."""
        return self._texts.get(sheet.id, ())

    def text_of(self, sheet: Sheet, field: TextField) -> GivenText | None:
        """Return the last text that was given under a heading of a sheet; None: what it printed is all there is."""
        found = [given for given in self.texts_of(sheet) if given.field is field]
        return found[-1] if found else None

    @cached_property
    def _texts(self) -> Mapping[str, tuple[GivenText, ...]]:
        recorded = [given for given in self.dossier.texts if given.recorded_on <= self.as_of]
        superseded = {given.supersedes for given in recorded}
        found: defaultdict[str, list[GivenText]] = defaultdict(list)
        for given in sorted(recorded, key=lambda given: given.year):
            if given.id not in superseded:
                found[given.sheet].append(given)
        return {sheet: tuple(texts) for sheet, texts in found.items()}

    def baselines(self, measure: Measure) -> tuple[Baseline, ...]:
        """List the situations that a measure may start from: the sheet's, then those of its commitments.

        A decision retains one; without it all stand, each figure once.
        """
        return self.once(("baselines", measure.id), lambda: self._baselines(measure))

    def _baselines(self, measure: Measure) -> tuple[Baseline, ...]:
        found = [
            Baseline(seen.id, seen.figure, seen.period, seen.passage, seen.text, seen.perimeter, seen.label)
            for seen in self._observed.get((measure.id, Role.BASELINE), ())
        ]
        found += [
            Baseline(
                promise.id,
                promise.baseline.figure,
                promise.baseline.period,
                promise.baseline.passage,
                promise.baseline.text,
                promise.perimeter,
            )
            for promise in self.commitments_of(measure)
            if promise.baseline is not None and not self.starts_another(measure, promise)
        ]
        retained = [one for one in found if one.source in self.retained(measure)]
        return tuple({_value(one.figure): one for one in reversed(retained or found)}.values())[::-1]

    def starts_another(self, measure: Measure, promise: Commitment) -> bool:
        """Say whether the baseline of a promise is printed as that of another of the measures that follow it.

        « 2 050 familles » is where one scheme starts; it is not where the other, with its own 137, starts.
        """
        value = _value(promise.baseline.figure) if promise.baseline else None
        own = self._started_from(measure)
        return (
            bool(own)
            and value not in own
            and any(value in self._started_from(other) for other in self._followers.get(promise.id, ()))
        )

    def _started_from(self, measure: Measure) -> set[Hashable]:
        """The numbers that a sheet prints as the situation from which its measure starts."""
        found = self._observed.get((measure.id, Role.BASELINE), ())
        return {_value(seen.figure) for seen in found if isinstance(seen.figure, Number)}

    @cached_property
    def _followers(self) -> Mapping[str, tuple[Measure, ...]]:
        """The measures that follow each commitment."""
        found: defaultdict[str, list[Measure]] = defaultdict(list)
        for _, measure in self.dossier.measures():
            for name in measure.commitments:
                found[name].append(measure)
        return {name: tuple(measures) for name, measures in found.items()}

    def commitments_of(self, measure: Measure) -> tuple[Commitment, ...]:
        """List the commitments that a measure follows, in the order in which it names them."""
        return tuple(self.commitments[name] for name in measure.commitments)

    def protocol_of(self, measure: Measure) -> Protocol | None:
        """Return the latest protocol adopted for a measure by that day."""
        return self._protocols.get(measure.id)

    @cached_property
    def commitments(self) -> Mapping[str, Commitment]:
        """The commitments by id."""
        return {commitment.id: commitment for commitment in self.dossier.commitments}

    @cached_property
    def perimeters(self) -> Mapping[str, Perimeter]:
        """The perimeters by id."""
        return {perimeter.id: perimeter for perimeter in self.dossier.contract.perimeters}

    def is_said(self, perimeter: str) -> bool:
        """Say whether the source says which places these are: what it does not say differs from nothing."""
        return self.perimeters[perimeter].kind is not PerimeterKind.UNSAID

    def goes_beyond(self, perimeter: str, asked: str) -> bool:
        """Say whether a perimeter holds places that another does not, or may: it is neither the other nor inside it."""
        return perimeter != asked and not self.is_wider(asked, than=perimeter)

    def is_wider(self, perimeter: str, than: str) -> bool:
        """Say whether a perimeter strictly contains another."""
        seen: set[str] = set()
        ahead = list(self.perimeters[than].within)
        while ahead:
            name = ahead.pop()
            if name == perimeter:
                return True
            if name not in seen:
                seen.add(name)
                ahead += self.perimeters[name].within
        return False

    @cached_property
    def waivers(self) -> tuple[Waiver, ...]:
        """The waivers given by that day."""
        return tuple(waiver for waiver in self.dossier.waivers if waiver.on <= self.as_of)

    @cached_property
    def _protocols(self) -> Mapping[str, Protocol]:
        adopted = sorted(self.dossier.protocols, key=lambda protocol: (protocol.adopted_on, protocol.id))
        return {protocol.measure: protocol for protocol in adopted if protocol.adopted_on <= self.as_of}

    @cached_property
    def _retained(self) -> Mapping[str, frozenset[str]]:
        """The figures retained for each measure: by the latest decision on its start, and on each of its periods."""
        periods = {seen.id: seen.period for seen in self.dossier.observations if seen.role is Role.RESULT}
        found: dict[str, dict[object, str]] = {}
        for decision in sorted(self._decisions, key=_by_day):
            result = decision.retains in periods
            subject = (result, periods[decision.retains] if result else None)
            found.setdefault(decision.measure, {})[subject] = decision.retains
        return {measure: frozenset(names.values()) for measure, names in found.items()}

    @cached_property
    def _decisions(self) -> tuple[Decision, ...]:
        return tuple(decision for decision in self.dossier.decisions if decision.on <= self.as_of)


def known_on(dossier: Dossier, as_of: date) -> Known:
    """Look at a Dossier as it was on a day."""
    recorded = [seen for seen in dossier.observations if seen.recorded_on <= as_of]
    superseded = {seen.supersedes for seen in recorded}
    observed: defaultdict[tuple[str, Role], list[Observation]] = defaultdict(list)
    of_sheet: defaultdict[tuple[str, Role], list[Observation]] = defaultdict(list)
    for seen in sorted(recorded, key=_by_period):
        if seen.id in superseded:
            continue
        if seen.measure is not None and seen.role is not Role.CONTEXT:
            observed[seen.measure, seen.role].append(seen)
        else:
            of_sheet[seen.sheet, seen.role].append(seen)
    return Known(
        dossier,
        as_of,
        {key: tuple(found) for key, found in observed.items()},
        {key: tuple(found) for key, found in of_sheet.items()},
    )


def _value(figure: Figure) -> Hashable:
    """What makes two baselines one: the value, whether or not its counts are printed with it."""
    return (figure.exact, figure.unit) if isinstance(figure, Number) else figure


def _by_day(decision: Decision) -> tuple[date, str]:
    return decision.on, decision.id


def _by_period(seen: Observation) -> tuple[date, date, date, str]:
    """Order by the last day that a figure speaks of: 2015 comes after April 2015.

    Ties go by the day of recording, then by id, so that the order of the rows never decides.
    """
    end, start = (seen.period.end, seen.period.start) if seen.period else (date.min, date.min)
    return end, start, seen.recorded_on, seen.id
