"""How far a long work is, on the error stream: rows, rows a second, time left. Never what a row holds.

Nor how many rows there are, but in thousands: beside hidden counts, the exact number would give them back.
"""

import sys
from time import monotonic

import click

from droitcommun.core.french import NBSP, number_of, plural
from droitcommun.usecases.locate_records import RangeRecord

# Seconds between two lines: a terminal writes over the last one, a log does not.
_EVERY_AT_A_TERMINAL = 0.5
_EVERY_IN_A_LOG = 10.0
_MINUTE = 60

_ROUNDED = 1000
_HUNDRED = 100


class Progress:
    """Tells a person how far a work is."""

    def __init__(self, noun: str = "lignes") -> None:
        self._noun = noun
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
        done = f"{number_of(rows // _ROUNDED * _ROUNDED)} {self._noun}"
        said = f"{done}, {number_of(_rate(rows, spent))} par seconde{left}"
        click.echo(f"\r{said:<70}" if self._terminal else said, err=True, nl=not self._terminal)
        self._open = self._terminal

    def end(self, rows: RangeRecord) -> None:
        """Say what was done in all, as precisely as it may be shown."""
        spent = monotonic() - self._start
        if self._open:
            click.echo("", err=True)
        middle = (rows.low + rows.high) // 2
        speed = f" en {_duration(spent)}, {number_of(_rate(middle, spent))} par seconde" if spent >= 1 else ""
        exact = rows.low == rows.high
        said = (
            f"{number_of(rows.low)} ligne{plural(rows.low)}"
            if exact
            else f"De {number_of(rows.low)} à {number_of(rows.high)} lignes"
        )
        click.echo(f"{said}{speed}.", err=True)


def _rate(rows: int, seconds: float) -> int:
    return round(rows / seconds / _HUNDRED) * _HUNDRED if rows > _HUNDRED * seconds else round(rows / seconds)


def _duration(seconds: float) -> str:
    if seconds < _MINUTE:
        return f"{max(1, round(seconds))}{NBSP}s"
    return f"{round(seconds / _MINUTE)}{NBSP}min"
