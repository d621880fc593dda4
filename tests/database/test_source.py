"""`db:ID` says what `catalogue:ID` says, to the byte, but for where it was read."""

import pytest
from click.testing import CliRunner

from droitcommun.catalogue.loader import load_source
from droitcommun.cli.main import droitcommun
from droitcommun.usecases.sources import DEFAULT_SOURCE
from droitcommun.web.contracts import queries
from tests.databases import Made, seed

COMMANDS = [
    *(
        (name, form)
        for name in ("sheets", "commitments", "coverage", "rates")
        for form in ("text", "json", "csv")
    ),
    *(("audit --exit-zero", form) for form in ("text", "json", "csv", "sarif")),
    ("audit --exit-zero --all", "json"),
    ("rates --explain cui-cie", "text"),
    ("sheets --as-of 2016-05-23", "json"),
]

HERE, THERE = '"kind": "database"', '"kind": "catalogue"'


def said(command: str, source: str, form: str) -> str:
    done = CliRunner().invoke(droitcommun, [*command.split(), source, "--format", form])
    assert done.exception is None, done.exception
    return done.stdout


def test_every_command_and_form_says_the_same_to_the_byte(database: Made) -> None:  # noqa: ARG001
    seed(load_source(DEFAULT_SOURCE))

    for command, form in COMMANDS:
        ours = said(command, "db:paris-2015-2020", form)
        theirs = said(command, DEFAULT_SOURCE, form)
        assert ours.replace(HERE, THERE) == theirs, (command, form)
        assert ours.count(HERE) == theirs.count(THERE), (command, form)


def test_a_contract_that_is_not_there_is_told_with_those_that_are(database: Made) -> None:  # noqa: ARG001
    with pytest.raises(queries.NoContractError, match="n’a pas encore de contrat"):
        queries.dossier("lyon")
    seed(load_source("catalogue:exemple-2024-2030"))
    with pytest.raises(queries.NoContractError):
        queries.dossier("")

    with pytest.raises(queries.NoContractError, match="elle a\u00a0: db:exemple-2024-2030"):
        queries.dossier("lyon")
