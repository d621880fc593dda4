"""The standard streams: in UTF-8, written whole, and what is said when one of them does not let itself be written."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EPIPE
from io import BufferedWriter, FileIO, RawIOBase, TextIOWrapper
from typing import BinaryIO, NoReturn

import click

from droitcommun.core.french import typeset
from droitcommun.core.problems import NO_ROOM

# What a shell returns for a program that SIGPIPE ended, as 130 for one that Ctrl-C did: 1 would be the audit's.
_NO_READER = 141


class UnwrittenError(OSError):
    """A standard stream took no more; `message` is empty when its reader had enough, which is no fault.

    An OSError, which whoever logs expects of a stream; without `errno`, or click would answer a closed pipe itself.
    """

    def __init__(self, cause: OSError) -> None:
        super().__init__(str(cause))
        if cause.errno == EPIPE:
            self.message, self.exit_code = "", _NO_READER
        elif cause.errno in NO_ROOM:
            self.message, self.exit_code = no_room(), 14
        else:
            told = (
                "Écriture impossible : la sortie standard est fermée, ou ne se laisse pas écrire ; la diriger vers un "
                "fichier ou un programme."
            )
            self.message, self.exit_code = typeset(told), 10


class Stream(TextIOWrapper):
    """A standard stream that raises UnwrittenError: what happens to it is not taken for what happens to a file."""

    def write(self, text: str, /) -> int:
        """Write a text."""
        with _told():
            return super().write(text)

    def flush(self) -> None:
        """Write what waits."""
        with _told():
            super().flush()


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except UnwrittenError:  # a write that flushes
        raise
    except OSError as error:
        raise UnwrittenError(error) from None


def no_room(file: str | None = None) -> str:
    """Say that a disk is full and, where it is known, which file is not written."""
    lost = f" {file} n’est pas écrit : en libérer, ou choisir un autre disque." if file else ""
    return typeset(f"Écriture impossible : il n’y a plus de place.{lost}")


def take() -> None:
    """Make the standard streams ours, those that were closed before the program began included.

    A closed one would give its number to the next file that is opened. A closed stdout refuses whatever is written to
    it; on a closed stderr nobody is told.
    """
    for number, flags in enumerate((os.O_RDONLY, os.O_RDONLY, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, flags)  # it takes the lowest number that is free: this one
    # The former ones stay in sys.__stdout__ and sys.__stderr__: let go, they would close what ours write to.
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if isinstance(stream, TextIOWrapper):
            setattr(sys, name, _ours(stream.buffer, at_once=stream.line_buffering))
    if sys.stdout is None:
        sys.stdout = _ours(FileIO(1, "w", closefd=False), at_once=False)


def fail(message: str, code: int) -> NoReturn:
    """End with a code, and say why where somebody can be told; nothing is tried again as Python ends."""
    with suppress(OSError):  # nobody can be told: the code still says it
        if message:
            click.echo(message, err=True)
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    sys.exit(code)


def _ours(buffer: BinaryIO | RawIOBase, *, at_once: bool) -> Stream:
    """Write to what a stream of Python writes to, in UTF-8 whatever the locale.

    Under PYTHONUNBUFFERED, Python's own drops without a word what a disk that is nearly full has no room for.
    """
    bare = isinstance(buffer, RawIOBase)
    return Stream(
        BufferedWriter(buffer) if isinstance(buffer, RawIOBase) else buffer,
        encoding="utf-8",
        errors="replace",
        newline="\n",
        line_buffering=at_once,
        write_through=bare,
    )
