"""data·inclusion v1: every object is valid for the schema's own package, and says what the catalogue says."""

import json
from dataclasses import replace
from datetime import date

import pytest
from data_inclusion.schema.v1 import Service, Structure
from hypothesis import given
from hypothesis import strategies as st

from droitcommun.catalogue.scheme_loader import load_schemes
from droitcommun.orientation.catalogues import SchemeCatalogue
from droitcommun.orientation.contacts import ContactPoint
from droitcommun.usecases.data_inclusion import _structure, exchange
from tests.unit.test_cli import run


@pytest.fixture(scope="module")
def catalogue() -> SchemeCatalogue:
    return load_schemes("catalogue:paris-2015")


def test_every_structure_and_service_is_valid_and_its_ids_lead(catalogue: SchemeCatalogue) -> None:
    made = exchange(catalogue)

    structures = [Structure.model_validate(one) for one in made.structures]
    services = [Service.model_validate(one) for one in made.services]

    assert len(structures) == len(catalogue.contacts) == len({one.id for one in structures})
    assert len({one.id for one in services}) == len(services)
    assert {one.structure_id for one in services} <= {one.id for one in structures}


def test_a_service_says_what_the_document_says(catalogue: SchemeCatalogue) -> None:
    services = {one["id"]: one for one in exchange(catalogue).services}
    source = "droit-commun-paris-2015"

    # L. 226 to 275: the school of the second chance, in the 18th and the 20th; the phone of the first has eight digits.
    (north,) = (
        one
        for name, one in services.items()
        if name.startswith(f"{source}--e2c--") and one.get("code_postal") == "75018"
    )
    (east,) = (
        one
        for name, one in services.items()
        if name.startswith(f"{source}--e2c--") and one.get("code_postal") == "75020"
    )
    assert north["nom"] == "École de la deuxième chance"
    assert "telephone" not in north
    assert east["telephone"] == "+33144627010"
    assert (east["code_insee"], east["date_maj"]) == ("75120", "2015-06-22")
    assert "Avoir de 18 à 25 ans" in east["conditions_acces"]
    assert "En priorité" in east["publics_precisions"]
    assert "Archive de juin 2015" in east["description"]


def test_what_is_lost_is_told_and_nothing_of_it_is_made_up(catalogue: SchemeCatalogue) -> None:
    first, *others = catalogue.schemes
    alone = replace(first, scheme=replace(first.scheme, contacts=()))

    made = exchange(replace(catalogue, schemes=(alone, *others)))

    lost = "\n".join(made.lost).replace("\u00a0", " ")
    assert f"Sans lieu où s’adresser, que le schéma exige : {first.scheme.name}." in lost
    measures = sum(not one.scheme.proposable for one in catalogue.schemes)
    assert f"{measures} mesures que personne n’a à demander" in lost
    assert not any(f"--{first.scheme.id}--" in service["id"] for service in made.services)
    for service in made.services:
        assert not {"thematiques", "publics", "type", "frais"} & set(service)


def test_the_command_writes_it_and_tells_the_losses_beside() -> None:
    done = run("schemes", "--format", "data-inclusion")

    assert done.returncode == 0
    assert set(json.loads(done.stdout)) == {"structures", "services"}
    assert done.stderr.count("Perdu") >= 4
    refused = run("schemes", "--facts", "--format", "data-inclusion")
    assert (refused.returncode, refused.stdout) == (10, "")


@given(
    st.builds(
        ContactPoint,
        id=st.from_regex(r"[a-z]{1,8}", fullmatch=True),
        name=st.text(min_size=1, max_size=300),
        lines=st.just(()),
        postcode=st.sampled_from(["", "75018", "Paris", "7501", "2A004"]),
        city=st.sampled_from(["", "Paris", "Saint-Denis"]),
        district=st.sampled_from([None, 1, 18]),
        phones=st.lists(
            st.sampled_from(["01 40 05 53", "01 44 62 70 10", "3919", "08 00 17 89 05"]), max_size=3
        ).map(tuple),
        website=st.sampled_from(["", "www.exemple.fr", "http://exemple.fr/a"]),
        verified_on=st.dates(date(2001, 1, 1), date(2016, 1, 1)),
    )
)
def test_whatever_a_contact_point_holds_its_structure_is_valid(
    catalogue: SchemeCatalogue, one: ContactPoint
) -> None:
    Structure.model_validate(_structure(one, catalogue, "essai"))
