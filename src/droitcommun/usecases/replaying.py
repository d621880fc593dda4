"""An old run, made again from its manifest: same rows, same files, same counts; or what differs, named."""

from dataclasses import replace
from pathlib import Path

from droitcommun.core.french import listed
from droitcommun.core.problems import UserError
from droitcommun.territory.breakdowns import Breakdown
from droitcommun.territory.index.opened import AddressIndex
from droitcommun.territory.secrecy import Secrecy
from droitcommun.usecases.counting import sha256_of
from droitcommun.usecases.locate_records import LocateRecord, ManifestRecord
from droitcommun.usecases.locate_settings import Beside, Settings
from droitcommun.usecases.locating import Telling, locate_again
from droitcommun.usecases.manifests import is_own


class ReplayDiffersError(UserError):
    """A run that was made again does not give what its manifest says, or cannot be made again."""

    exit_code = 18


def replay(
    manifest: ManifestRecord,
    file: Path,
    *,
    perimeters: Path,
    index: Path | None,
    beside: Path | None = None,
    secret: bytes,
    processes: int = 1,
    telling: Telling = Telling(),  # noqa: B008 - frozen
) -> LocateRecord:
    """Run `locate` again with the settings of a manifest; return its record, which is that of the manifest.

    ReplayDiffersError: the secret, the index, the perimeters, the rows or a count is another one.
    """
    if not is_own(manifest, secret):
        raise ReplayDiffersError(
            "Le manifeste n’a pas été fait avec ce secret : ses lignes ne peuvent être comparées."
        )
    result = manifest.result
    journal = result.journal
    if journal.geocoder is not None:
        raise ReplayDiffersError(
            "Cette exécution a employé un géocodeur : la rejouer lui renverrait les adresses ; refaire un locate."
        )
    others = []
    if sha256_of(perimeters) != journal.perimeters.sha256:
        others.append("les périmètres")
    if result.beside is not None and (beside is None or sha256_of(beside) != result.beside.perimeters.sha256):
        others.append("les périmètres d’à côté (--beside)")
    if (
        journal.index is not None
        and index is not None
        and AddressIndex(index).header.body != journal.index.sha256
    ):
        others.append("l’index")
    if others:
        raise ReplayDiffersError(
            f"À l’origine, {listed(others)} n’étaient pas ceux-ci : rien n’a été rejoué."
        )
    settings = settings_of(result, perimeters=perimeters, index=index, beside=beside)
    again = locate_again(file, settings, secret=secret, processes=processes, telling=telling).record
    same_version = replace(again, journal=replace(again.journal, version=journal.version))
    if again.journal.rows_hash != journal.rows_hash:
        raise ReplayDiffersError("Les lignes ne sont pas celles de l’exécution d’origine.")
    if same_version != result:
        raise ReplayDiffersError(
            f"Mêmes lignes, mais un autre résultat : manifeste de la version {journal.version}, "
            f"programme en version {again.journal.version}."
        )
    return again


def settings_of(
    result: LocateRecord, *, perimeters: Path, index: Path | None, beside: Path | None = None
) -> Settings:
    """The settings of a run, from its record."""
    journal = result.journal
    settings = Settings(
        perimeters=perimeters,
        index=index,
        vintage=journal.perimeters.vintage,
        kind=journal.perimeters.kind,
        precision=journal.perimeters.precision,
        crs=journal.crs,
        columns={column.says: column.name for column in journal.columns},
        basis=journal.basis,
        population=journal.population,
        denominator=journal.denominator,
        by_area=journal.by_area,
        by=tuple(
            Breakdown(one.column, tuple(group.value for group in one.groups[:-1]) if one.named else ())
            for one in result.by
        ),
        beside=None
        if result.beside is None or beside is None
        else Beside(
            perimeters=beside,
            vintage=result.beside.perimeters.vintage,
            kind=result.beside.perimeters.kind,
        ),
        blank=journal.blank,
        target=None if result.verdict is None else result.verdict.target,
        service=journal.service,
        source=journal.source,
        period=journal.period,
        secrecy=None if journal.secrecy is None else Secrecy(journal.secrecy.threshold, journal.secrecy.step),
    )
    return settings if journal.tolerance is None else replace(settings, tolerance=journal.tolerance)
