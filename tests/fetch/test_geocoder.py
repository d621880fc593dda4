"""`locate --geocoder`: what leaves the machine and what does not, and what becomes of what a geocoder answers."""

import csv
import json
import os
from pathlib import Path
from typing import Any

import pytest

from droitcommun.cli.sending import tell_leaving
from droitcommun.territory import geocoder
from droitcommun.usecases.sending import Leaving
from tests.fetch.addok import PATH, Addok, Table, form, sent, written
from tests.servers import Asked, Handler, Loopback
from tests.spec.desk import Desk
from tests.territory.located import AT_THE_BORDER, INSIDE, INVENTED, OUTSIDE, addresses
from tests.territory.located import written as file_of
from tests.web.running import free_port

pytestmark = pytest.mark.usefixtures("own_hook")


@pytest.fixture
def addok(server: Loopback) -> Loopback:
    """A geocoder that knows the invented register."""
    server.answers[PATH] = Addok()
    return server


def plain(said: str) -> str:
    return said.replace("\u00a0", " ").replace("\u202f", " ")


def located(
    desk: Desk, addok: Loopback, file: Path, *options: str, sends: bool = True
) -> tuple[int, str, str]:
    """The exit code, the result, and what is told."""
    asked = ("--geocoder", addok.url, *(("--send-addresses",) if sends else ()))
    code, said, told = desk.here(file, *asked, *options, without_index=True)
    return code, said, plain(told)


def record(desk: Desk, addok: Loopback, file: Path, *options: str) -> Any:
    code, said, told = located(desk, addok, file, "--format", "json", *options)
    assert code == 0, told
    return json.loads(said)


def test_341_inside_2021_outside_105_unknown_leave_the_same_bounds_as_with_an_index(
    desk: Desk, addok: Loopback, tmp_path: Path
) -> None:
    found = record(desk, addok, file_of(tmp_path / "a.csv", addresses()), "--target", "25")

    # 341 ÷ 2 467, 341 ÷ 2 362, 446 ÷ 2 467.
    assert found["share"] == {"low": "13.82", "point": "14.44", "high": "18.08"}
    assert (found["inside"], found["outside"], found["unplaced"]["reasons"]["unknown_street"]) == (
        341,
        2021,
        105,
    )
    assert found["areas"] == [{"code": "QP075901", "name": "Les Tamaris", "count": 341, "suppressed": False}]
    assert found["journal"]["geocoder"] == addok.url
    assert (found["journal"]["index"], found["misplacement"]) == (None, None)


def test_without_the_option_that_says_yes_nothing_leaves_and_one_is_told_what_would(
    desk: Desk, addok: Loopback, tmp_path: Path
) -> None:
    file = file_of(tmp_path / "a.csv", addresses([(INSIDE, 20), (OUTSIDE, 30)]))

    code, said, told = located(desk, addok, file, sends=False)

    assert (code, said) == (26, "")
    assert addok.asked == []
    assert (
        "Partiraient : 2 adresses distinctes, le texte de « adresse », « code postal » et « ville » tel qu’il est "
        f"écrit, avec un numéro d’ordre ; aucune autre colonne. À {addok.url} (cette machine)."
    ) in told
    assert "Rien n’est parti : ajouter --send-addresses" in told


