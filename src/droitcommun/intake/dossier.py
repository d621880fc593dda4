"""The sheets of a document → a Dossier: its contract as the document tells it, no more."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from difflib import SequenceMatcher

from droitcommun.core.contract import Axis, Contract, Document, Institution, ReportingUnit, Theme
from droitcommun.core.dossier import Dossier, Origin, OriginKind
from droitcommun.core.passages import Lines, Passage
from droitcommun.core.periods import Period
from droitcommun.core.sheets import DateText, Named
from droitcommun.intake.asking import Answers
from droitcommun.intake.blocks import Blocks
from droitcommun.intake.dates import date_text, dates
from droitcommun.intake.folding import folded, joined, slug
from droitcommun.intake.measures import Names
from droitcommun.intake.perimeters import within_each_other
from droitcommun.intake.sheets import ReadSheet, labels_answered, read_sheet
from droitcommun.intake.template import Field, RawSheet, parse_template, title, value

# Two names that resemble each other so much are one name with a slip: « Vivre la ville », « Vivre sa ville ».
SAME_NAME = 0.95

# « Axe 1 : … » and « CAF Paris Mission jeunesse »: what is before or after the name itself.
_NUMBERED = re.compile(r"^axe\s*\d+\s*[:.–-]\s*", re.IGNORECASE)
_SERVICE = re.compile(r"\s*(?:/|\(|\s[–-]\s|\bmission\b|\bpôle\b|\bpole\b|\bservice\b)", re.IGNORECASE)
_YEARS = re.compile(r"\b(20\d\d)\s*[-–]\s*(20\d\d)\b")
_SIGNED = re.compile(r"\bsigne(?:e)?\s+le\b")


def parse_dossier(document: Blocks, answers: Answers | None = None) -> Dossier:
    """Read the sheets of a document, its questions settled by `answers`, which are told what became of them.

    Raises FileRefusedError when it holds no sheet, or half of one.
    """
    answers = answers or Answers({})
    raws = parse_template(document)
    name = slug(document.file.rsplit(".", 1)[0])
    ids = _ids(raws)
    labels = [labels_answered(raw, (name, sheet), answers) for raw, sheet in zip(raws, ids, strict=True)]
    if any(labels):
        raws = parse_template(document, frozenset().union(*labels))
    axes = _Register(value(raw, Field.AXIS) for raw in raws)
    themes = _Register(_name(raw, Field.THEME) for raw in raws)
    services = _Register(_office(value(raw, Field.SERVICES)) for raw in raws)
    institutions = _Register(_institution(value(raw, Field.SERVICES)) for raw in raws)
    period = _period(raws)
    undated = _undated(raws, period)
    read = [
        read_sheet(
            raw,
            Names(
                document=name,
                sheet=ids[index],
                axis=axes.named(value(raw, Field.AXIS)),
                theme=themes.named(_name(raw, Field.THEME)),
                institutions=institutions.ids(_institution(value(raw, Field.SERVICES))),
                units=services.ids(_office(value(raw, Field.SERVICES))),
                undated=undated,
            ),
            answers,
        )
        for index, raw in enumerate(raws)
    ]
    contract = Contract(
        id=name,
        name=_contract_name(raws),
        period=period,
        signed_on=_signed_on(document, period),
        passage=Passage(name, (Lines(raws[0].first, raws[0].last),)),
        documents=(Document(id=name, title=document.file, file=document.file, sha256=document.sha256),),
        institutions=tuple(Institution(id=key, name=shown) for key, shown in institutions.names()),
        perimeters=within_each_other(_perimeters(read)),
        axes=tuple(Axis(id=key, name=shown) for key, shown in axes.names()),
        themes=tuple(Theme(id=key, name=shown) for key, shown in themes.names()),
        units=tuple(
            ReportingUnit(id=key, name=shown, institution=institutions.ids(_institution(shown))[0])
            for key, shown in services.names()
        ),
    )
    return Dossier(
        contract=contract,
        commitments=(),
        sheets=tuple(one.sheet for one in read),
        observations=tuple(seen for one in read for seen in one.observations),
        origin=Origin(kind=OriginKind.DOCUMENT, id=document.file, sha256=document.sha256),
    )


class _Register:
    """The names that sheets print, those that are one name with a slip together, under the commonest."""

    def __init__(self, printed: Iterable[str]) -> None:
        counts = Counter(text for text in printed if text)
        self._of: dict[str, str] = {}
        for text in counts:
            key = _bare(text)
            alike = [other for other in self._of if _alike(_bare(other), key)]
            group = self._of[alike[0]] if alike else text
            self._of[text] = group
        for group in set(self._of.values()):
            members = [text for text, other in self._of.items() if other == group]
            best = max(members, key=lambda text: (counts[text], text))
            self._of |= dict.fromkeys(members, best)
        self._ids = _unique(
            {text: slug(_NUMBERED.sub("", text)) for text in dict.fromkeys(self._of.values())}
        )

    def ids(self, text: str) -> tuple[str, ...]:
        """The id of a printed name; none for no name."""
        return (self._ids[self._of[text]],) if text else ()

    def named(self, text: str) -> Named | None:
        """A printed name and its id."""
        return Named(raw=text, id=self.ids(text)[0]) if text else None

    def names(self) -> list[tuple[str, str]]:
        """Every id with its commonest name, in order of appearance."""
        return [(key, _NUMBERED.sub("", text)) for text, key in self._ids.items()]


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", folded(_NUMBERED.sub("", text))))


def _alike(one: str, other: str) -> bool:
    """Numbers tell names apart, however alike the rest is."""
    if re.findall(r"\d+", one) != re.findall(r"\d+", other):
        return False
    if one.replace(" ", "") == other.replace(" ", ""):
        return True
    return SequenceMatcher(None, one, other).ratio() >= SAME_NAME


def _unique(wanted: dict[str, str]) -> dict[str, str]:
    taken: Counter[str] = Counter()
    found = {}
    for key, name in wanted.items():
        taken[name] += 1
        found[key] = name if taken[name] == 1 else f"{name}-{taken[name]}"
    return found


def _name(raw: RawSheet, name: Field) -> str:
    """A name, without the marks that a page may have left after it."""
    lines = raw.fields.get(name, ())
    return re.sub(r"(?:\s+[^\w\s()]+)+$", "", joined([line.text for line in lines]))


def _institution(service: str) -> str:
    """The body that a service belongs to: what stands before its own name."""
    head = _SERVICE.split(service, maxsplit=1)[0].strip(" ,;:-–")
    return re.sub(r"\s+d[eu]\s+", " ", head) or service


def _office(service: str) -> str:
    """The service as printed, when it names an office of an institution and not the institution alone."""
    return service if _SERVICE.search(service.rstrip(" /")) else ""


def _ids(raws: tuple[RawSheet, ...]) -> list[str]:
    """An id a sheet, from its title; from its indicator too where two sheets bear one title."""
    titles = [slug(title(raw) or value(raw, Field.OBJECTIVE)) for raw in raws]
    twice = {name for name, count in Counter(titles).items() if count > 1}
    wanted = {
        str(index): f"{name}-{slug(value(raw, Field.INDICATOR) or value(raw, Field.OBJECTIVE))}"
        if name in twice
        else name
        for index, (name, raw) in enumerate(zip(titles, raws, strict=True))
    }
    return list(_unique(wanted).values())


def _contract_name(raws: tuple[RawSheet, ...]) -> str:
    """What the foot of most sheets calls the contract."""
    counts = Counter(_foot(raw) for raw in raws if _foot(raw))
    if not counts:
        return "Contrat de ville"
    name = counts.most_common(1)[0][0]
    return name[:1].upper() + name[1:]


def _foot(raw: RawSheet) -> str:
    return value(raw, Field.FOOT)


def _period(raws: tuple[RawSheet, ...]) -> Period:
    """The years that the foot prints; without them, those of the table headers."""
    for raw in raws:
        found = _YEARS.search(_foot(raw))
        if found and found[1] <= found[2]:
            return Period(Period.parse(found[1]).start, Period.parse(found[2]).end)
    years = [year for raw in raws for year in (raw.before, raw.after) if year is not None]
    return Period(Period.parse(str(min(years))).start, Period.parse(str(max(years))).end)


def _undated(raws: tuple[RawSheet, ...], period: Period) -> DateText:
    """The days in which the dated sheets were updated: all that is known of one without a date."""
    known = [read for raw in raws if (read := date_text(value(raw, Field.UPDATED_ON)))]
    first = min((one.from_ for one in known), default=period.start)
    last = max((one.to for one in known), default=period.start)
    return DateText(text="", from_=min(first, last), to=last)


def _signed_on(document: Blocks, period: Period) -> date:
    """The day after « signé le »; the first day of the contract when the document does not say it."""
    for block in document.blocks:
        text = getattr(block, "text", "")
        found = _SIGNED.search(folded(text)) if "sign" in text else None
        if found:
            days = [one.period for one in dates(folded(text)) if one.start >= found.end()]
            if days and days[0].start == days[0].end:
                return days[0].start
    return period.start


def _perimeters(read: list[ReadSheet]) -> set[str]:
    found = {seen.perimeter for one in read for seen in one.observations}
    found |= {measure.perimeter for one in read for measure in one.sheet.measures}
    return found | {one.sheet.objective_perimeter for one in read if one.sheet.objective_perimeter}
