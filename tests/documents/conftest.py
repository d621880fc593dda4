"""Documents that real programs wrote, once a session."""

import os
from pathlib import Path

import pytest

from tests.documents.producers import OFFICE, converted, write_docx, write_typst
from tests.documents.sheets import written_sheets


@pytest.fixture(scope="session")
def office() -> None:
    """LibreOffice; skipped aloud when there is none, never in continuous integration."""
    if OFFICE is None:
        message = "no LibreOffice: apt-get install libreoffice-writer libreoffice-calc"
        if os.environ.get("DROITCOMMUN_REQUIRE_OFFICE") == "1":
            pytest.fail(message)
        pytest.skip(message)


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where python-docx and typst wrote the two hundred sheets."""
    folder = tmp_path_factory.mktemp("sheets")
    write_docx(written_sheets(), folder / "fiches.docx")
    write_typst(written_sheets(), folder / "typst.pdf")
    return folder


@pytest.fixture(scope="session")
def printed(written: Path, office: None) -> Path:  # noqa: ARG001 - it must be there
    """The same folder, with what LibreOffice made of it."""
    converted(written / "fiches.docx", "odt")
    converted(written / "fiches.docx", "pdf")
    return written