def test_what_leaves_is_told_before_it_does(
    desk: Desk, addok: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = file_of(tmp_path / "a.csv", addresses([(INSIDE, 20)]))
    asked_when_told = []

    def telling(leaving: Leaving, *, internal: bool) -> None:
        asked_when_told.append(len(addok.asked))
        tell_leaving(leaving, internal=internal)

    monkeypatch.setattr("droitcommun.cli.locating.tell_leaving", telling)
    code, _, told = located(desk, addok, file)

    assert (code, asked_when_told, len(addok.asked)) == (0, [0], 1)
    assert "Envoi : moins de 1 000 adresses distinctes, le texte de « adresse »" in told


def test_how_many_leave_is_said_exactly_only_where_no_count_is_hidden(
    desk: Desk, addok: Loopback, tmp_path: Path
) -> None:
    file = file_of(tmp_path / "a.csv", addresses([(INSIDE, 20), (OUTSIDE, 30)]))

    assert "Envoi : 2 adresses distinctes" in located(desk, addok, file, "--internal")[2]
    assert "2 adresses" not in located(desk, addok, file)[2]


def test_only_distinct_texts_postcodes_and_cities_leave_in_an_order_of_their_own(
    desk: Desk, addok: Loopback, tmp_path: Path
) -> None:
    rows = [
        ("nom", "adresse", "code postal", "ville", "domicilié"),
        ("Zygocanari", *OUTSIDE, ""),
        ("Zygocanari", *INSIDE, ""),
        ("Zygocanari", *INSIDE, "non"),
        ("Zygocanari", "4 rue du Domicile", "75016", "Paris", "oui"),
        ("Zygocanari", "12 rue Sans Lieu", "", "", ""),
        ("Zygocanari", "", "75016", "Paris", ""),
        ("Zygocanari", "   ", "", "", ""),
        ("Zygocanari", "8 rue Mal Formée", "75016"),
    ]
    located(desk, addok, file_of(tmp_path / "a.csv", rows))

    (asked,) = addok.asked
    assert [tuple(row.values()) for row in sent(asked)] == [("0", *OUTSIDE), ("1", *INSIDE)]
    assert sorted({name for name, _ in form(asked)}) == ["columns", "data", "delimiter"]
    assert [value for name, value in form(asked) if name == "columns"] == ["text", "postcode", "city"]
    assert b"Zygocanari" not in asked.body
    assert set(asked.headers) == {
        "host",
        "user-agent",
        "accept",
        "accept-encoding",
        "connection",
        "content-length",
        "content-type",
    }


def test_a_long_file_is_asked_in_several_times_and_its_order_changes_nothing(
    desk: Desk, addok: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(geocoder, "BATCH", 2)
    rows = addresses(
        [
            (INSIDE, 20),
            (OUTSIDE, 30),
            (AT_THE_BORDER, 40),
            (INVENTED, 50),
            (("4 rue du Moulin", "99100", "Valmont-sur-Ourse"), 60),
        ]
    )
    turned = [rows[0], *reversed(rows[1:])]

    one = record(desk, addok, file_of(tmp_path / "a.csv", rows), "--internal")
    bodies = [asked.body for asked in addok.asked]
    other = record(desk, addok, file_of(tmp_path / "b.csv", turned), "--internal")

    assert len(bodies) == 3
    assert [asked.body for asked in addok.asked[3:]] == bodies
    assert one == other
    assert (one["inside"], one["outside"], one["uncertain"], one["unplaced"]["total"]) == (20, 90, 40, 50)


# What is written, and what is said of it: the register has 1 to 12 in the avenue, whose houses are well inside.
JUDGED = """
2 avenue du Général Tamaris            | 75016 | Paris             | inside    | house        | 0.96
2 AV DU GAL TAMARIS                    | 75116 | PARIS             | inside    | house        | 0.96
12 ter avenue du Général Tamaris       | 75016 | Paris             | inside    | house        | 0.65
face au 2 avenue du Général Tamaris    | 75016 | Paris             | inside    | near         | 0.80
avenue du Général Tamaris              | 75016 | Paris             | uncertain | street       | 0.20
99 avenue du Général Tamaris           | 75016 | Paris             | uncertain | street       | 0.20
2-12 avenue du Général Tamaris         | 75016 | Paris             | uncertain | house        | 0.96
2 rue des Chimères Tamaris             | 75016 | Paris             | unplaced  | unplaced     |
2 avenue du Général Tamaris            | 13001 | Marseille         | unplaced  | unplaced     |
2 avenue du Général Tamaris            | 75017 | Paris             | inside    | house        | 0.95
4 rue du Moulin                        | 99100 | Valmont-sur-Ourse | outside   | house        | 0.96
"""


def test_an_answer_is_believed_as_far_as_it_is_the_address_that_is_written(
    desk: Desk, addok: Loopback, tmp_path: Path
) -> None:
    table = [[cell.strip() for cell in line.split("|")] for line in JUDGED.strip().splitlines()]
    file = file_of(tmp_path / "a.csv", [("adresse", "code postal", "ville"), *(row[:3] for row in table)])
    rows = tmp_path / "lignes.csv"

    located(desk, addok, file, "--internal", "-o", str(rows))

    with rows.open(encoding="utf-8", newline="") as written_rows:
        found = list(csv.DictReader(written_rows, delimiter=";"))
    said = [[row["adresse"], row["dc_placement"], row["dc_level"], row["dc_score"]] for row in found]
    assert said == [[row[0], row[3], row[4], row[5] if len(row) > 5 else ""] for row in table]
    assert (found[0]["dc_address_id"], found[0]["dc_area"]) == ("75116_0010_00002", "QP075901")
    assert (found[0]["dc_longitude"], found[0]["dc_latitude"]) == ("2.2701400", "48.8600000")


def changed(column: str, value: str) -> Any:
    return lambda table: [{**row, column: value} for row in table]


def without_the_last(table: Table) -> Table:
    return table[:-1]


def with_one_twice(table: Table) -> Table:
    return [*table[:-1], table[0]]


def without_a_column(table: Table) -> Table:
    return [{name: value for name, value in row.items() if name != "latitude"} for row in table]


def nothing_found(table: Table) -> Table:
    return [{name: value if name in {"id", "text"} else "" for name, value in row.items()} for row in table]


def swapped(table: Table) -> Table:
    return [{**row, "latitude": row["longitude"], "longitude": row["latitude"]} for row in table]


def cut(handler: Handler, _asked: Asked) -> None:
    handler.start(200, 10_000, Content_Type="text/csv")
    handler.wfile.write(b"id,text,latitude,longitude,result_type\r\n0,")


def cut_without_length(handler: Handler, _asked: Asked) -> None:
    handler.start(200, None, Content_Type="text/csv")
    handler.wfile.write(b"id,text,latitude,longitude,result_type\r\n0,2 avenue,48.86,2.2")


def a_page(handler: Handler, _asked: Asked) -> None:
    handler.give(200, b"<html><body>Portail</body></html>", Content_Type="text/html")


def elsewhere(handler: Handler, _asked: Asked) -> None:
    handler.give(307, b"", Location="http://127.0.0.1:9/search/csv/")


def status(code: int) -> Any:
    return lambda handler, asked: handler.give(code, asked.body)


def hangs_up(handler: Handler, _asked: Asked) -> None:
    handler.connection.close()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Addok(without_the_last), "n’a pas une ligne pour chaque adresse"),
        (Addok(with_one_twice), "n’a pas une ligne pour chaque adresse"),
        (Addok(changed("id", "7")), "n’a pas une ligne pour chaque adresse"),
        (Addok(without_a_column), "n’a pas les colonnes d’un géocodeur"),
        (Addok(nothing_found), "il ne trouve aucune adresse"),
        (Addok(swapped), "il place des adresses hors de France"),
        (Addok(changed("latitude", "0")), "il place des adresses hors de France"),
        (Addok(changed("latitude", "nan")), "il place des adresses hors de France"),
        (Addok(changed("latitude", "")), "il trouve une adresse sans dire où"),
        (Addok(changed("longitude", "ici")), "pas comme un géocodeur"),
        (Addok(changed("result_type", "galaxie")), "pas comme un géocodeur"),
        (Addok(changed("result_status", "error")), "il n’a pas pu chercher toutes les adresses"),
        (Addok(changed("result_status", "skipped")), "il n’a pas pu chercher toutes les adresses"),
        (cut, "sa réponse a été coupée"),
        (cut_without_length, "sa réponse a des lignes coupées"),
        (a_page, "sa réponse n’a pas les colonnes d’un géocodeur"),
        (elsewhere, "il renvoie à une autre adresse"),
        (status(404), "rien à cette adresse (code 404)"),
        (status(413), "le serveur refuse (code 413)"),
        (status(500), "le serveur est en panne (code 500)"),
        (hangs_up, "la connexion a été coupée"),
    ],
)
def test_a_geocoder_that_fails_is_an_error_and_nothing_is_published_or_written(
    desk: Desk, addok: Loopback, tmp_path: Path, answer: Any, words: str
) -> None:
    addok.answers[PATH] = answer
    file = file_of(tmp_path / "a.csv", addresses([(INSIDE, 20), (OUTSIDE, 30), (INVENTED, 15)]))
    options = ("-o", str(tmp_path / "lignes.csv"), "--manifest", str(tmp_path / "m.json"))
    ledger = Path(os.environ["DROITCOMMUN_SECRET"]).with_name("secret.publications")

    code, said, told = located(desk, addok, file, *options)

    assert (code, said) == (25, "")
    assert words in told
    assert not {"lignes.csv", "m.json"} & {path.name for path in tmp_path.iterdir()}
    for hidden in ("Tamaris", "Étang", "Chimères"):
        assert hidden not in told
    before = ledger.read_bytes()
    addok.answers[PATH] = Addok()
    assert located(desk, addok, file)[0] == 0
    assert ledger.read_bytes() != before


