"""The desk: the same result as `locate`, for one person, on this machine, in memory."""

import json
import signal
import time
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.desk.conftest import Start
from tests.desk.running import Visitor
from tests.spec.desk import Desk
from tests.spec.test_canaries import CANARY, Watched, has_canary, in_a_workbook, in_every_way
from tests.territory.located import INSIDE, INVENTED, OUTSIDE, addresses, written

NAMES = {"service": "CAF", "source": "Allocataires", "period": "2015"}
COLUMNS = {"column_address": "adresse", "column_postcode": "code postal", "column_city": "ville"}


def of_the_sheet(folder: Path) -> Path:
    return written(folder / "adresses.csv", addresses())


def looked(visitor: Visitor, file: Path) -> None:
    assert visitor.send(file).headers["Location"] == "/colonnes/"
    assert (
        visitor.post(
            "/compter/", look="1", unit="persons", basis="home", target="25", **COLUMNS, **NAMES
        ).status
        == 302
    )


def test_a_file_becomes_a_share_without_a_script_on_a_phone_and_at_a_desk(
    started: Start, browser: Browser, tmp_path: Path
) -> None:
    desk = started()
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 800})
    page = context.new_page()

    page.goto(f"http://127.0.0.1:{desk.port}/ouvrir/?jeton={desk.token}")
    assert page.url == f"http://127.0.0.1:{desk.port}/"
    page.get_by_label("Le fichier à compter").set_input_files(of_the_sheet(tmp_path))
    page.get_by_role("button", name="Regarder ses colonnes").click()
    assert page.get_by_label("Adresse", exact=True).input_value() == "adresse"
    page.get_by_label("Un objectif, en pourcentage").fill("25")
    page.get_by_label("On compte").select_option("persons")
    page.get_by_role("button", name="Compter pour voir").click()
    page.wait_for_url("**/resultat/")

    # 341 ÷ 2 467 and 446 ÷ 2 467.
    said = page.locator("body").inner_text().replace("\u00a0", " ").replace("\u202f", " ")
    assert "Part en périmètre : entre 13,82 % et 18,08 %" in said
    assert "L’objectif de 25 % est manqué, où que soient les lignes non placées." in said
    assert "Comptes exacts, pour vous seul" in said
    assert page.get_by_role("table", name="").count() >= 2
    page.get_by_role("button", name="Publier").click()
    page.wait_for_url("**/resultat/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger le manifeste").click()
    made = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert (made["result"]["inside"], made["result"]["rows"]) == (341, 2467)
    page.get_by_role("button", name="Oublier ce fichier").click()
    assert (
        page.get_by_role("heading", level=1).inner_text() == "Combien vivent en quartier prioritaire\u00a0?"
    )


@pytest.mark.parametrize("width", [320, 1280])
def test_each_page_breaks_no_accessibility_rule_and_never_scrolls_sideways(
    started: Start, browser: Browser, tmp_path: Path, width: int
) -> None:
    desk = started()
    page = browser.new_context(viewport={"width": width, "height": 900}, bypass_csp=True).new_page()

    def looked_at(page: Page) -> None:
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width

    page.goto(f"http://127.0.0.1:{desk.port}/ouvrir/?jeton={desk.token}")
    looked_at(page)
    page.get_by_label("Le fichier à compter").set_input_files(of_the_sheet(tmp_path))
    page.get_by_role("button", name="Regarder ses colonnes").click()
    looked_at(page)
    page.get_by_role("button", name="Compter pour voir").click()
    page.wait_for_url("**/resultat/")
    looked_at(page)
    page.goto(f"http://127.0.0.1:{desk.port}/nulle-part/")
    looked_at(page)


