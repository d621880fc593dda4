"""The child process: binds itself to its limits, reads the bytes it is given, answers JSON, ends.

An exception that no reader foresaw is answered by its name and where it was raised, without its words: they
may repeat the document.
"""

import gc
import json
import os
import sys
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path
from types import TracebackType
from typing import Any

from droitcommun.core.problems import FileRefusedError
from droitcommun.intake.limits import Limits
from droitcommun.intake.refusals import RefusedError

_MEGABYTE = 1 << 20
_OPEN_FILES = 64

# The readers that take blocks which another has read.
_OF_WORDS = frozenset(("sheets", "audited", "prose"))

# A reader takes the bytes, the limits and what it is told beside; it returns plain JSON or raises RefusedError.
Reader = Callable[[bytes, Limits, Any], Any]


def main() -> None:
    """Obey the one order that stands on the first line of the standard input; the bytes follow."""
    source = sys.stdin.buffer
    order = json.loads(source.readline())
    limits = Limits(**order["limits"])
    memory_bound = bind(limits)
    gc.disable()  # a sixth faster, and this process is bound and ends soon
    # From here on the standard streams are ours alone: a library that prints cannot spoil the answer.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    sys.excepthook = lambda kind, _error, trace: answer(
        answers.write, {"failed": kind.__name__, "at": place_of(trace)}, memory_bound=memory_bound
    )
    try:
        found = {"answer": chosen(order["reader"])(source.read(), limits, order["given"])}
    except RefusedError as refused:
        found = {"refused": refused.code, "most": refused.most, "detail": refused.detail}
    except FileRefusedError as refused:
        found = {"problems": [[*astuple(one.place), one.code, one.expected] for one in refused.problems]}
    answer(answers.write, found, memory_bound=memory_bound)


def answer(write: Callable[[bytes], object], told: dict[str, Any], *, memory_bound: bool) -> None:
    """Write the answer and leave at once: nothing that a library hung up for the end is run."""
    write(json.dumps({**told, "memory_bound": memory_bound}, ensure_ascii=True).encode())
    write.__self__.flush()  # type: ignore[attr-defined]
    os._exit(0)


def bind(limits: Limits) -> bool:
    """Bind this process for good; return whether its memory is bound."""
    try:
        import resource
    except ImportError:  # Windows: the parent's clock is all there is
        return False
    bounds = {
        "RLIMIT_CORE": 0,
        "RLIMIT_FSIZE": 0,
        "RLIMIT_NPROC": 0,
        "RLIMIT_NOFILE": _OPEN_FILES,
        "RLIMIT_CPU": limits.seconds + 1,  # the parent's clock comes first, and says why
    }
    for name, most in bounds.items():
        if hasattr(resource, name):
            resource.setrlimit(getattr(resource, name), (most, most))
    memory = limits.memory_mb * _MEGABYTE
    try:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    except (ValueError, OSError):  # macOS says that it cannot
        return False
    return True


def chosen(name: str) -> Reader:
    """Return the reader of that name, importing only what it needs."""
    if (
        name in _OF_WORDS
    ):  # what understands a document is no use to who reads its bytes, and takes a while to load
        from droitcommun.intake.readers import parsing

        understood: Reader = getattr(parsing, name)
        return understood
    from droitcommun.intake.readers import entries

    readers: dict[str, Reader] = {
        "document": entries.document,
        "grids": entries.grids,
        "kind": entries.kind,
        "archive": entries.archive,
        "folder": entries.folder,
        "copy": entries.copy,
    }
    return readers[name]


def place_of(trace: TracebackType | None) -> str:
    """Say where in our code or a library an exception was raised: a file and a line, no path."""
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}, ligne {trace.tb_lineno}" if trace else ""
