"""The hash of what a Dossier says, wherever it was read."""

from hashlib import sha256
from json import dumps

from droitcommun.core.codec import to_plain
from droitcommun.core.dossier import Dossier


def fingerprint(dossier: Dossier) -> str:
    """Hash the parts, not where they came from nor how they were laid out: equal Dossiers hash equal.

    A contract read from the catalogue, from a database or from a backup has one fingerprint.
    """
    parts = {key: value for key, value in to_plain(dossier).items() if key != "origin"}
    text = dumps(parts, ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()