def test_the_manifest_is_that_of_locate_to_the_byte(
    started: Start, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DROITCOMMUN_SECRET", str(tmp_path / "secret"))
    file, made = of_the_sheet(tmp_path), tmp_path / "m.json"
    done = desk.run(
        file,
        *("--unit", "persons", "--basis", "home", "--target", "25", "--manifest", str(made)),
        *("--service", "CAF", "--source", "Allocataires", "--period", "2015"),
    )
    assert done.returncode == 0, done.stderr
    visitor = started().visitor()

    looked(visitor, file)
    shown = visitor.finished()
    assert "ne pas les transmettre" in shown.text
    visitor.post("/compter/", again="1", publish="1")
    visitor.finished()

    assert visitor.ask("/manifeste.json").text == made.read_text(encoding="utf-8")


def test_what_the_ledger_refuses_is_told_and_gives_no_manifest(started: Start, tmp_path: Path) -> None:
    visitor = started().visitor()
    looked(visitor, of_the_sheet(tmp_path))
    visitor.finished()
    visitor.post("/compter/", again="1", publish="1")
    visitor.finished()
    written(tmp_path / "adresses.csv", addresses([(INSIDE, 340), (OUTSIDE, 2021), (INVENTED, 105)]))
    looked(visitor, tmp_path / "adresses.csv")
    visitor.finished()

    visitor.post("/compter/", again="1", publish="1")
    refused = visitor.finished()

    assert refused.status == 422
    assert "en est une révision" in refused.text
    assert visitor.ask("/manifeste.json").status == 302


def test_one_person_comes_in_once(started: Start) -> None:
    desk, other = started(), started()
    stranger = Visitor(desk.port)

    assert (stranger.ask("/").status, stranger.ask("/ouvrir/?jeton=autre").status) == (403, 403)
    assert stranger.ask(f"/ouvrir/?jeton={other.token}").status == 403
    visitor = desk.visitor()
    assert visitor.ask("/").status == 200
    again = stranger.ask(f"/ouvrir/?jeton={desk.token}")
    assert again.status == 403
    assert "Elle ne sert qu’une fois" in again.text
    assert Visitor(other.port, visitor.cookie).ask("/").status == 403
    assert Visitor(other.port, visitor.cookie.replace(str(desk.port), str(other.port))).ask("/").status == 403


def test_another_name_that_leads_here_is_not_answered(started: Start) -> None:
    visitor = started().visitor()
    port = visitor.port
    elsewhere = (
        "exemple.fr",
        "127.0.0.1",
        "127.0.0.1:1",
        "127.0.0.1.exemple.fr",
        f"0.0.0.0:{port}",
        f"localhost.:{port}",
        "",
    )

    answers = [visitor.ask("/", Host=host) for host in elsewhere]

    assert [answer.status for answer in answers] == [421] * len(elsewhere)
    assert not any("quartier prioritaire" in answer.text for answer in answers)
    assert visitor.ask("/", Host=f"localhost:{port}").status == 200


def test_a_form_of_another_page_is_not_read(started: Start, tmp_path: Path) -> None:
    visitor = started().visitor()
    visitor.send(of_the_sheet(tmp_path))
    port = visitor.port
    origins = (
        None,
        "null",
        "http://exemple.fr",
        "http://127.0.0.1:1",
        f"https://127.0.0.1:{port}",
        f"http://localhost:{port}",
    )

    answers = [visitor.ask("/oublier/", b"", Origin=origin) for origin in origins]

    assert [answer.status for answer in answers] == [403] * len(origins)
    assert visitor.ask("/colonnes/").status == 200  # the file is still there


def test_every_answer_says_that_it_is_not_to_be_kept_and_runs_no_script(
    started: Start, tmp_path: Path
) -> None:
    visitor = started().visitor()
    looked(visitor, of_the_sheet(tmp_path))
    visitor.finished()

    for answer in (
        *(
            visitor.ask(path)
            for path in ("/", "/resultat/", "/manifeste.json", "/nulle-part/", "/static/droitcommun/desk.css")
        ),
        Visitor(visitor.port).ask("/"),
        visitor.ask("/", Host="exemple.fr"),
        visitor.ask("/", method="DELETE"),
    ):
        assert answer.headers["Cache-Control"] == "no-store", answer
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"], answer
        assert "script-src" not in answer.headers["Content-Security-Policy"]


def test_what_cannot_be_counted_is_told_and_nothing_is_held(started: Start, tmp_path: Path) -> None:
    visitor = started().visitor()
    empty, letter, picture = tmp_path / "vide.csv", tmp_path / "lettre.csv", tmp_path / "x.pdf"
    empty.write_bytes(b"")
    letter.write_text("Bonjour,\nvoici le fichier.\n", encoding="utf-8")
    picture.write_bytes(b"%PDF-1.7 ...")

    for files, words in (
        ([empty], "le fichier est vide"),
        ([letter], "attendu"),
        ([picture], "un fichier CSV, .xlsx, .ods ou .parquet attendu"),
        ([empty, letter], "Choisissez un fichier, un seul"),
        ([], "Choisissez un fichier, un seul"),
    ):
        answer = visitor.send(*files)
        assert (answer.status, words in answer.text.replace("&nbsp;", " ")) == (422, True), answer.text
        assert visitor.ask("/colonnes/").headers["Location"] == "/"
    assert visitor.ask("/fichier/").status == 405


def test_a_file_over_what_is_allowed_is_told_and_not_held(started: Start, tmp_path: Path) -> None:
    visitor = started(None, "--largest", "1").visitor()
    heavy = tmp_path / "lourd.csv"
    heavy.write_text(
        "adresse\n" + "12 rue Basse, 75016 Paris\n" * 80_000, encoding="utf-8"
    )  # 2.08 million bytes

    answer = visitor.send(heavy)

    assert answer.status == 413
    assert "Ce fichier pèse plus de 1 Mo" in answer.text
    assert visitor.ask("/colonnes/").headers["Location"] == "/"


UNFIT: tuple[tuple[dict[str, str], str], ...] = (
    ({"target": "beaucoup"}, "un pourcentage de 0 à 100"),
    ({"target": "140"}, "un pourcentage de 0 à 100"),
    ({"basis": "lune"}, "Un choix que cette page ne propose pas"),
    ({"column_address": "couleur"}, "une colonne pour address parmi"),
    ({"by_column": "dossier", "publish": "1"}, "elles pourraient être des noms"),
    ({"by_column": "dossier", "by": "D1,D1"}, "chacune une fois"),
    ({"service": "x" * 201}, "200 caractères au plus"),
)


def test_what_does_not_fit_a_field_is_told_on_its_page(started: Start, tmp_path: Path) -> None:
    visitor = started().visitor()
    visitor.send(of_the_sheet(tmp_path))

    for fields, words in UNFIT:
        answer = visitor.post("/compter/", **{**COLUMNS, **fields})

        assert answer.status == 422
        assert words in answer.text.replace("\u00a0", " ")
        assert visitor.ask("/resultat/").headers["Location"] == "/colonnes/"


def test_a_count_can_be_stopped_and_begun_again(started: Start, tmp_path: Path) -> None:
    visitor = started(None, "--processes", "1").visitor()
    rows = [(f"{n} {INSIDE[0]}", *INSIDE[1:]) for n in range(200_000)]
    file = written(tmp_path / "long.csv", [("adresse", "code postal", "ville"), *rows])
    visitor.send(file)
    visitor.post("/compter/", look="1", **COLUMNS)
    assert visitor.ask("/travail/").status == 200
    assert visitor.send(file).headers["Location"] == "/travail/"  # one file at a time

    visitor.post("/arreter/")
    answer = visitor.finished()

    assert "Le comptage est arrêté" in answer.text
    looked(visitor, of_the_sheet(tmp_path))
    assert "13,82" in visitor.finished().text


def test_it_ends_by_itself_when_nobody_comes(started: Start) -> None:
    desk = started(None, "--idle", "0.05")  # three seconds
    desk.visitor().ask("/")

    said, _ = desk.process.communicate(timeout=60)

    assert desk.process.returncode == 0
    assert "tout est oublié" in said.decode()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
@pytest.mark.parametrize("file", [in_every_way, in_a_workbook])
def test_no_canary_is_said_or_left_and_nothing_is_laid_down(
    started: Start, watched: Watched, tmp_path: Path, file: object, how: signal.Signals
) -> None:
    desk = started(watched)
    visitor = desk.visitor()
    canary: Path = file(tmp_path)  # type: ignore[operator]
    visitor.send(canary, name=f"{CANARY[0]}.{canary.suffix.removeprefix('.')}")
    columns = visitor.ask("/colonnes/")
    visitor.post("/compter/", look="1", **COLUMNS)
    shown = visitor.finished()
    told = "\n".join([columns.text, shown.text])

    _, said = desk.ended(how)

    assert not has_canary(said)
    assert watched.left() == []
    # Its name is shown to whom gave it; a row never.
    assert told.count("4711") == told.count(CANARY[0])
    assert not [one for one in watched.told if one.startswith(("socket.connect", "socket.sendto"))]
    kept = [one for one in watched.told if one.startswith("open ") and one.split()[-1] != "/dev/null"]
    assert [one for one in kept if not one.split()[-1].isdigit()] == []


def test_a_fault_of_ours_is_told_by_its_place_on_the_page(
    started: Start, watched: Watched, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CANARY_BREAKS", "kernel")
    desk = started(watched, "--processes", "1")
    visitor = desk.visitor()
    looked(visitor, written(tmp_path / "a.csv", addresses([(CANARY, 20)])))

    answer = visitor.finished()
    _, said = desk.ended()

    assert "Erreur du programme (ValueError)" in answer.text.replace("\u00a0", " ")
    assert not has_canary(answer.text.encode() + said)
    assert watched.left() == []


def test_a_file_of_many_megabytes_is_laid_down_nowhere(
    started: Start, watched: Watched, tmp_path: Path
) -> None:
    rows = [
        (f"{n} rue Zygocanari, escalier {n % 9}, bâtiment du fond de la cour", "75016", "Paris")
        for n in range(60_000)
    ]
    file = written(tmp_path / "a.csv", [("adresse", "code postal", "ville"), *rows])
    desk = started(watched)
    visitor = desk.visitor()

    visitor.send(file)
    visitor.post("/compter/", look="1", **COLUMNS)
    assert visitor.ask("/travail/").status == 200
    time.sleep(1)
    desk.ended(signal.SIGKILL)

    assert file.stat().st_size > 4_000_000  # beyond what a server and Django hold by themselves
    places = [one.split()[-1] for one in watched.told if one.startswith("open ")]
    assert [one for one in places if one != "/dev/null" and not one.isdigit()] == []  # a number is a pipe
    assert watched.left() == []
