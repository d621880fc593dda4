"""Which column says what, in headers as services write them."""

from pathlib import Path

import pytest

from droitcommun.core.problems import FileRefusedError
from droitcommun.territory.columns import Column, Input, chosen_columns, parse_columns
from droitcommun.territory.delimited import read_delimited
from droitcommun.territory.tables import Table

# header | a row under it | what it is | columns by what they say
CASES = """
adresse;cp;ville | 2 rue du Puits;75016;Paris | addresses | address=0 postcode=1 city=2
ADRESSE;CODE_POSTAL;COMMUNE | 2 RUE DU PUITS;75016;PARIS | addresses | address=0 postcode=1 city=2
Nom;Adresse ligne 1;Code postal;Localité | X;2 rue du Puits;75016;Paris | addresses | address=1 postcode=2 city=3
id;numero;rep;nom_voie;code_postal | 7;2;bis;Rue du Puits;75016 | addresses | number=1 street=3 postcode=4
ref;où habitez-vous ? | 7;2 rue du Puits 75016 Paris | addresses | address=1
address,postcode,city | 2 rue du Puits,75016,Paris | addresses | address=0 postcode=1 city=2
id;lon;lat | 7;2,2705;48,86 | coordinates | longitude=1 latitude=2
X_L93;Y_L93 | 646000.5;6862000.1 | coordinates | longitude=0 latitude=1
adresse;longitude;latitude | 2 rue du Puits;2.27;48.86 | coordinates | address=0 longitude=1 latitude=2
id;code_qp | 7;QP075001 | codes | area=1
id;QPV | 7;hors QPV | codes | area=1
matricule;secteur | 7;QN07501M | codes | area=1
quartier;nombre | QP075001;12 | aggregated | area=0 count=1
Code quartier;Effectif | hors QPV;1 204 | aggregated | area=0 count=1
adresse;cp;quartier | 2 rue du Puits;75016;Belleville | addresses | address=0 postcode=1
adresse;cp;ville;domicilié | 2 rue du Puits;75016;Paris;non | addresses | address=0 postcode=1 city=2 domiciled=3
"""


def table(folder: Path, *lines: str) -> Table:
    path = folder / "a.csv"
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return read_delimited(path)


@pytest.mark.parametrize("case", CASES.strip().splitlines(), ids=lambda case: case.split("|")[0].strip())
def test_columns_are_found_by_name_and_by_what_they_hold(tmp_path: Path, case: str) -> None:
    header, row, kind, expected = (part.strip() for part in case.split(" | "))

    chosen = chosen_columns(table(tmp_path, header, row), {})

    assert chosen.input is Input(kind)
    assert (
        " ".join(f"{column}={chosen.places[column]}" for column in Column if column in chosen.places)
        == expected
    )


def test_a_number_in_a_file_of_rows_is_no_count_of_an_extract(tmp_path: Path) -> None:
    rows = ["QP075001;2", "QP075001;3", "hors QPV;1"]

    chosen = chosen_columns(table(tmp_path, "code_qp;nombre", *rows), {})

    assert chosen.input is Input.CODES


def test_a_column_of_codes_that_is_empty_gives_way_to_addresses(tmp_path: Path) -> None:
    chosen = chosen_columns(table(tmp_path, "code_qpv;adresse;cp", ";2 rue du Puits;75016"), {})

    assert chosen.input is Input.ADDRESSES


def test_named_columns_are_taken_and_nothing_else_is_guessed(tmp_path: Path) -> None:
    given = parse_columns("adresse = Où, code_postal=CP")

    chosen = chosen_columns(
        table(tmp_path, "où;cp;ville;code_qp", "2 rue du Puits;75016;Paris;QP075001"), given
    )

    assert chosen.input is Input.ADDRESSES
    assert dict(chosen.places) == {Column.ADDRESS: 0, Column.POSTCODE: 1}


@pytest.mark.parametrize("text", ["", "adresse", "adresse=", "rue du puits=X", "address=A,adresse=B"])
def test_what_names_no_column_is_refused_in_french(text: str) -> None:
    with pytest.raises(ValueError, match="des colonnes comme address=ADRESSE"):
        parse_columns(text)


def test_a_named_column_that_is_not_there_is_told_with_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError, match="«\u00a0nom\u00a0»") as refused:
        chosen_columns(table(tmp_path, "nom;cp", "X;75016"), parse_columns("address=rue"))

    assert [problem.code for problem in refused.value.problems] == ["column-unknown"]


def test_a_table_that_does_not_say_where_anything_lies_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefusedError) as refused:
        chosen_columns(table(tmp_path, "nom;age", "X;41"), {})

    assert [problem.code for problem in refused.value.problems] == ["columns-missing"]
