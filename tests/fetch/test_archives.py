"""Archives of perimeters: what is wanted of them, under names of ours, and read by `locate` as it is."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

import numpy as np
import pyogrio
import pytest
import shapely

from droitcommun.territory.perimeter_files import read_perimeters
from droitcommun.territory.perimeters import Kind
from droitcommun.territory.vintages import vintage_named
from tests.fetch.mirrors import QPV_2014, QPV_2024, fetched, left, refused
from tests.servers import Loopback, Published


def archive(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, held in members.items():
            # Its day is that of the format, not now: twice the same archive has the same bytes.
            file.writestr(zipfile.ZipInfo(name), held, zipfile.ZIP_DEFLATED)
    return made.getvalue()


GEOJSON = b'{"type": "FeatureCollection", "features": []}'
WANTED = "GEOJSON/QP2024_France_Hexagonale_Outre_Mer_WGS84.geojson"


@pytest.mark.parametrize(
    "name", [WANTED, f"../../{WANTED}", "/etc/QP2024_WGS84.geojson", "..\\QP2024_WGS84.geojson"]
)
def test_of_an_archive_only_what_is_wanted_is_kept_and_where_we_say(
    server: Loopback, tmp_path: Path, name: str
) -> None:
    members = {
        name: GEOJSON,
        "../evil.txt": b"x",
        "GEOJSON/QP2024_LB93.geojson": b"{}",
        "lisez-moi.txt": b"x",
    }
    server.answers[QPV_2024] = Published(archive(members))
    folder = tmp_path / "a" / "b"

    done = fetched(server, folder, "qpv-2024")

    assert (folder / "qpv-2024.geojson").read_bytes() == GEOJSON
    assert left(folder) == ["qpv-2024.geojson", "qpv-2024.geojson.source.json"]
    assert left(tmp_path) == ["a"]
    assert done.record.sha256 == hashlib.sha256(archive(members)).hexdigest()
    assert [(one.file, one.sha256) for one in done.record.files] == [
        ("qpv-2024.geojson", hashlib.sha256(GEOJSON).hexdigest())
    ]
    assert fetched(server, folder, "qpv-2024").unchanged


def encrypted() -> bytes:
    """A member whose header says that it is encrypted."""
    made = bytearray(archive({WANTED: GEOJSON}))
    made[6] |= 1
    made[made.index(b"PK\x01\x02") + 8] |= 1
    return bytes(made)


def bomb() -> bytes:
    """A member that declares two gigabytes."""
    made = bytearray(archive({WANTED: GEOJSON}))
    central = made.index(b"PK\x01\x02")
    made[central + 24 : central + 28] = (1 << 31).to_bytes(4, "little")
    return bytes(made)


def wrong_sum() -> bytes:
    made = bytearray(archive({WANTED: GEOJSON}))
    central = made.index(b"PK\x01\x02")
    made[central + 16] ^= 0xFF
    return bytes(made)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (archive({"a.txt": b"x"}), "un fichier .geojson attendu dans l’archive"),
        (archive({WANTED: GEOJSON, "autre/QP_WGS84.geojson": GEOJSON}), "un seul fichier .geojson attendu"),
        (archive({WANTED: GEOJSON})[:-40], "abîmée ou chiffrée"),
        (encrypted(), "abîmée ou chiffrée"),
        (wrong_sum(), "abîmée ou chiffrée"),
        (bomb(), "une archive plus petite attendue"),
        (b"code;nom\nQP1;x\n", "une archive zip attendue"),
    ],
    ids=["nothing", "two", "cut", "encrypted", "sum", "bomb", "csv"],
)
def test_an_archive_that_is_not_what_it_should_be_leaves_nothing(
    server: Loopback, tmp_path: Path, content: bytes, words: str
) -> None:
    server.answers[QPV_2024] = Published(content)

    assert words in refused(server, tmp_path, "qpv-2024")
    assert left(tmp_path) == []


def test_a_producer_who_publishes_the_file_without_an_archive_is_understood(
    server: Loopback, tmp_path: Path
) -> None:
    server.answers[QPV_2024] = Published(GEOJSON)

    assert fetched(server, tmp_path, "qpv-2024").path.read_bytes() == GEOJSON


def test_perimeters_of_2024_are_read_as_they_were_fetched(server: Loopback, tmp_path: Path) -> None:
    square = [[[2.0, 48.0], [2.1, 48.0], [2.1, 48.1], [2.0, 48.1], [2.0, 48.0]]]
    feature = {
        "type": "Feature",
        "properties": {"fid": 1, "code_qp": "QN07599M", "lib_qp": "Les Érables", "insee_dep": "75"},
        "geometry": {"type": "MultiPolygon", "coordinates": [square]},
    }
    content = json.dumps({"type": "FeatureCollection", "name": "QP2024", "features": [feature]}).encode()
    server.answers[QPV_2024] = Published(archive({WANTED: content}))

    path = fetched(server, tmp_path, "qpv-2024").path
    found = read_perimeters(path, kind=Kind.QPV, vintage=vintage_named(Kind.QPV, "2024", 5.0))

    assert [(area.code, area.name) for area in found.areas] == [("QN07599M", "Les Érables")]
    assert found.areas[0].shape.bounds == (2.0, 48.0, 2.1, 48.1)


def shapefile(folder: Path) -> dict[str, bytes]:
    """A Shapefile of one square, as the producer calls its files and columns, beside others."""
    square = shapely.Polygon([(2.0, 48.0), (2.1, 48.0), (2.1, 48.1), (2.0, 48.1)])
    pyogrio.raw.write(
        folder / "made.shp",
        geometry=np.array([shapely.to_wkb(square)], dtype=object),
        field_data=[np.array(["QP075999"], dtype=object), np.array(["Les Érables"], dtype=object)],
        fields=["CODE_QP", "NOM_QP"],
        geometry_type="Polygon",
        crs="EPSG:4326",
        encoding="UTF-8",
    )
    members: dict[str, bytes] = {}
    for stem in ("QP_METROPOLEOUTREMER_WGS84_EPSG4326", "QP_METROPOLE_LB93"):
        members |= {f"{stem}{path.suffix}": path.read_bytes() for path in folder.glob("made.*")}
    return members


def test_perimeters_of_2014_are_read_as_they_were_fetched(server: Loopback, tmp_path: Path) -> None:
    (tmp_path / "made").mkdir()
    server.answers[QPV_2014] = Published(archive(shapefile(tmp_path / "made")))
    folder = tmp_path / "fetched"

    path = fetched(server, folder, "qpv-2014").path
    found = read_perimeters(path, kind=Kind.QPV, vintage=vintage_named(Kind.QPV, "2014", 5.0))

    assert [(area.code, area.name) for area in found.areas] == [("QP075999", "Les Érables")]
    assert left(folder) == [
        f"qpv-2014.{one}" for one in ("cpg", "dbf", "prj", "shp", "shp.source.json", "shx")
    ]
    assert fetched(server, folder, "qpv-2014").unchanged
    (folder / "qpv-2014.dbf").unlink()
    assert not fetched(server, folder, "qpv-2014").unchanged
