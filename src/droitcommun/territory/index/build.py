"""From files of the Base Adresse Nationale to one index.

Each file is read once and reduced to a few bytes an address before the next: a département fits in memory, and so
does what is kept of all of them. Streets are in order of commune, then of identifier; houses in order of street, number
and letter. The order of the files, and of their rows, changes nothing.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from droitcommun.core.problems import FileRefusedError, Place, Problem
from droitcommun.territory.index.file import Array, Source, write_index
from droitcommun.territory.index.layout import (
    DEGREE,
    LARGEST_NUMBER,
    canonical_repeat,
    department_of,
    house_key,
    scoped_key,
)
from droitcommun.territory.words import StreetName, street_name, without_year

# What an index is made of, among the producer's 23 columns.
_COLUMNS = (
    "id",
    "numero",
    "rep",
    "nom_voie",
    "code_postal",
    "code_insee",
    "nom_commune",
    "nom_ancienne_commune",
    "lon",
    "lat",
    "type_position",
    "alias",
    "libelle_acheminement",
    "nom_afnor",
)
_STREET = ["commune", "street_id", "nom_voie"]


@dataclass(frozen=True, slots=True)
class _Part:
    """One file, reduced: its streets, its houses (`street` numbers the rows of `streets`), its communes."""

    streets: pl.DataFrame
    houses: pl.DataFrame
    communes: pl.DataFrame
    source: Source
    dropped: int


def build_index(
    sources: Sequence[Path], output: Path, *, told: Callable[[int], None] | None = None
) -> dict[str, int]:
    """Build an index of CSV or CSV.gz files in `output`; return its counts. `told` hears the rows read so far.

    FileRefusedError: a file is none of the register, or no address could be read in any.
    """
    parts: list[_Part] = []
    read = 0
    for path in sources:
        parts.append(_reduced(path))
        read += parts[-1].source.rows
        if told:
            told(read)
    if not any(part.houses.height for part in parts):
        place = Place(sources[0].name if sources else "BAN")
        raise FileRefusedError([Problem(place, "ban-empty", "au moins une adresse avec des coordonnées")])
    arrays = _arrays(parts)
    counts = {
        "addresses": len(arrays["house_keys"]),
        "streets": len(arrays["street_communes"]),
        "communes": len(arrays["commune_streets"]) - 1,
        "without_position": sum(part.dropped for part in parts),
    }
    named = tuple(sorted((part.source for part in parts), key=lambda one: (one.sha256, one.rows)))
    write_index(output, arrays, sources=named, counts=counts)
    return counts


def _reduced(path: Path) -> _Part:
    try:
        rows = pl.read_csv(path, separator=";", infer_schema=False, columns=list(_COLUMNS), quote_char='"')
    except (pl.exceptions.PolarsError, UnicodeDecodeError) as error:
        expected = "un fichier CSV de la Base Adresse Nationale (séparateur « ; »), avec les colonnes "
        raise FileRefusedError(
            [Problem(Place(path.name), "ban-foreign", expected + ", ".join(_COLUMNS))]
        ) from error
    except OSError as error:  # a download that was cut, a disk or a server that fails
        raise FileRefusedError(
            [Problem(Place(path.name), "ban-cut", "un fichier entier : le télécharger de nouveau")]
        ) from error
    source = Source(_sha256(path), rows.height)
    placed = rows.with_columns(
        (pl.col("lon").cast(pl.Float64, strict=False) * DEGREE).round().cast(pl.Int32, strict=False),
        (pl.col("lat").cast(pl.Float64, strict=False) * DEGREE).round().cast(pl.Int32, strict=False),
        pl.col("numero").cast(pl.Int64, strict=False).fill_null(0).clip(0, LARGEST_NUMBER).alias("number"),
        pl.col("code_insee").alias("commune"),
        # « 75104_8249_00027_b »: what stands before the number is the street.
        pl.col("id").str.extract(r"^([^_]*_[^_]*)", 1).alias("street_id"),
        *(
            pl.col(name).fill_null("")
            for name in ("rep", "code_postal", "type_position", "alias", "nom_afnor", "nom_ancienne_commune")
        ),
    ).drop_nulls(["lon", "lat", "commune", "nom_voie", "street_id", "nom_commune"])
    streets = (
        placed.group_by(_STREET)
        .agg(pl.col("nom_afnor").min(), pl.col("alias").unique().sort().str.join("|"))
        .sort(_STREET)
        .with_row_index("street")
    )
    expected_id = pl.format(
        "{}_{}{}",
        "street_id",
        pl.col("number").cast(pl.String).str.zfill(5),
        pl.when(pl.col("rep") == "").then(pl.lit("")).otherwise(pl.lit("_") + pl.col("rep")),
    )
    houses = placed.join(streets.select(*_STREET, "street"), on=_STREET).select(
        pl.col("street").cast(pl.Int32),
        pl.col("number").cast(pl.UInt32),
        pl.col("rep").cast(pl.Categorical),
        pl.col("lon"),
        pl.col("lat"),
        pl.col("type_position").cast(pl.Categorical),
        pl.col("code_postal").cast(pl.Categorical),
        pl.when(expected_id == pl.col("id")).then(None).otherwise(pl.col("id")).alias("odd_id"),
    )
    communes = (
        placed.with_columns(pl.col("libelle_acheminement").fill_null(""))
        .group_by("commune")
        .agg(
            pl.col("nom_commune").min(),
            pl.col("nom_ancienne_commune").unique().alias("former"),
            pl.col("libelle_acheminement").unique().alias("delivered"),
            pl.col("code_postal").unique().alias("postcodes"),
        )
    )
    return _Part(streets, houses, communes, source, rows.height - placed.height)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _arrays(parts: list[_Part]) -> dict[str, Array]:
    communes = _communes(parts)
    streets = (
        pl.concat([part.streets for part in parts])
        .group_by(_STREET)
        .agg(pl.col("nom_afnor").min(), pl.col("alias").unique().sort().str.join("|"))
        .sort(_STREET)
        .with_row_index("number")
    )
    houses, tables = _houses(parts, streets)
    first = np.searchsorted(houses["house_keys"], _street_starts(streets.height + 1)).astype(np.uint32)
    codes = [commune[0] for commune in communes]
    street_communes = streets["commune"].replace_strict(
        codes, list(range(len(codes))), return_dtype=pl.UInt16
    )
    commune_streets = np.searchsorted(street_communes.to_numpy(), np.arange(len(codes) + 1)).astype(np.uint32)
    names, keys, key_streets = _named(streets)
    return {
        "communes": _text(json.dumps(communes, ensure_ascii=False, separators=(",", ":"))),
        "commune_streets": commune_streets,
        "commune_middles": _middles(first[commune_streets], houses["longitudes"], houses["latitudes"]),
        **tables,
        "street_communes": street_communes.to_numpy(),
        "street_houses": first,
        "street_middles": _middles(first, houses["longitudes"], houses["latitudes"]),
        **_blob("street_names", names),
        **_blob("street_ids", streets["street_id"].to_list()),
        "keys": keys,
        "key_streets": key_streets,
        **houses,
    }


def _communes(parts: list[_Part]) -> list[tuple[str, str, list[str], list[str]]]:
    """Code, name, other names and postcodes of each commune, in order of code."""
    names: dict[str, set[str]] = {}
    others: dict[str, set[str]] = {}
    postcodes: dict[str, set[str]] = {}
    for part in parts:
        for commune, name, former, delivered, codes in part.communes.rows():
            names.setdefault(commune, set()).add(name)
            others.setdefault(commune, set()).update(former, delivered)
            postcodes.setdefault(commune, set()).update(codes)
    return [
        (commune, min(names[commune]), sorted(others[commune] - {""}), sorted(postcodes[commune] - {""}))
        for commune in sorted(names)
    ]


def _houses(parts: list[_Part], streets: pl.DataFrame) -> tuple[dict[str, Array], dict[str, Array]]:
    numbered = streets.select(*_STREET, "number")
    repeats = _table(part.houses["rep"] for part in parts)
    positions = _table(part.houses["type_position"] for part in parts)
    postcodes = _table(part.houses["code_postal"] for part in parts)
    spelt = sorted({canonical_repeat(repeat) for repeat in repeats})
    keys, longitudes, latitudes, kinds, codes, repeated, odd = [], [], [], [], [], [], []
    for part in parts:
        number_of = part.streets.join(numbered, on=_STREET, maintain_order="left")["number"].to_numpy()
        table = part.houses
        rep = _codes(table["rep"], repeats)
        canonical = np.array([spelt.index(canonical_repeat(one)) for one in repeats], dtype=np.uint64)
        street = number_of[table["street"].to_numpy()].astype(np.uint64)
        keys.append(house_key(street, table["number"].to_numpy().astype(np.uint64), canonical[rep]))
        longitudes.append(table["lon"].to_numpy())
        latitudes.append(table["lat"].to_numpy())
        kinds.append(_codes(table["type_position"], positions).astype(np.uint8))
        codes.append(_codes(table["code_postal"], postcodes).astype(np.uint16))
        repeated.append(rep.astype(np.uint16))
        odd.append(table["odd_id"])
    key, longitude, latitude = np.concatenate(keys), np.concatenate(longitudes), np.concatenate(latitudes)
    kind, code, rep = np.concatenate(kinds), np.concatenate(codes), np.concatenate(repeated)
    order = np.lexsort((code, kind, latitude, longitude, rep, key))
    ids = pl.concat(odd).gather(order)
    rows = np.flatnonzero(ids.is_not_null().to_numpy()).astype(np.uint32)
    houses: dict[str, Array] = {
        "house_keys": key[order],
        "house_repeats": rep[order],
        "longitudes": longitude[order],
        "latitudes": latitude[order],
        "house_positions": kind[order],
        "house_postcodes": code[order],
        "odd_rows": rows,
        **_blob("odd_ids", ids.drop_nulls().to_list()),
    }
    tables = {
        "repeats": _text(json.dumps(repeats, ensure_ascii=False)),
        "spelt_repeats": _text(json.dumps(spelt, ensure_ascii=False)),
        "positions": _text(json.dumps(positions, ensure_ascii=False)),
        "postcodes": _text(json.dumps(postcodes, ensure_ascii=False)),
    }
    return houses, tables


def _table(columns: Iterable[pl.Series]) -> list[str]:
    return sorted({value for column in columns for value in column.unique().cast(pl.String).to_list()})


def _codes(column: pl.Series, table: list[str]) -> NDArray[np.int64]:
    return (
        column.cast(pl.String)
        .replace_strict(table, list(range(len(table))), return_dtype=pl.Int64)
        .to_numpy()
    )


def _street_starts(count: int) -> NDArray[np.uint64]:
    zero = np.zeros(count, dtype=np.uint64)
    return house_key(np.arange(count, dtype=np.uint64), zero, zero)


def _middles(first: Array, longitudes: Array, latitudes: Array) -> Array:
    """For each slice of houses, a street or a commune, the row of the house nearest to their middle."""
    ends = first.astype(np.int64)
    counts = ends[1:] - ends[:-1]
    street = np.repeat(np.arange(len(counts)), counts)
    x = np.add.reduceat(longitudes.astype(np.float64), first[:-1]) / counts
    y = np.add.reduceat(latitudes.astype(np.float64), first[:-1]) / counts
    # A degree of longitude is shorter: two thirds are near enough to choose a house in the middle.
    far = ((longitudes - x[street]) * (2 / 3)) ** 2 + (latitudes - y[street]) ** 2
    order = np.lexsort((np.arange(len(street)), far, street))
    return order[first[:-1]].astype(np.uint32)


def _named(streets: pl.DataFrame) -> tuple[list[str], Array, Array]:
    """For each street its spellings, one behind the other; and the keys that lead to it."""
    names: list[str] = []
    keys: list[int] = []
    owners: list[int] = []
    for number, (commune, name, afnor, alias) in enumerate(
        streets.select("commune", "nom_voie", "nom_afnor", "alias").iter_rows()
    ):
        spellings: dict[str, tuple[str, StreetName]] = {}
        for spelling in (name, *alias.split("|"), afnor, without_year(name) or ""):
            if spelling and (read := street_name(spelling)).wayless_key not in spellings:
                spellings[read.wayless_key] = spelling, read
        names.append("\t".join(one.replace("\t", " ") for one, _ in spellings.values()))
        department = department_of(commune)
        own = {scoped_key(scope, key) for key in spellings for scope in (commune, department)}
        # In a département, where there are too many names to look through, also what is a step away.
        for _, read in spellings.values():
            own.add(scoped_key(department, read.spaceless_key))
            own.add(scoped_key(department, read.ending_key(read.bare[-1])))
        keys.extend(own)
        owners.extend([number] * len(own))
    key_array = np.array(keys, dtype=np.uint64)
    owner_array = np.array(owners, dtype=np.uint32)
    order = np.lexsort((owner_array, key_array))
    return names, key_array[order], owner_array[order]


def _text(text: str) -> Array:
    return np.frombuffer(text.encode(), dtype=np.uint8)


def _blob(name: str, texts: list[str]) -> dict[str, Array]:
    raw = [text.encode() for text in texts]
    ends = np.zeros(len(raw) + 1, dtype=np.uint32)
    np.cumsum([len(one) for one in raw], out=ends[1:])
    return {name: np.frombuffer(b"".join(raw), dtype=np.uint8), f"{name}_ends": ends}
