"""HTTP, with servers that may be down, slow, cut or other than they seem: an answer, or an error that says what to do.

Messages name the host and the reason, never what was asked of it.
"""

import socket
import ssl
from collections.abc import Iterator
from http.client import HTTPException, HTTPResponse, IncompleteRead, RemoteDisconnected
from importlib.metadata import version
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import (
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    getproxies,
    proxy_bypass,
)

from droitcommun.core.french import NBSP
from droitcommun.core.problems import UserError

_LOOPBACK = frozenset(["localhost", "127.0.0.1", "::1"])
_CHUNK = 1 << 16

OK = 200
NOT_FOUND = 404
_SERVER_FAULT = 500


class UnreachableError(UserError):
    """A server did not give what was asked of it; nothing that depends on it was done."""

    exit_code = 25


def web_address(text: str) -> str:
    """Read the address of a server, without a slash at its end.

    ValueError, in French: not http or https, or with a password, which other users of the machine would see.
    """
    try:
        parts = urlsplit(text.strip())
        known = (
            parts.scheme in {"http", "https"}
            and bool(parts.hostname)
            and (parts.port is None or parts.port > 0)
        )
    except ValueError:
        known = False
    if not known or not text.strip().isascii() or any(mark.isspace() for mark in text.strip()):
        raise ValueError("une adresse qui commence par https:// ou http://")
    if parts.username is not None or parts.query or parts.fragment:
        raise ValueError("une adresse sans mot de passe, sans « ? » et sans « # »")
    return text.strip().rstrip("/")


def host_of(address: str) -> str:
    """The host of an address, with its port when it has one of its own."""
    return urlsplit(address).netloc.rpartition("@")[2]


def is_here(address: str) -> bool:
    """Whether an address is one of this machine."""
    return urlsplit(address).hostname in _LOOPBACK


def proxy_of(address: str) -> str | None:
    """The host of the proxy through which an address is asked, when the settings of the machine name one."""
    parts = urlsplit(address)
    proxy = getproxies().get(parts.scheme)
    if not proxy or proxy_bypass(parts.netloc):
        return None
    return host_of(proxy if "//" in proxy else f"//{proxy}")


def request_of(address: str, *, body: bytes | None = None, headers: dict[str, str]) -> Request:
    """A request: GET, or POST when it has a body. Nothing is compressed on the way, so that lengths can be checked."""
    own = {"User-Agent": f"droitcommun/{version('droitcommun')}", "Accept-Encoding": "identity"}
    return Request(address, data=body, headers={**own, **headers})  # noqa: S310 - see `web_address`


class Answer:
    """What a server answers, whatever its status. UnreachableError when it stops while it is read."""

    def __init__(self, address: str, response: HTTPResponse, seconds: float) -> None:
        self.address = address
        self.status = response.status
        self._response = response
        self._seconds = seconds

    def __enter__(self) -> "Answer":
        return self

    def __exit__(self, *_: object) -> None:
        self._response.close()

    def header(self, name: str) -> str:
        """A header, "" when there is none."""
        return self._response.headers.get(name, "").strip()

    @property
    def length(self) -> int | None:
        """How many bytes the body is said to have."""
        said = self.header("Content-Length")
        return int(said) if said.isascii() and said.isdigit() else None

    def pieces(self) -> Iterator[bytes]:
        """The body as it arrives; it may end before its length."""
        while True:
            try:
                piece = self._response.read1(_CHUNK)
            except (HTTPException, OSError) as error:
                raise _unreachable(self.address, error, self._seconds) from None
            if not piece:
                return
            yield piece


def ask(request: Request, *, seconds: float) -> Answer:
    """Ask, and return the answer whatever its status; no redirection is followed. `seconds` is the longest silence.

    UnreachableError: no answer.
    """
    # Without a processor of errors every status is an answer.
    director = OpenerDirector()
    for handler in (ProxyHandler(), HTTPHandler(), HTTPSHandler()):
        director.add_handler(handler)
    try:
        return Answer(request.full_url, director.open(request, timeout=seconds), seconds)
    except (HTTPException, OSError) as error:
        cause = error.reason if isinstance(error, URLError) else error
        raise _unreachable(request.full_url, cause, seconds) from None


def _unreachable(address: str, cause: object, seconds: float) -> UnreachableError:
    return UnreachableError(
        f"{host_of(address)} : {_reason(cause, seconds)}. Vérifier le réseau et l’adresse, puis relancer."
    )


def refusal(address: str, status: int) -> UnreachableError:
    """Say that a server answered, and refused."""
    host = host_of(address)
    if status == NOT_FOUND:
        return UnreachableError(f"{host} : rien à cette adresse (code {status}) ; elle a pu changer.")
    if status >= _SERVER_FAULT:
        return UnreachableError(f"{host} : le serveur est en panne (code {status}) ; relancer plus tard.")
    return UnreachableError(f"{host} : le serveur refuse (code {status}).")


def _reason(cause: object, seconds: float) -> str:
    match cause:
        case TimeoutError():
            return f"pas de réponse en {seconds:g}{NBSP}s"
        case socket.gaierror():
            return "ce nom de machine est inconnu, ou le réseau est coupé"
        case ConnectionRefusedError():
            return "aucun serveur n’écoute à cette adresse"
        case ssl.SSLCertVerificationError():
            return "son certificat n’est pas reconnu par cette machine"
        case IncompleteRead() | RemoteDisconnected() | ConnectionError() | ssl.SSLEOFError():
            return "la connexion a été coupée"
        case HTTPException():
            return "ce qui répond n’est pas un serveur HTTP"
        case _:
            return "la connexion a échoué"
