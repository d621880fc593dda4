"""What tests of `locate` share: the folder of a service, and a process that is left as it was."""

import sys
from pathlib import Path

import pytest

from tests.spec.desk import Desk


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """An index of the invented register and perimeters around two of its streets."""
    return Desk(tmp_path_factory.mktemp("desk"))


@pytest.fixture
def own_hook(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A run in this process takes the hook of failures, and draws a secret: both are put back."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setenv("DROITCOMMUN_SECRET", str(tmp_path / "secret"))
