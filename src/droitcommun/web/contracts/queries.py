"""What the pages show, read once: the contract is a frozen value."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from droitcommun.catalogue.loader import load_contract
from droitcommun.core.audit import RULES
from droitcommun.usecases.audit import audit
from droitcommun.usecases.promises import Promise, promise, promises
from droitcommun.usecases.records import FindingRecord
from droitcommun.usecases.sources import View, view


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


def all_findings() -> tuple[FindingRecord, ...]:
    """Everything that does not hold."""
    return audit(current())


def rules() -> dict[str, list[str]]:
    """Each rule's code with the paragraphs of its French docstring."""
    return {
        code: [" ".join(paragraph.split()) for paragraph in (rule.__doc__ or "").split("\n\n")]
        for code, rule in RULES.items()
    }
