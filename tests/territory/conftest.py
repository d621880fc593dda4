"""What tests of addresses share: an index of an invented register, and one of Paris when its file is at hand."""

import os
from pathlib import Path

import pytest

from droitcommun.territory.index.build import build_index
from droitcommun.territory.index.opened import AddressIndex
from tests.places import SHARED
from tests.territory.register import rows, write

REGISTER_OF_PARIS = SHARED / "data" / "ban" / "adresses-75.csv.gz"


@pytest.fixture(scope="session")
def index_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the invented register."""
    folder = tmp_path_factory.mktemp("index")
    build_index([write(folder / "adresses.csv", rows())], folder / "adresses.idx")
    return folder / "adresses.idx"


@pytest.fixture(scope="session")
def index(index_file: Path) -> AddressIndex:
    """The same, open."""
    return AddressIndex(index_file)


@pytest.fixture(scope="session")
def paris(tmp_path_factory: pytest.TempPathFactory) -> AddressIndex:
    """An index of Paris; skipped aloud when the register is not at hand."""
    if not REGISTER_OF_PARIS.exists():
        message = f"register of addresses not found at {REGISTER_OF_PARIS}: set DROITCOMMUN_SHARED"
        if os.environ.get("DROITCOMMUN_REQUIRE_SHARED") == "1":
            pytest.fail(message)
        pytest.skip(message)
    path = tmp_path_factory.mktemp("paris") / "paris.idx"
    build_index([REGISTER_OF_PARIS], path)
    return AddressIndex(path)
