"""The hash of what a Dossier says, wherever it was read."""

from hashlib import sha256
from json import dumps

from droitcommun.core.codec import to_plain
from droitcommun.core.references import Parts


def fingerprint(parts: Parts) -> str:
    """Hash what was read, not where nor how it was laid out: a comment or a line break changes nothing.

    A contract read from the catalogue, from a database or from a backup has one fingerprint.
    """
    text = dumps(to_plain(parts), ensure_ascii=False, sort_keys=True)
    return sha256(text.encode()).hexdigest()
