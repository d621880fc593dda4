"""What tests of the network share: a server on loopback, and no proxy between it and us."""

from collections.abc import Iterator

import pytest

from tests.servers import Loopback, serving
from tests.spec.conftest import desk, own_hook
from tests.territory.conftest import index, index_file

__all__ = ["desk", "index", "index_file", "own_hook", "server"]


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Loopback]:
    """A server on loopback that answers nothing yet."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with serving() as one:
        yield one
