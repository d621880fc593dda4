"""A file that the pilot sends: opened, and handed back by the page, signed, until its questions are answered.

Nothing is kept here between two requests: what was read travels in the form, and nobody can alter it.
"""

import zipfile
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from django.core import signing
from django.core.files.uploadedfile import UploadedFile

from droitcommun.core.codec import PlainError, from_plain, to_plain
from droitcommun.core.dossier import Dossier
from droitcommun.core.problems import FileRefusedError, Place, Problem, UserError
from droitcommun.intake import containers
from droitcommun.intake.blocks import Blocks
from droitcommun.usecases.sources import Sent, open_path

# What a file may weigh, and what it may weigh once it is opened, in bytes.
LARGEST = 10_000_000
LARGEST_OPENED = 50_000_000

_SALT = "droitcommun.import"
_FOLDER = (".toml", ".csv")


class LostError(UserError):
    """What the form hands back is not what this site gave out."""


def read(upload: "UploadedFile[bytes]") -> Sent:
    """Open a file that was sent; raises FileRefusedError or UnknownNameError. It is gone when this returns."""
    suffix = PurePosixPath(str(upload.name)).suffix.lower()
    if upload.size is None or upload.size > LARGEST:
        raise _refused("too-large", f"un fichier d’au plus {LARGEST // 1_000_000} Mo")
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"envoi{suffix if suffix.isascii() and suffix[1:].isalnum() else ''}"
        with path.open("wb") as file:
            for chunk in upload.chunks():
                file.write(chunk)
        if zipfile.is_zipfile(path) and _is_contract(path):
            path = _opened(path)
        return open_path(path)


def sealed(sent: Sent) -> str:
    """What was sent, as text that the page hands back."""
    plain = {"document": containers.to_plain(sent)} if isinstance(sent, Blocks) else to_plain(sent)
    return signing.dumps(plain, salt=_SALT, compress=True)


def unsealed(text: str) -> Sent:
    """What was sent, from what a page handed back; raises LostError."""
    try:
        plain = signing.loads(text, salt=_SALT, max_age=24 * 3600)
        if "document" in plain:
            return containers.from_plain(plain["document"])
        return from_plain(Dossier, plain)
    except (signing.BadSignature, PlainError):
        raise LostError("Ce qui a été lu n’est plus disponible : envoyez de nouveau le fichier.") from None


def _is_contract(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        return any(PurePosixPath(name).name == "contract.toml" for name in archive.namelist())


def _opened(path: Path) -> Path:
    """The folder of a contract that a zip holds: its TOML and CSV files only."""
    folder = path.parent / "contrat"
    try:
        with zipfile.ZipFile(path) as archive:
            infos = [one for one in archive.infolist() if one.filename.endswith(_FOLDER)]
            if sum(one.file_size for one in infos) > LARGEST_OPENED:
                raise _refused(
                    "too-large", f"une archive d’au plus {LARGEST_OPENED // 1_000_000} Mo une fois ouverte"
                )
            root = next(
                PurePosixPath(one.filename).parent for one in infos if one.filename.endswith("contract.toml")
            )
            for one in infos:
                inside = PurePosixPath(one.filename)
                if root not in inside.parents or ".." in inside.parts:
                    continue
                target = folder / inside.relative_to(root)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(archive.read(one))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, StopIteration):
        raise _refused("archive", "une archive zip entière, sans mot de passe") from None
    return folder


def _refused(code: str, expected: str) -> FileRefusedError:
    return FileRefusedError([Problem(Place("fichier envoyé"), code, expected)])
