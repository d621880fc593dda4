"""What the pages show, read once: the contract is a frozen value."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from droitcommun.catalogue.loader import load_contract
from droitcommun.core.audit import RULES
from droitcommun.core.french import typeset
from droitcommun.usecases.audit import audit
from droitcommun.usecases.promises import Promise, promise, promises
from droitcommun.usecases.records import FindingRecord
from droitcommun.usecases.sources import View, view
from droitcommun.usecases.words import FAMILY


@cache
def current() -> View:
    """The contract that the site shows, on the latest day that it recorded."""
    return view(load_contract, settings.DROITCOMMUN_CONTRACT, None)


def every_page(request: HttpRequest) -> dict[str, Any]:
    """Give each template the contract, the day, and its own name for the menu."""
    seen = current()
    return {
        "contract": seen.dossier.contract,
        "as_of": seen.as_of,
        "document": seen.dossier.contract.documents[0],
        "page": request.resolver_match.url_name if request.resolver_match else "",
    }


def all_promises() -> tuple[Promise, ...]:
    """Every promise."""
    return promises(current())


def one_promise(name: str) -> Promise:
    """One promise; raises UnknownNameError."""
    return promise(current(), name)


@dataclass(frozen=True, slots=True)
class PlacedFinding:
    """A finding with a title, the promises that it bears on, and the titles of those it is linked to."""

    finding: FindingRecord
    title: str
    promises: tuple[Promise, ...]
    linked: tuple[tuple[str, str], ...]


def all_findings() -> tuple[PlacedFinding, ...]:
    """Everything that does not hold, with what a reader needs beside it."""
    found = audit(current())
    bears_on = {
        finding.key: tuple(
            promise
            for promise in all_promises()
            if any(one.sheet.id in finding.sheets for one in promise.followed)
        )
        for finding in found
    }
    titles = {finding.key: _title(finding, bears_on[finding.key]) for finding in found}
    return tuple(
        PlacedFinding(
            finding,
            titles[finding.key],
            bears_on[finding.key],
            tuple((key, titles[key]) for key in finding.linked),
        )
        for finding in found
    )


def _title(finding: FindingRecord, promises: tuple[Promise, ...]) -> str:
    family = FAMILY[finding.family].capitalize()
    return typeset(f"{family} : {promises[0].commitment.scheme}") if len(promises) == 1 else family


def rules() -> dict[str, list[str]]:
    """Each rule's code with the paragraphs of its French docstring."""
    return {
        code: [" ".join(paragraph.split()) for paragraph in (rule.__doc__ or "").split("\n\n")]
        for code, rule in RULES.items()
    }
