"""What the pages show, computed once: the contract is a frozen value."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from droitcommun.catalogue.loader import load_source
from droitcommun.core.audit import RULES
from droitcommun.core.audit.findings import Finding
from droitcommun.core.french import typeset
from droitcommun.core.passages import Lines, all_lines
from droitcommun.core.status import PublicStatus
from droitcommun.usecases.audit import findings
from droitcommun.usecases.promises import FollowUp, Promise, follow_ups, promises
from droitcommun.usecases.sources import View, view
from droitcommun.usecases.words import FAMILY


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A finding with its title and lines, the sheets that it cites, and those that it is linked to."""

    finding: Finding
    title: str
    lines: tuple[Lines, ...]
    sheets: tuple[FollowUp, ...]
    linked: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything that the pages show of one contract on one day."""

    view: View
    sheets: tuple[FollowUp, ...]
    promises: tuple[Promise, ...]
    findings: tuple[ShownFinding, ...]

    @property
    def counts(self) -> dict[str, int]:
        """The figures at the head of the home page."""
        explained = [one.explanation for one in self.sheets if one.explanation]
        met = [promise for promise in self.promises if promise.public_status is PublicStatus.MET]
        return {
            "promises": len(self.promises),
            "met": len(met),
            "doubted": sum(promise.doubted for promise in met),
            "declared": sum(one.sheet.declared_rate is not None for one in self.sheets),
            "holding": sum(explanation.holds for explanation in explained),
        }


@cache
def current() -> Shown:
    """The contract of the settings, on the latest day that it recorded."""
    return shown(view(load_source, settings.DROITCOMMUN_SOURCE, None))


def shown(seen: View) -> Shown:
    """Compute what the pages show."""
    found = findings(seen)
    sheets = follow_ups(seen, found)
    titles = {finding.key: _title(finding, sheets) for finding in found}
    return Shown(
        view=seen,
        sheets=sheets,
        promises=promises(seen, sheets),
        findings=tuple(
            ShownFinding(
                finding=finding,
                title=titles[finding.key],
                lines=all_lines(finding.passages),
                sheets=tuple(one for one in sheets if one.sheet.id in finding.sheets),
                linked=tuple((key, titles[key]) for key in finding.linked),
            )
            for finding in found
        ),
    )


def every_page(request: HttpRequest) -> dict[str, Any]:
    """Give each template the contract, the day, and the name of its page for the menu."""
    seen = current().view
    return {
        "contract": seen.dossier.contract,
        "as_of": seen.as_of,
        "page": request.resolver_match.url_name if request.resolver_match else "",
    }


def one_promise(name: str) -> Promise | None:
    """Find a promise by its id."""
    return next((one for one in current().promises if one.commitment.id == name), None)


def one_sheet(name: str) -> FollowUp | None:
    """Find a sheet by its id."""
    return next((one for one in current().sheets if one.sheet.id == name), None)


def promises_of(sheet: FollowUp) -> tuple[Promise, ...]:
    """List the promises that a sheet follows."""
    return tuple(one for one in current().promises if one.commitment.id in sheet.sheet.commitments)


def rules() -> dict[str, list[str]]:
    """Each rule's code with the paragraphs of its French docstring."""
    return {
        rule.code: [" ".join(paragraph.split()) for paragraph in (rule.check.__doc__ or "").split("\n\n")]
        for rule in RULES
    }


def _title(finding: Finding, sheets: tuple[FollowUp, ...]) -> str:
    family = FAMILY[finding.family].capitalize()
    cited = [one.sheet.measures[0].indicator for one in sheets if one.sheet.id in finding.sheets]
    return typeset(f"{family} : {cited[0]}") if len(cited) == 1 else family
