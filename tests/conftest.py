"""What tests share: the source document, and whether it may be missing."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes depends on the machine, and is never what a test is about.
settings.register_profile("droitcommun", deadline=None)
settings.load_profile("droitcommun")

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("DROITCOMMUN_SHARED") or ROOT.parent / "shared")
DOCUMENT = SHARED / "source" / "contrat-de-ville-paris-2015.txt"


@pytest.fixture(scope="session")
def document() -> list[str]:
    """The lines of the source document, line 1 at index 0; skipped aloud when it is not at hand."""
    if not DOCUMENT.exists():
        message = f"source document not found at {DOCUMENT}: set DROITCOMMUN_SHARED"
        if os.environ.get("DROITCOMMUN_REQUIRE_SHARED") == "1":
            pytest.fail(message)
        pytest.skip(message)
    return DOCUMENT.read_text(encoding="utf-8").split("\n")
