"""Text cut into lines for a terminal: neither a French space nor an identifier is where a line ends."""

import shutil
import sys
from textwrap import fill

from droitcommun.core.french import typeset

# Columns. The widest is what a file or another program gets, so that it does not depend on the window.
_WIDEST = 100
_NARROWEST = 60


def paragraph(text: str, first: str = "", rest: str = "") -> str:
    """Cut a text into lines: `first` begins the first one, `rest` the others."""
    return fill(
        typeset(text),
        _width(),
        initial_indent=first,
        subsequent_indent=rest,
        break_on_hyphens=False,
        break_long_words=False,
    )


def entry(label: str, text: str) -> str:
    """Cut a text into lines beside its label, which keeps its spaces."""
    return paragraph(text, label, " " * len(label))


def _width() -> int:
    if not sys.stdout.isatty():
        return _WIDEST
    return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size().columns))
