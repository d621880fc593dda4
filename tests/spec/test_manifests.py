"""A manifest: what a service hands over, which nobody alters unseen and which can be made again."""

import json
from pathlib import Path

import pytest

from droitcommun.core.problems import FileRefusedError
from droitcommun.usecases.manifests import parse_manifest
from tests.spec.desk import Desk
from tests.territory.located import AREAS, INSIDE, INVENTED, OUTSIDE, addresses, perimeters, written
from tests.unit.test_cli import run

pytestmark = pytest.mark.usefixtures("own_hook")

ROWS = addresses([(INSIDE, 40), (OUTSIDE, 50), (INVENTED, 3)])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(tmp_path / "a.csv", ROWS)


@pytest.fixture
def manifest(desk: Desk, file: Path, tmp_path: Path) -> Path:
    made = tmp_path / "manifeste.json"
    desk.json(file, "--manifest", str(made), "--target", "25", "--round", "5", "--hide", "7")
    return made


def check(manifest: Path, *options: str, secret: Path | None = None) -> tuple[int, str]:
    done = run(
        "manifest", str(manifest), *options, DROITCOMMUN_SECRET=str(secret or manifest.parent / "secret")
    )
    return done.returncode, (done.stdout + done.stderr).replace("\u00a0", " ").replace("\u202f", " ")


def test_the_same_run_gives_the_same_bytes_and_another_order_of_rows_too(
    desk: Desk, file: Path, manifest: Path, tmp_path: Path
) -> None:
    header, *rows = ROWS
    rows.reverse()
    other = written(tmp_path / "b.csv", [header, *rows])
    again, shuffled = tmp_path / "2.json", tmp_path / "3.json"
    options = ("--target", "25", "--round", "5", "--hide", "7")

    desk.json(file, "--manifest", str(again), *options)
    desk.json(other, "--manifest", str(shuffled), *options)

    assert manifest.read_bytes() == again.read_bytes() == shuffled.read_bytes()


def test_one_byte_altered_anywhere_is_refused(manifest: Path) -> None:
    content = manifest.read_bytes()

    parse_manifest(content, file="m")
    for place in range(len(content)):
        others = [byte for byte in b'03 a"{\n\xc3' if byte != content[place]]
        other = others[place % len(others)]
        with pytest.raises(FileRefusedError):
            parse_manifest(content[:place] + bytes([other]) + content[place + 1 :], file="m")


@pytest.mark.parametrize(
    "change",
    [
        lambda held: held + b"\n",
        lambda held: held[:-1],
        lambda _: b"",
        lambda _: b"[]",
        lambda _: b"{}",
        lambda _: b"\xff",
    ],
)
def test_anything_else_is_refused(manifest: Path, change: object) -> None:
    with pytest.raises(FileRefusedError):
        parse_manifest(change(manifest.read_bytes()), file="m")  # type: ignore[operator]


def test_a_service_recognises_its_own_mark_and_others_read_the_manifest_all_the_same(
    manifest: Path, tmp_path: Path
) -> None:
    code, said = check(manifest)
    stranger_code, stranger = check(manifest, secret=tmp_path / "autre")

    assert (code, stranger_code) == (0, 0)
    assert "Sceau intact, fait par ce service." in said
    assert "fait par ce service" not in stranger
    assert "Part en quartier prioritaire" in stranger


def test_the_secret_is_drawn_once_for_its_owner_alone_and_is_nowhere_in_a_manifest(manifest: Path) -> None:
    secret = manifest.parent / "secret"

    held = secret.read_text().strip()

    assert secret.stat().st_mode & 0o777 == 0o600
    assert len(bytes.fromhex(held)) == 32
    assert held not in manifest.read_text()


def test_two_services_hash_the_same_rows_differently(
    desk: Desk, file: Path, manifest: Path, tmp_path: Path
) -> None:
    other = tmp_path / "2.json"
    desk.json(file, "--manifest", str(other), "--secret", str(tmp_path / "secret-2"))

    hashes = [json.loads(path.read_text())["result"]["journal"]["rows_hash"] for path in (manifest, other)]

    assert hashes[0] != hashes[1]
    assert all(len(one) == 64 for one in hashes)


def test_a_manifest_holds_no_count_that_is_hidden_nor_the_number_of_rows(manifest: Path) -> None:
    result = json.loads(manifest.read_text())["result"]

    # 40 and 50 are multiples of 5 already; 3 is hidden, so there is no total: 93 would give it back.
    assert (result["rows"], result["inside"], result["outside"]) == (None, 40, 50)
    assert result["unplaced"]["reasons"]["unknown_street"] is None
    assert result["open"]["unplaced"] == {"low": 1, "high": 7}
    assert "93" not in json.dumps({**result, "journal": None})


def test_an_old_run_is_made_again(desk: Desk, file: Path, manifest: Path) -> None:
    where = ("--perimeters", str(desk.perimeters), "--index", str(desk.index))

    code, said = check(manifest, "--replay", str(file), *where)

    assert (code, "Rejoué : mêmes lignes, mêmes comptes, même part." in said) == (0, True)


@pytest.mark.parametrize("other", ["row", "perimeters", "index", "secret"])
def test_what_is_not_as_it_was_is_named(
    desk: Desk, file: Path, manifest: Path, tmp_path: Path, other: str
) -> None:
    given = {"row": file, "perimeters": desk.perimeters, "index": desk.index, "secret": tmp_path / "secret"}
    match other:
        case "row":
            given["row"] = written(tmp_path / "b.csv", [*ROWS[:-1], (*ROWS[-1][:-1], "Lyon")])
        case "perimeters":
            given["perimeters"] = perimeters(tmp_path, AREAS[:1])
        case "index":
            lines = (desk.folder / "ban.csv").read_text(encoding="utf-8").splitlines()[:-1]
            (tmp_path / "ban.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
            given["index"] = tmp_path / "b.idx"
            run("index", str(tmp_path / "ban.csv"), "-o", str(given["index"]))
        case _:
            given["secret"] = tmp_path / "autre"
            given["secret"].write_text("ab" * 32)

    code, said = check(
        manifest,
        *(
            "--replay",
            str(given["row"]),
            "--perimeters",
            str(given["perimeters"]),
            "--index",
            str(given["index"]),
        ),
        secret=given["secret"],
    )

    assert code == 18
    words = {
        "row": "Les lignes ne sont pas",
        "perimeters": "les périmètres",
        "index": "l’index",
        "secret": "avec ce secret",
    }
    assert words[other] in said


def test_a_secret_of_another_form_and_a_replay_without_one_are_told(
    file: Path, desk: Desk, manifest: Path, tmp_path: Path
) -> None:
    (tmp_path / "court").write_text("abc")

    assert check(manifest, secret=tmp_path / "court")[0] == 11
    where = ("--replay", str(file), "--perimeters", str(desk.perimeters))
    assert check(manifest, *where, secret=tmp_path / "absent")[0] == 10
    assert check(manifest, "--replay", str(file))[0] == 2
