"""`fetch`: a file of a producer, whole with its origin beside it, or nothing; whatever the server does."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from droitcommun.intake import downloads
from droitcommun.territory.network import UnreachableError
from droitcommun.usecases.fetching import fetch
from tests.fetch.mirrors import BAN, FILE, compressed, fetched, left, noise, refused
from tests.servers import Asked, Handler, Loopback, Published
from tests.web.running import free_port


def test_a_file_comes_whole_with_its_address_date_size_hash_and_licence_beside(
    server: Loopback, tmp_path: Path
) -> None:
    content = noise()
    server.answers[BAN] = Published(content)

    done = fetched(server, tmp_path / "new" / "folder")

    assert done.path.read_bytes() == content
    assert not done.unchanged
    told = json.loads((tmp_path / "new" / "folder" / f"{FILE}.source.json").read_text())
    sha256 = hashlib.sha256(content).hexdigest()
    assert told == {
        "name": "ban-75",
        "title": "adresses du département 75 (Base Adresse Nationale)",
        "producer": "Base Adresse Nationale",
        "licence": "Licence Ouverte 2.0",
        "address": server.url + BAN,
        "answered": server.url + BAN,
        "modified": "2024-06-14T08:00:00+00:00",
        "fetched": "2026-11-26T10:00:00+00:00",
        "etag": '"v1"',
        "size": len(content),
        "sha256": sha256,
        "files": [{"file": FILE, "size": len(content), "sha256": sha256}],
    }
    assert left(tmp_path / "new" / "folder") == [FILE, f"{FILE}.source.json"]


def test_nothing_but_the_file_is_asked_for(server: Loopback, tmp_path: Path) -> None:
    server.answers[BAN] = Published(noise())

    fetched(server, tmp_path)

    (asked,) = server.asked
    assert (asked.method, asked.path, asked.body) == ("GET", BAN, b"")
    assert set(asked.headers) == {"host", "user-agent", "accept-encoding", "connection"}


@pytest.mark.parametrize(
    "served",
    [
        {},
        {"etag": ""},
        {"modified": ""},
        {"conditions": False},
        {"conditions": False, "etag": ""},
    ],
)
def test_what_is_there_and_unchanged_is_not_downloaded_again(
    server: Loopback, tmp_path: Path, served: Any
) -> None:
    server.answers[BAN] = Published(noise(), **served)
    fetched(server, tmp_path)
    before = (tmp_path / FILE).stat()

    again = fetched(server, tmp_path)

    assert again.unchanged
    assert (tmp_path / FILE).stat().st_mtime_ns == before.st_mtime_ns
    assert (tmp_path / FILE).stat().st_ino == before.st_ino


def test_without_any_mark_of_its_version_it_is_downloaded_again(server: Loopback, tmp_path: Path) -> None:
    server.answers[BAN] = Published(noise(), etag="", modified="")
    fetched(server, tmp_path)

    assert not fetched(server, tmp_path).unchanged


def test_a_new_version_takes_the_place_of_the_old_one(server: Loopback, tmp_path: Path) -> None:
    server.answers[BAN] = Published(noise())
    fetched(server, tmp_path)
    server.answers[BAN] = Published(noise(b"new"), etag='"v2"', modified="Sat, 15 Jun 2024 08:00:00 GMT")

    done = fetched(server, tmp_path)

    assert done.path.read_bytes() == noise(b"new")
    assert done.record.modified == "2024-06-15T08:00:00+00:00"


@pytest.mark.parametrize("harm", ["altered", "gone", "without its record", "with a foreign record"])
def test_what_is_there_is_believed_only_when_it_is_as_it_was_put(
    server: Loopback, tmp_path: Path, harm: str
) -> None:
    server.answers[BAN] = Published(noise())
    fetched(server, tmp_path)
    record = tmp_path / f"{FILE}.source.json"
    match harm:
        case "altered":
            (tmp_path / FILE).write_bytes(noise()[:-1] + b"x")
        case "gone":
            (tmp_path / FILE).unlink()
        case "without its record":
            record.unlink()
        case _:
            record.write_text('{"name": "ban-75"}')

    done = fetched(server, tmp_path)

    assert not done.unchanged
    assert (tmp_path / FILE).read_bytes() == noise()


def test_a_cut_is_gone_on_with_where_it_was(server: Loopback, tmp_path: Path) -> None:
    server.answers[BAN] = Published(noise(), cuts=[100_000, 50_000])

    done = fetched(server, tmp_path)

    assert done.path.read_bytes() == noise()
    assert [one.headers.get("range") for one in server.asked] == [None, "bytes=100000-", "bytes=150000-"]
    assert {one.headers.get("if-range") for one in server.asked[1:]} == {'"v1"'}


def test_what_one_run_left_the_next_one_goes_on_with(server: Loopback, tmp_path: Path) -> None:
    server.answers[BAN] = Published(noise(), cuts=[100_000, 0])

    said = refused(server, tmp_path)
    waiting = left(tmp_path)
    server.asked.clear()
    done = fetched(server, tmp_path)

    assert "le fichier n’est pas arrivé entier, 100 ko reçus sur 300 ko ; relancer reprend là" in said
    assert waiting == [f".{FILE}.part", f".{FILE}.part.json"]
    assert [one.headers.get("range") for one in server.asked] == ["bytes=100000-"]
    assert done.path.read_bytes() == noise()
    assert left(tmp_path) == [FILE, f"{FILE}.source.json"]


def test_a_file_that_changed_meanwhile_is_begun_again(server: Loopback, tmp_path: Path) -> None:
    server.answers[BAN] = Published(noise(), cuts=[100_000, 0])
    refused(server, tmp_path)
    server.answers[BAN] = Published(noise(b"new"), etag='"v2"', modified="Sat, 15 Jun 2024 08:00:00 GMT")

    done = fetched(server, tmp_path)

    assert done.path.read_bytes() == noise(b"new")
    assert done.record.etag == '"v2"'


def careless(content: bytes, etag: str) -> Published:
    """A server that goes on with whatever it has, without looking at If-Range."""

    class Careless(Published):
        def __call__(self, handler: Handler, asked: Asked) -> None:
            if wanted := asked.headers.get("range"):
                start = int(wanted.removeprefix("bytes=").removesuffix("-"))
                part = f"bytes {start}-{len(content) - 1}/{len(content)}"
                handler.give(206, content[start:], ETag=etag, Content_Range=part)
            else:
                super().__call__(handler, asked)

    return Careless(content, etag=etag)


def test_a_part_of_another_version_is_not_put_behind_the_first(server: Loopback, tmp_path: Path) -> None:
    server.answers[BAN] = Published(noise(), cuts=[100_000, 0])
    refused(server, tmp_path)
    server.answers[BAN] = careless(noise(b"new"), '"v2"')

    done = fetched(server, tmp_path)

    assert done.path.read_bytes() == noise(b"new")


def test_a_part_that_begins_elsewhere_is_not_put_behind_the_first(server: Loopback, tmp_path: Path) -> None:
    served = Published(noise(), cuts=[100_000, 0])

    def shifted(handler: Handler, asked: Asked) -> None:
        if asked.headers.get("range"):
            handler.give(206, noise()[99_000:], ETag='"v1"', Content_Range=f"bytes 99000-{len(noise())}/9")
        else:
            served(handler, asked)

    server.answers[BAN] = served
    refused(server, tmp_path)
    server.answers[BAN] = shifted

    assert fetched(server, tmp_path).path.read_bytes() == noise()


def test_a_server_without_ranges_begins_again(server: Loopback, tmp_path: Path) -> None:
    server.answers[BAN] = Published(noise(), ranges=False, cuts=[100_000])

    done = fetched(server, tmp_path)

    assert done.path.read_bytes() == noise()
    assert len(server.asked) == 2


def test_a_server_without_ranges_or_marks_is_tried_again_from_the_start(
    server: Loopback, tmp_path: Path
) -> None:
    server.answers[BAN] = Published(
        noise(), ranges=False, etag="", modified="", cuts=[100_000, 50_000, 20_000]
    )

    said = refused(server, tmp_path)

    assert "relancer reprend du début" in said
    assert left(tmp_path) == []


def test_more_waits_than_the_file_now_has(server: Loopback, tmp_path: Path) -> None:
    server.answers[BAN] = Published(noise(), cuts=[200_000, 0])
    refused(server, tmp_path)
    server.answers[BAN] = Published(compressed(b"short"))

    assert fetched(server, tmp_path).path.read_bytes() == compressed(b"short")


def shorter_than_said(handler: Handler, _asked: Asked) -> None:
    handler.give(200, noise(), length=len(noise()) + 1)


def longer_than_said(handler: Handler, _asked: Asked) -> None:
    handler.give(200, noise(), length=len(noise()) - 1)


def without_length_cut(handler: Handler, _asked: Asked) -> None:
    handler.start(200, None)
    handler.wfile.write(noise()[:-1000])


def a_page(handler: Handler, _asked: Asked) -> None:
    handler.give(200, b"<!doctype html><title>Portail</title>", Content_Type="text/html; charset=utf-8")


def a_page_that_says_csv(handler: Handler, _asked: Asked) -> None:
    handler.give(200, b"<!doctype html><title>Portail</title>", Content_Type="text/csv")


def in_circles(handler: Handler, _asked: Asked) -> None:
    handler.give(302, b"", Location=BAN)


def to_nowhere(handler: Handler, _asked: Asked) -> None:
    handler.give(302, b"", Location="file:///etc/passwd")


def status(code: int) -> Any:
    return lambda handler, _asked: handler.give(code, b"a page of the server")


def no_http(handler: Handler, _asked: Asked) -> None:
    handler.wfile.write(b"SSH-2.0-nothing\r\n\r\n")


def hangs_up(handler: Handler, _asked: Asked) -> None:
    handler.connection.close()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (shorter_than_said, "n’est pas arrivé entier"),
        (longer_than_said, "abîmé"),
        (without_length_cut, "abîmé"),
        (a_page, "une page est arrivée au lieu du fichier"),
        (a_page_that_says_csv, "un fichier compressé (.gz) attendu"),
        (in_circles, "les redirections tournent en rond"),
        (to_nowhere, "redirige vers une adresse qui n’en est pas une"),
        (status(403), "le serveur refuse (code 403)"),
        (status(404), "rien à cette adresse (code 404)"),
        (status(500), "le serveur est en panne (code 500)"),
        (status(503), "le serveur est en panne (code 503)"),
        (no_http, "n’est pas un serveur HTTP"),
        (hangs_up, "la connexion a été coupée"),
    ],
)
@pytest.mark.parametrize("there", [False, True])
def test_a_bad_answer_is_told_in_french_and_what_was_there_stays(
    server: Loopback, tmp_path: Path, answer: Any, words: str, there: bool
) -> None:
    if there:
        server.answers[BAN] = Published(compressed(b"old"), etag='"old"')
        fetched(server, tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    server.answers[BAN] = answer

    said = refused(server, tmp_path)

    assert words in said
    after = {path.name: path.read_bytes() for path in tmp_path.iterdir() if not path.name.endswith(".lock")}
    assert after == {name: held for name, held in before.items() if not name.endswith(".lock")}


def test_unchanged_is_no_answer_where_nothing_is(server: Loopback, tmp_path: Path) -> None:
    server.answers[BAN] = status(304)

    assert "le serveur refuse (code 304)" in refused(server, tmp_path)


def test_a_server_that_says_nothing_any_more_is_left(
    server: Loopback, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(handler: Handler, _asked: Asked) -> None:
        handler.start(200, len(noise()))
        handler.wfile.write(noise()[:1000])
        server.stopped.wait()

    monkeypatch.setattr(downloads, "SILENCE", 0.2)
    server.answers[BAN] = silent

    assert "n’est pas arrivé entier" in refused(server, tmp_path)
    assert left(tmp_path) == []


def test_nobody_listens(tmp_path: Path) -> None:
    with pytest.raises(UnreachableError, match="aucun serveur n’écoute à cette adresse"):
        fetch("ban-75", tmp_path, base=f"http://127.0.0.1:{free_port()}")

    assert left(tmp_path) == []


def test_a_redirection_is_followed_and_told(server: Loopback, tmp_path: Path) -> None:
    server.answers[BAN] = lambda handler, _asked: handler.give(302, b"", Location="/elsewhere?v=1")
    server.answers["/elsewhere"] = Published(noise(), cuts=[1000])

    record = fetched(server, tmp_path).record

    assert (record.address, record.answered) == (server.url + BAN, f"{server.url}/elsewhere?v=1")
    assert fetched(server, tmp_path).unchanged
