"""What only a service knows: it keys the hash of its rows, so that a short file is not guessed, and marks manifests.

A plain hash of an address is inverted from the register in half a minute.
"""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from droitcommun.core.problems import FileRefusedError, Place, Problem, UserError

_BYTES = 32


def default_place(environment: dict[str, str] | os._Environ[str] = os.environ) -> Path:
    """Where the secret is kept: DROITCOMMUN_SECRET, else in the settings of the person."""
    named = environment.get("DROITCOMMUN_SECRET")
    if named:
        return Path(named)
    home = environment.get("XDG_CONFIG_HOME")
    return (Path(home) if home else Path.home() / ".config") / "droitcommun" / "secret"


def read_secret(path: Path) -> bytes | None:
    """Return the secret that a file holds; None when there is no file.

    FileRefusedError: it holds no secret of ours.
    """
    try:
        text = path.read_bytes().decode("ascii").strip()
        secret = bytes.fromhex(text)
    except FileNotFoundError:
        return None
    except (OSError, ValueError):
        secret = b""
    if len(secret) != _BYTES:
        expected = f"{2 * _BYTES} chiffres hexadécimaux attendus"
        raise FileRefusedError([Problem(Place(path.name), "secret-malformed", expected)])
    return secret


def make_secret(path: Path) -> bytes:
    """Draw a secret and keep it where nobody else reads it; raises UserError when that place cannot be written."""
    secret = secrets.token_bytes(_BYTES)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secret.hex() + "\n")
    except OSError:
        raise UserError(
            "Le secret du service ne peut pas être écrit ; désigner sa place : --secret FICHIER."
        ) from None
    return secret


def mac(secret: bytes, content: bytes) -> str:
    """Mark bytes as those of the service that holds the secret."""
    return hmac.new(secret, content, hashlib.sha256).hexdigest()


def is_mac(secret: bytes, content: bytes, said: str) -> bool:
    """Whether bytes bear the mark of the service that holds the secret."""
    return hmac.compare_digest(mac(secret, content), said)
