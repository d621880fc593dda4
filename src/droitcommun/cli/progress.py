"""How far a long work is, on the error stream: rows, rows a second, time left. Never what a row holds."""

import sys
from time import monotonic

import click

from droitcommun.core.french import NBSP, number_of, plural

# Seconds between two lines: a terminal writes over the last one, a log does not.
_EVERY_AT_A_TERMINAL = 0.5
_EVERY_IN_A_LOG = 10.0
_MINUTE = 60


class Progress:
    """Tells a person how far a work is."""

    def __init__(self) -> None:
        self._terminal = sys.stderr is not None and sys.stderr.isatty()
        self._every = _EVERY_AT_A_TERMINAL if self._terminal else _EVERY_IN_A_LOG
        self._start = monotonic()
        self._last = self._start
        self._open = False

    def __call__(self, rows: int, part: float) -> None:
        """Hear that so many rows are done, and which part of the file they are, from 0 to 1."""
        now = monotonic()
        if now - self._last < self._every:
            return
        self._last = now
        spent = now - self._start
        left = f", reste environ {_duration(spent * (1 - part) / part)}" if 0 < part < 1 else ""
        said = f"{number_of(rows)} lignes, {number_of(round(rows / spent))} par seconde{left}"
        click.echo(f"\r{said:<70}" if self._terminal else said, err=True, nl=not self._terminal)
        self._open = self._terminal

    def end(self, rows: int) -> None:
        """Say what was done in all."""
        spent = monotonic() - self._start
        if self._open:
            click.echo("", err=True)
        speed = f" en {_duration(spent)}, {number_of(round(rows / spent))} par seconde" if spent >= 1 else ""
        click.echo(f"{number_of(rows)} ligne{plural(rows)}{speed}.", err=True)


def _duration(seconds: float) -> str:
    if seconds < _MINUTE:
        return f"{max(1, round(seconds))}{NBSP}s"
    return f"{round(seconds / _MINUTE)}{NBSP}min"
