"""Databases for tests: each test has its own, made from a template that is migrated once."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from psycopg.sql import SQL, Identifier

from droitcommun.core.dossier import Dossier
from droitcommun.web.config import versions
from droitcommun.web.config.databases import database
from droitcommun.web.contracts import actions
from tests.builders import AT

SQLITE, POSTGRESQL = KINDS = ("sqlite", "postgresql")

_number = count(1)


@dataclass(frozen=True)
class Made:
    """A database of one kind, and its URL; `folder` is where an embedded one may stand."""

    kind: str
    url: str
    folder: Path

    def empty(self) -> "Made":
        """Another database of this kind, without a table."""
        if self.kind == SQLITE:
            return Made(self.kind, f"sqlite:///{self.folder / f'{next(_number)}.sqlite3'}", self.folder)
        name = f"test_{os.getpid()}_{next(_number)}"
        create(name, "template0")
        return Made(self.kind, url_of(name), self.folder)

    def copy(self) -> "Made":
        """Another database, with the same rows."""
        if self.kind == SQLITE:
            made = self.empty()
            shutil.copy(file_of(self.url), file_of(made.url))
            return made
        name = f"test_{os.getpid()}_{next(_number)}"
        create(name, name_of(self.url))
        return Made(self.kind, url_of(name), self.folder)


def file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def name_of(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


def server() -> str:
    """The URL of a PostgreSQL that tests may fill; skipped aloud without one, never in continuous integration."""
    url = os.environ.get("DROITCOMMUN_TEST_POSTGRESQL", "")
    if not url:
        message = "no PostgreSQL: run make test, or .ci/postgresql pytest"
        if os.environ.get("DROITCOMMUN_REQUIRE_POSTGRESQL") == "1":
            pytest.fail(message)
        pytest.skip(message)
    return url


def url_of(name: str) -> str:
    return server().replace("/postgres?", f"/{name}?")


def create(name: str, template: str) -> None:
    with psycopg.connect(server(), autocommit=True) as opened:
        opened.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(template)))


@contextmanager
def connected(made: Made) -> Iterator[None]:
    """Let Django speak to this database, then to the one before."""
    before = connections.settings["default"]
    connections["default"].close()
    del connections["default"]
    connections.settings["default"] = connections.configure_settings(
        {"default": database(made.url, made.folder)}
    )["default"]
    try:
        yield
    finally:
        connections["default"].close()
        del connections["default"]
        connections.settings["default"] = before


def seed(dossier: Dossier) -> None:
    """Write a contract into the database that Django speaks to."""
    actions.create(dossier=dossier, kind="contract-loaded", by="essai", at=AT, detail={})


def migrated(made: Made) -> Made:
    with connected(made):
        versions.migrate()
    return made
