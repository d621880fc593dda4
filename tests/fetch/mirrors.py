"""A mirror of the producers: their paths, files that we invent, and what is left of a run in a folder."""

import gzip
from pathlib import Path

import pytest

from droitcommun.core.problems import UserError
from droitcommun.usecases.fetching import Fetched, fetch
from tests.servers import Loopback

BAN = "/data/ban/adresses/latest/csv/adresses-75.csv.gz"
QPV_2014 = (
    "/resources/quartiers-prioritaires-de-la-politique-de-la-ville-qpv"
    "/20180110-144945/qp-politiquedelaville-shp.zip"
)
QPV_2024 = "/fr/datasets/r/942d4ee8-8142-4556-8ea1-335537ce1119"
FILE = "adresses-75.csv.gz"

# Bytes that do not shrink: an answer of a few packets, whose middle is far from both ends.
NOISE = bytes((n * n * 31 + n) % 251 for n in range(300_000))


def compressed(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def noise(salt: bytes = b"") -> bytes:
    return gzip.compress(salt + NOISE, compresslevel=0, mtime=0)


def plain(said: str) -> str:
    return said.replace("\u00a0", " ").replace("\u202f", " ")


def left(folder: Path) -> list[str]:
    """What is there, but for the lock that runs wait at."""
    return sorted(path.name for path in folder.iterdir() if not path.name.endswith(".lock"))


def fetched(server: Loopback, folder: Path, name: str = "ban-75") -> Fetched:
    return fetch(name, folder, base=server.url)


def refused(server: Loopback, folder: Path, name: str = "ban-75") -> str:
    with pytest.raises(UserError) as refusal:
        fetch(name, folder, base=server.url)
    assert refusal.value.exit_code in {10, 11, 25}
    return plain(str(refusal.value))
