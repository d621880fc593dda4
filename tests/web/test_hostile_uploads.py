"""What may come to the import page: each is told in French with its status, and nothing is ever written."""

import http.client
import socket
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path
from tempfile import gettempdir
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from droitcommun.core.dossier import Dossier
from droitcommun.core.texts import TextField
from droitcommun.web.contracts import actions, imports, queries, uploads
from droitcommun.web.contracts.models import Event
from tests.databases import Made, connected, seed
from tests.documents.bombs import BOMBS, MEGABYTE
from tests.documents.containers import simple, xlsx_members, zipped
from tests.documents.workbooks import fiction
from tests.web.running import free_port, posted, start_demo
from tests.web.test_import import HOST, hidden, sent
from tests.web.test_import_workbooks import share, workbook
from tests.web.test_pages import Page

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture(autouse=True)
def _open(settings: Any) -> None:
    settings.DROITCOMMUN_IMPORTS = True


@pytest.fixture(autouse=True)
def held(templates: dict[str, Made]) -> Iterator[Dossier]:
    """A contract of three sheets in a database of its own, as it was: it is compared at the end of each test."""
    with connected(templates["sqlite"].copy()):
        seed(fiction())
        yield queries.dossier("fiction")


def bomb(name: str) -> Callable[[], bytes]:
    return next(one for one in BOMBS if name in one.name).make


def archive(**files: str) -> bytes:
    return zipped({name.replace("__", "."): text for name, text in files.items()})


