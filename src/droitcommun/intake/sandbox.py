"""A reader runs in a process of its own, which may die of what it reads: the caller goes on.

The child is a new interpreter that knows nothing of this one. It takes the bytes through a pipe, may write no
file, holds itself to its limits (memory, processor, files) before it looks at them, and answers plain JSON of a
bounded size. What it writes on its error stream is lost: it may hold content. Where the system cannot bound
memory (macOS, Windows) the clock still does, and a warning is logged once.
"""

import json
import logging
import subprocess
import sys
from dataclasses import asdict
from functools import cache
from threading import Thread, Timer
from typing import IO, Any

from droitcommun.core.problems import FileRefusedError, Place, Problem
from droitcommun.intake.limits import Limits
from droitcommun.intake.refusals import refusal

_LOG = logging.getLogger(__name__)
_MEGABYTE = 1 << 20

# -I: no environment, no user folder, not the current one; so where to import from is said.
_CHILD = "import sys; sys.path[:] = sys.argv[1:]; from droitcommun.intake.readers.child import main; main()"


def read_in_child(reader: str, content: bytes, limits: Limits, *, file: str, given: Any = None) -> Any:
    """Return what the reader of that name answers; raises FileRefusedError, which names `file`.

    `given` is what the reader is told beside the bytes, as plain JSON: where to start in a document that is read in
    several goes, what to write into a copy.
    """
    paths = [path for path in sys.path if path]
    child = subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-I", "-B", "-c", _CHILD, *paths],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/" if sys.platform != "win32" else None,
    )
    assert child.stdin is not None and child.stdout is not None  # noqa: S101, PT018 - asked for above
    late = Timer(limits.seconds, child.kill)
    order = {"reader": reader, "given": given, "limits": asdict(limits)}
    feeding = Thread(target=_feed, args=(child.stdin, order, content), daemon=True)
    most = limits.answer_mb * _MEGABYTE
    try:
        late.start()
        feeding.start()
        answer = child.stdout.read(most + 1)
    finally:
        # Timed out or not, answered or not: nobody outlives this call.
        on_time = late.is_alive()
        late.cancel()
        child.kill()
        child.wait()
        feeding.join()
        child.stdout.close()
    if len(answer) > most:
        raise refusal(file, "too-heavy", most=limits.memory_mb)
    return _told(answer, limits, file=file, on_time=on_time)


def _feed(pipe: IO[bytes], order: dict[str, Any], content: bytes) -> None:
    """Give the child its order, on a line, and the bytes; it may die before it has read them."""
    try:
        with pipe:
            pipe.write(json.dumps(order).encode() + b"\n")
            pipe.write(content)
    except OSError:
        return


def _told(answer: bytes, limits: Limits, *, file: str, on_time: bool) -> Any:
    try:
        told = json.loads(answer)
    except ValueError:  # cut short: the child was killed, by us, the system, or what it read
        if on_time:
            raise refusal(file, "damaged") from None
        raise refusal(file, "too-slow", most=limits.seconds) from None
    if not told["memory_bound"]:
        _warn_once()
    match told:
        case {"answer": found}:
            return found
        case {"refused": code, "most": most, "detail": detail}:
            raise refusal(file, code, most=most, detail=detail)
        case {"problems": problems}:
            raise FileRefusedError([_problem(*one) for one in problems])
        case {"failed": "MemoryError"}:
            raise refusal(file, "too-heavy", most=limits.memory_mb)
        case {"failed": "RecursionError"}:
            raise refusal(file, "too-deep")
        case {"failed": kind, "at": place}:
            raise refusal(file, "damaged", detail=f" ({kind}, {place})")
        case _:
            raise AssertionError("un lecteur répond, refuse ou échoue")


def _problem(*told: Any) -> Problem:
    *place, code, expected = told
    return Problem(Place(*place), code, expected)


@cache
def _warn_once() -> None:
    _LOG.warning("La mémoire des lecteurs ne peut être bornée sur ce système ; leur durée l’est.")
