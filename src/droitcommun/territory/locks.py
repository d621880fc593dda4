"""One run at a time: a file that is locked while another file is read and replaced, on Unix and on Windows."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a lock, after waiting for whoever holds it. It goes with its process, however that ends; the file stays."""
    number = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _take(number)
        yield
    finally:
        os.close(number)


if sys.platform == "win32":
    import msvcrt
    import time

    # Between two tries of a lock that another run holds, in seconds.
    _PAUSE = 0.05

    def _take(number: int) -> None:
        while True:
            try:
                msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
            except OSError:
                time.sleep(_PAUSE)
            else:
                return

else:
    import fcntl

    def _take(number: int) -> None:
        fcntl.flock(number, fcntl.LOCK_EX)
