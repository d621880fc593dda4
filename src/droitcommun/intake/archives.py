"""A zip of ours that somebody sent → a Dossier: the folder of a contract, or an export of open data."""

import base64
from errno import EEXIST, EISDIR, ENAMETOOLONG, ENOTDIR
from pathlib import Path
from tempfile import TemporaryDirectory

from droitcommun.core.codec import from_plain
from droitcommun.core.dossier import Dossier
from droitcommun.intake.containers import content_of
from droitcommun.intake.limits import Limits, limits_from
from droitcommun.intake.refusals import refusal
from droitcommun.intake.sandbox import read_in_child

# Names that an archive may hold and a folder may not: a file that is also a folder, a name without end.
_UNUSABLE = {EEXIST, EISDIR, ENAMETOOLONG, ENOTDIR}


def read_archive(path: Path, limits: Limits | None = None) -> Dossier:
    """Read an archive in processes of their own; raises FileRefusedError with all that is wrong in it.

    A child writes no file: what the first one unpacks is laid down here, and the second one loads it.
    """
    limits = limits or limits_from()
    told = read_in_child("archive", content_of(path, limits), limits, file=path.name, given=path.name)
    if "files" not in told:
        return from_plain(Dossier, told["dossier"])
    with TemporaryDirectory() as unpacked:
        for name, held in told["files"].items():
            target = Path(unpacked) / name
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(base64.b64decode(held))
            except OSError as error:
                if error.errno in _UNUSABLE:
                    raise refusal(path.name, "damaged") from None
                raise
        told = read_in_child("folder", b"", limits, file=path.name, given=unpacked)
    return from_plain(Dossier, told["dossier"])