SENT: list[tuple[str, Callable[[], bytes], str]] = [
    ("vide.xlsx", lambda: b"", "vide"),
    ("protégé.xlsx", lambda: OLE2 + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
    ("macros.xlsm", lambda: zipped({**xlsx_members(""), "xl/vbaProject.bin": b"x"}), "macros"),
    ("ancien.xls", lambda: OLE2 + "Workbook".encode("utf-16-le"), "ancien format d’Excel"),
    ("tableau.xlsx", lambda: b"service;part\nA;18,1\n", "un classeur est attendu"),
    ("note.ods", lambda: b"%PDF-1.7", "un classeur est attendu"),
    ("coupé.xlsx", lambda: simple("xlsx")[:300], "abîmé ou incomplet"),
    ("bombe.xlsx", bomb("xlsx: 300 Mo dans 300 ko"), "se déplie"),
    ("bombe.ods", bomb("ods: rangée répétée un milliard"), "trop de cellules"),
    ("onglets.xlsx", bomb("xlsx: 10 000 onglets"), "trop d’onglets"),
    ("entités.ods", bomb("ods: entités en cascade"), "XML interdites"),
    ("photo.png", lambda: b"\x89PNG\r\n\x1a\n", "une image"),
    ("page.txt", lambda: b"<!doctype html><p>bonjour", "une page web"),
    ("autre.zip", lambda: archive(lettre__txt="bonjour"), "une archive"),
    ("coupe.zip", lambda: b"PK\x03\x04", "abîmé ou incomplet"),
    ("contrat.zip", lambda: archive(contract__toml="id = 1"), "contract.toml"),
    ("profond.zip", lambda: archive(contract__toml=f"a = {'[' * 100_000}"), "TOML bien formé"),
    ("gonflé.zip", lambda: zipped({"contract.toml": (b" " * MEGABYTE for _ in range(60))}), "se déplie"),
    ("export.zip", lambda: archive(datapackage__json="[]", dossier__json="[" * 500_000), "JSON"),
    ("rien.zip", lambda: archive(datapackage__json="{}"), "dossier.json"),
    ("mot.docx", lambda: simple("docx"), "fiche"),
]


@pytest.mark.parametrize(("name", "make", "words"), SENT, ids=[name for name, _, _ in SENT])
def test_what_is_not_read_is_told_in_french_and_nothing_is_written(
    client: Client, held: Dossier, name: str, make: Callable[[], bytes], words: str
) -> None:
    status, html = sent(client, file=SimpleUploadedFile(name, make()))

    text = Page(html).text
    assert status == 422
    assert "Rien n’a été repris" in text
    assert words in text, text[-600:]
    assert "Traceback" not in html
    assert queries.dossier("fiction") == held
    assert Event.objects.count() == 1


NAMES = [
    ("<script>alert(1)</script>.xlsx", "_script_alert(1)__script_.xlsx".rpartition("_script_")[2]),
    ('"><img src=x onerror=alert(1)>.xlsx', "onerror=alert(1)_.xlsx"),
    ("../../etc/passwd.xlsx", "passwd.xlsx"),
    ("C:\\dossier\\retour.xlsx", "retour.xlsx"),
    ("facture\u202exslx.exe.xlsx", "facture_xslx.exe.xlsx"),
    ("a\r\nSet-Cookie: b.xlsx", "Set-Cookie_ b.xlsx"),
    ("é" * 300 + ".xlsx", "é.xlsx"),
    ("..", "envoi"),
    ("", "envoi"),
]


@pytest.mark.parametrize(("given", "end"), NAMES)
def test_a_name_is_one_that_any_disk_holds_and_any_page_shows(given: str, end: str) -> None:
    name = uploads.name_of(given)

    assert name.endswith(end)
    assert not set(name) & set('<>:"/\\|?*\r\n\u202e')
    assert 0 < len(name.encode()) < 255


FORM = "application/x-www-form-urlencoded"
PARTS = "multipart/form-data"
MALFORMED = {
    "a form in another encoding": (f"{FORM}; charset=utf-7", b"a=1"),
    "a form with too many fields": (FORM, b"&".join(b"a%d=1" % number for number in range(6000))),
    "parts without a boundary": (PARTS, b"--limite"),
    "parts whose boundary is too long": (f"{PARTS}; boundary={'b' * 300}", b"--limite"),
    "parts with too many files": (
        f"{PARTS}; boundary=limite",
        b'--limite\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\na\r\n' * 200
        + b"--limite--\r\n",
    ),
}


@pytest.mark.parametrize(("kind", "body"), MALFORMED.values(), ids=MALFORMED)
def test_a_form_that_is_malformed_is_refused_in_french(kind: str, body: bytes) -> None:
    client = Client(enforce_csrf_checks=True)
    client.get("/import/", headers=HOST)  # without its token, what is sent is not looked at

    answer = client.post("/import/", body, content_type=kind, headers=HOST)

    assert answer.status_code == 400
    assert "le formulaire envoyé est mal formé" in answer.content.decode()


def test_a_name_with_html_is_shown_as_letters_and_never_run(client: Client) -> None:
    _, html = sent(client, file=SimpleUploadedFile("<img src=x onerror=alert(1)>.xlsx", b""))

    assert "<img" not in html.partition("<main")[2]
    assert "onerror=alert(1)_.xlsx" in html


def test_a_zip_writes_nowhere_but_in_its_folder(client: Client, tmp_path: Path) -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as opened:
        for name in (
            "contract.toml",
            "../../../evasion.toml",
            f"{tmp_path}/evasion.toml",
            "a.toml",
            "a.toml/b.toml",
        ):
            opened.writestr(name, "id = 1")

    status, _ = sent(client, file=SimpleUploadedFile("mal.zip", out.getvalue()))

    assert status == 422
    assert list(Path(gettempdir()).glob("evasion.toml")) == list(tmp_path.rglob("evasion.toml")) == []


def test_no_file_is_a_mistake_in_the_form(client: Client) -> None:
    status, html = sent(client)

    assert status == 400
    assert "Choisissez d’abord un fichier" in html


@pytest.mark.parametrize(("megabytes", "words"), [(11, "10 Mo au plus"), (25, "n’a pas été lu")])
def test_a_file_that_is_too_heavy_is_told_before_it_is_read(
    client: Client, held: Dossier, monkeypatch: pytest.MonkeyPatch, megabytes: int, words: str
) -> None:
    monkeypatch.setattr(imports, "opened", lambda _: pytest.fail("it was read"))

    answer = client.post(
        "/import/",
        {"file": SimpleUploadedFile("a.pdf", b"%PDF-" + b" " * megabytes * MEGABYTE)},
        headers=HOST,
    )

    assert answer.status_code == 413
    assert words in Page(answer.content.decode()).text
    assert queries.dossier("fiction") == held


def test_a_form_that_was_cut_on_its_way_is_refused(client: Client, held: Dossier) -> None:
    kind = "multipart/form-data; boundary=limite"
    cut = b'--limite\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\nPK\x03\x04'

    answer = client.generic("POST", "/import/", cut, content_type=kind, headers=HOST)

    assert answer.status_code == 400
    assert "Rien n’a été repris" in answer.content.decode()
    assert "Traceback" not in answer.content.decode()
    assert queries.dossier("fiction") == held


def test_beyond_two_files_at_once_one_is_asked_to_come_back(client: Client, held: Dossier) -> None:
    file = workbook(held, share(held, "27.5"))
    with (
        uploads.received(SimpleUploadedFile("a.pdf", b"a")),
        uploads.received(SimpleUploadedFile("b.pdf", b"b")),
    ):
        status, html = sent(client, file=file)
        pages = client.get("/", headers=HOST).status_code

    assert (status, pages) == (503, 200)
    assert "réessayez dans une minute" in html
    file.seek(0)
    assert sent(client, file=file)[0] == 200


def fields_of(client: Client, held: Dossier, value: str) -> dict[str, str]:
    _, looked = sent(client, file=workbook(held, share(held, value)))
    return hidden(looked, apply="1", by="Préfecture")


def test_of_two_tabs_that_apply_at_once_one_writes_and_the_other_is_told(
    client: Client, held: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = threading.Barrier(2)
    write = actions.apply_import
    answers: list[Any] = []

    def together(**arguments: Any) -> Any:
        ready.wait(timeout=30)
        return write(**arguments)

    def one(fields: dict[str, str]) -> None:
        try:
            answers.append(Client().post("/import/", fields, headers=HOST))
        finally:
            connection.close()

    monkeypatch.setattr(actions, "apply_import", together)
    tabs = [
        threading.Thread(target=one, args=(fields_of(client, held, value),)) for value in ("27.5", "28.5")
    ]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()

    told, done = sorted(answers, key=lambda answer: -answer.status_code)
    assert (told.status_code, done.status_code) == (409, 302)
    assert "a changé entre-temps : rien n’est enregistré" in Page(told.content.decode()).text
    assert len(queries.dossier("fiction").observations) == len(held.observations) + 1
    assert Event.objects.count() == 2


def test_applied_after_the_contract_changed_it_is_shown_again_and_then_applies(
    client: Client, held: Dossier
) -> None:
    fields = fields_of(client, held, "27.5")
    other = sent(client, file=workbook(held, texts={("nombre", TextField.METHOD): "Compté à la main."}))[1]
    assert client.post("/import/", hidden(other, apply="1", by="CAF"), headers=HOST).status_code == 302
    between = queries.dossier("fiction")

    answer = client.post("/import/", fields, headers=HOST)

    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "a changé entre-temps" in Page(shown).text
    assert queries.dossier("fiction") == between
    assert 'value="Préfecture"' in shown
    again = client.post("/import/", hidden(shown, apply="1", by="Préfecture"), headers=HOST)
    assert again.status_code == 302
    assert queries.dossier("fiction").observations[-1].text == "27,5\u00a0%"


# The demonstration itself: what only a real server does.
@pytest.fixture(scope="module")
def demo() -> Iterator[tuple[int, str]]:
    """The demonstration; its process and its address."""
    started = start_demo(free_port())
    assert started.stdout is not None
    assert started.stderr is not None
    site = started.stdout.readline().removeprefix("Prêt : ").strip()
    yield started.pid, site
    started.terminate()
    assert "Traceback" not in started.communicate(timeout=20)[1]


@pytest.mark.parametrize("megabytes", [12, 60, 200])
def test_the_server_lets_a_heavy_file_come_to_tell_it_in_french(
    demo: tuple[int, str], megabytes: int
) -> None:
    status, html = posted(demo[1], "lourd.pdf", b"%PDF-" + b" " * megabytes * MEGABYTE)

    assert status == 413
    assert "10 Mo au plus" in Page(html).text
    assert 'lang="fr"' in html


def test_an_upload_that_is_given_up_midway_changes_nothing(demo: tuple[int, str]) -> None:
    host, port = urlsplit(demo[1]).netloc.split(":")
    head = f"POST /import/ HTTP/1.1\r\nHost: {host}\r\nContent-Type: multipart/form-data; boundary=limite\r\n"
    with socket.create_connection((host, int(port)), timeout=20) as half:
        half.sendall(f"{head}Content-Length: 1000000\r\n\r\n--limite\r\n".encode() + b"a" * 1000)

    status, _ = posted(demo[1], "vide.xlsx", b"")

    assert status == 422  # it answers as before


def children_of(pid: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended
            continue
        if int(fields[1]) == pid:
            found.append(int(stat.parent.name))
    return found


@pytest.mark.skipif(
    not Path("/proc/self/stat").exists(), reason="the children of a process are seen in /proc"
)
def test_while_a_bomb_is_being_read_the_site_answers(demo: tuple[int, str]) -> None:
    pid, site = demo
    ended: list[tuple[int, str]] = []
    content = bomb("pdf: formes en cascade")()
    reading = threading.Thread(target=lambda: ended.append(posted(site, "bombe.pdf", content)))
    reading.start()
    while not children_of(pid):
        assert reading.is_alive()
        time.sleep(0.01)

    with closing(http.client.HTTPConnection(urlsplit(site).netloc, timeout=60)) as where:
        where.request("GET", "/")
        page = where.getresponse()
        html = page.read().decode()

    assert page.status == 200
    assert "ontrat de ville" in html
    assert ended == []  # the bomb is still being read
    reading.join()
    assert ended[0][0] == 422