def test_a_geocoder_that_is_down_is_an_error(desk: Desk, tmp_path: Path) -> None:
    file = file_of(tmp_path / "a.csv", addresses([(INSIDE, 20)]))
    nobody = f"http://127.0.0.1:{free_port()}"

    code, said, told = desk.here(file, "--geocoder", nobody, "--send-addresses", without_index=True)

    assert (code, said) == (25, "")
    assert "aucun serveur n’écoute" in told


def test_a_geocoder_that_says_nothing_any_more_is_an_error(
    desk: Desk, addok: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(_handler: Handler, _asked: Asked) -> None:
        addok.stopped.wait()

    monkeypatch.setattr(geocoder, "SILENCE", 0.2)
    addok.answers[PATH] = silent
    file = file_of(tmp_path / "a.csv", addresses([(INSIDE, 20)]))

    code, _, told = located(desk, addok, file)

    assert code == 25
    assert "pas de réponse en 0.2 s" in told


def test_a_geocoder_that_dribbles_is_an_error(
    desk: Desk, addok: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dribbles(handler: Handler, _asked: Asked) -> None:
        handler.start(200, None, Content_Type="text/csv")
        while not addok.stopped.wait(0.02):
            handler.wfile.write(b"x")

    monkeypatch.setattr(geocoder, "LONGEST", 0.3)
    addok.answers[PATH] = dribbles
    file = file_of(tmp_path / "a.csv", addresses([(INSIDE, 20)]))

    code, _, told = located(desk, addok, file)

    assert code == 25
    assert "il répond trop lentement" in told


@pytest.mark.parametrize(("busy", "code"), [(2, 0), (9, 25)])
def test_a_geocoder_that_is_asked_too_much_is_waited_for_a_while(
    desk: Desk, addok: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, busy: int, code: int
) -> None:
    monkeypatch.setattr(geocoder, "PAUSE", 0.01)
    left = [busy]

    def busy_then_not(handler: Handler, asked: Asked) -> None:
        left[0] -= 1
        if left[0] >= 0:
            handler.give(429, b"", Retry_After="0")
        else:
            Addok()(handler, asked)

    addok.answers[PATH] = busy_then_not

    assert located(desk, addok, file_of(tmp_path / "a.csv", addresses([(INSIDE, 20)])))[0] == code
    assert len(addok.asked) == min(busy + 1, geocoder.TRIES)


def of_the_national_one(table: Table) -> Table:
    """As the Géoplateforme answers: more columns, a status, the street apart, the city without its district."""
    return [
        {
            **row,
            "result_score_next": "",
            "result_street": row["result_name"],
            "result_name": f"{row['result_housenumber']} {row['result_name']}",
            "result_banId": "",
            "result_district": "Paris 16e Arrondissement" if row["result_citycode"] == "75116" else "",
            "result_status": "ok" if row["result_type"] else "not-found",
        }
        for row in table
    ]


def test_the_columns_of_the_national_geocoder_are_read_as_well(
    desk: Desk, addok: Loopback, tmp_path: Path
) -> None:
    addok.answers["/geocodage/search/csv/"] = Addok(of_the_national_one)
    file = file_of(
        tmp_path / "a.csv", addresses([(INSIDE, 20), (OUTSIDE, 30), (("9 voie Zzz", "75016", "Paris"), 12)])
    )
    options = ("--geocoder", f"{addok.url}/geocodage/search/csv", "--send-addresses", "--format", "json")

    code, said, told = desk.here(file, *options, without_index=True)

    assert code == 0, told
    found = json.loads(said)
    assert (found["inside"], found["outside"], found["unplaced"]["total"]) == (20, 30, 12)
    assert found["journal"]["geocoder"] == f"{addok.url}/geocodage"


def test_the_national_geocoder_has_a_name_and_is_told_by_its_host(desk: Desk, tmp_path: Path) -> None:
    file = file_of(tmp_path / "a.csv", addresses([(INSIDE, 20)]))

    code, _, told = desk.here(file, "--geocoder", "geoplateforme", without_index=True)

    assert code == 26
    assert "Partiraient : 1 adresse distincte" in plain(told)
    assert "À https://data.geopf.fr/geocodage." in plain(told)


def test_a_geocoder_that_is_not_here_and_not_encrypted_is_told(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://moi:secret@relais.exemple:3128")
    file = file_of(tmp_path / "a.csv", addresses([(INSIDE, 20)]))

    _, _, told = desk.here(file, "--geocoder", "http://addok.exemple", without_index=True)

    assert "À http://addok.exemple, par le mandataire relais.exemple:3128. Sans chiffrement (http)" in plain(
        told
    )
    assert "secret@" not in told


def test_the_ledger_tells_a_geocoder_from_another_and_from_an_index(
    desk: Desk, addok: Loopback, tmp_path: Path
) -> None:
    file = file_of(tmp_path / "a.csv", addresses([(INSIDE, 20), (OUTSIDE, 30)]))
    addok.answers["/autre/search/csv/"] = Addok()
    other = ("--geocoder", f"{addok.url}/autre", "--send-addresses")

    first, again = located(desk, addok, file), located(desk, addok, file)

    assert (first[0], again[0]) == (0, 0)
    assert first[1] == again[1]
    assert desk.here(file, *other, without_index=True)[0] == 16
    assert desk.here(file)[0] == 16


def test_a_run_through_a_geocoder_is_not_replayed(desk: Desk, addok: Loopback, tmp_path: Path) -> None:
    file = file_of(tmp_path / "a.csv", addresses([(INSIDE, 20), (OUTSIDE, 30)]))
    manifest = tmp_path / "m.json"
    located(desk, addok, file, "--manifest", str(manifest))
    addok.asked.clear()

    code, _, told = desk.replayed(manifest, file)

    assert code == 18
    assert "Cette exécution a employé un géocodeur" in plain(told)
    assert addok.asked == []


def test_rows_that_are_no_addresses_send_nothing(desk: Desk, addok: Loopback, tmp_path: Path) -> None:
    rows = [("id", "code_qpv"), *((str(n), "QP075901") for n in range(20))]

    found = record(desk, addok, file_of(tmp_path / "a.csv", rows))

    assert found["inside"] == 20
    assert "geocoder" not in found["journal"]
    assert addok.asked == []


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--geocoder", "addok"), "geoplateforme, ou une adresse qui commence par https://"),
        (("--geocoder", "https://moi:secret@x"), "une adresse sans mot de passe"),
        (("--geocoder", "https://x?cle=secret"), "sans « ? »"),
        (("--send-addresses",), "--geocoder, qui dit à qui"),
    ],
)
def test_a_geocoder_is_named_by_itself(
    desk: Desk, tmp_path: Path, options: tuple[str, ...], words: str
) -> None:
    file = file_of(tmp_path / "a.csv", addresses([(INSIDE, 20)]))

    code, said, told = desk.here(file, *options, without_index=True)

    assert (code, said) == (2, "")
    assert words in plain(told)


def test_an_index_and_a_geocoder_are_not_both_asked(desk: Desk, addok: Loopback, tmp_path: Path) -> None:
    code, _, _ = desk.here(file_of(tmp_path / "a.csv", addresses([(INSIDE, 20)])), "--geocoder", addok.url)

    assert code == 2
    assert addok.asked == []


def test_a_file_of_nothing_to_ask_sends_nothing(desk: Desk, addok: Loopback, tmp_path: Path) -> None:
    found = record(desk, addok, file_of(tmp_path / "a.csv", addresses([(("", "75016", "Paris"), 12)])))

    assert found["unplaced"]["reasons"]["empty"] == 12
    assert addok.asked == []
    assert written([{"id": "0"}]) == b"id\r\n0\r\n"
