"""Work shared out on a cluster: the rows of a Parquet file go to workers, and only what they make of them comes back.

Rows are not shuffled, kept or logged: each worker gets Arrow batches through a pipe and answers some bytes. What fails
in a worker is told by its kind and place; its words may repeat a row. This is the one module that knows Spark.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from droitcommun.core.problems import UserError, places_of

# Java that Spark 4 runs on.
_OLDEST_JAVA = 17

# Rows that a worker is handed at once.
_BATCH = 20_000

_ANSWER, _FAILURE = b"+", b"-"

# What a worker does with the rows of its part: cells as text, in the order of the columns that were asked for.
Work = Callable[[Iterator[list[list[str]]]], bytes]


class ClusterError(UserError):
    """There is no cluster to work on, or it could not do the work; nothing is published."""

    exit_code = 28


@dataclass(frozen=True, slots=True)
class WorkFailedError(Exception):
    """Our own fault in a worker: its kind, and where it was raised. Never its words."""

    kind: str
    places: str

    def __str__(self) -> str:
        return f"{self.kind}, {self.places}"


def over_parts(path: Path, columns: Sequence[str], work: Work, *, master: str) -> list[bytes]:
    """Share out the rows of a Parquet file (or a folder of its parts), and return what `work` makes of each part.

    `work` goes to workers by its name and its fields: it must be of a module that they have. `master` is a Spark URL,
    as « local[2] ».

    ClusterError: no Spark, no Java, none that is recent enough, a file that cannot be read, a worker that died.
    WorkFailedError: a fault of ours in a worker.
    """
    _check_java()
    found = []
    with _session(master) as spark:
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException
        from pyspark.sql import functions as F  # noqa: N812 - as everywhere

        try:
            rows = spark.read.parquet(str(path.resolve()))
            # Under other names: Spark looks for a structure in a name that has a point.
            asked = rows.select(
                [
                    F.col("`" + name.replace("`", "``") + "`").alias(f"c{place}")
                    for place, name in enumerate(columns)
                ]
            )
            found = [bytes(row.part) for row in asked.mapInArrow(_Part(work), "part binary").collect()]
        except (PySparkException, Py4JError, OSError) as error:
            # Its words come from Java: they may hold a row.
            raise ClusterError(
                f"Spark n’a pas pu faire ce travail ({type(error).__name__}) : vérifiez le fichier Parquet, la mémoire "
                "et les nœuds, ou prenez --engine columnar. Rien n’est publié."
            ) from None
    answers = []
    for told in found:
        if told[:1] == _FAILURE:
            kind, _, places = told[1:].decode().partition("\n")
            raise WorkFailedError(kind, places)
        answers.append(told[1:])
    return answers


@dataclass(frozen=True, slots=True)
class _Part:
    """What a worker runs: Arrow batches in, one row of bytes out, whatever happens."""

    work: Work

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        """Run the work on the batches of one part."""
        import pyarrow as pa

        try:
            told = _ANSWER + self.work(_cells(batch) for batch in batches)
        except Exception as error:
            told = _FAILURE + f"{type(error).__name__}\n{places_of(error.__traceback__)}".encode()
        yield pa.RecordBatch.from_arrays([pa.array([told], type=pa.binary())], names=["part"])


def _cells(batch: Any) -> list[list[str]]:
    """The rows of a batch as text: dates and numbers as they print, as `read_parquet` gives them."""
    import polars as pl

    frame = pl.from_arrow(batch)
    assert isinstance(frame, pl.DataFrame)  # noqa: S101 - a batch has columns
    text = frame.select(pl.all().cast(pl.String, strict=False))
    return [[cell or "" for cell in cells] for cells in text.iter_rows()]


def _check_java() -> None:
    """ClusterError: Spark, or a Java that it runs on, is not there."""
    try:
        import pandas as pd  # noqa: F401 - Spark asks for it
        import pyarrow as pa  # noqa: F401
        import pyspark  # noqa: F401
    except ImportError:
        raise ClusterError('Spark n’est pas installé : pip install "droitcommun[spark]".') from None
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home) / "bin" / "java") if home else shutil.which("java")
    needed = f"Spark demande Java {_OLDEST_JAVA} ou plus récent"
    install = "sous Debian : apt-get install openjdk-17-jre-headless"
    try:
        if java is None:
            raise OSError
        said = subprocess.run(  # noqa: S603 - the Java that Spark would start
            [java, "-version"], check=True, capture_output=True, text=True, timeout=60
        ).stderr
    except (OSError, subprocess.SubprocessError):
        raise ClusterError(f"{needed}, et il n’y en a pas ({install}).") from None
    number = said.partition('"')[2].partition('"')[0]
    major = number.removeprefix("1.").split(".")[0].split("-")[0]
    if not major.isdigit() or int(major) < _OLDEST_JAVA:
        raise ClusterError(f"{needed} ; celui-ci est le {major or 'inconnu'} ({install}).")


@contextmanager
def _session(master: str) -> Iterator[Any]:
    """A session that writes no log, opens no page, and keeps what it must lay down in a folder that goes with it."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.eventLog.enabled": "false",
            "spark.local.dir": folder,
            "spark.sql.warehouse.dir": folder,
            "spark.sql.caseSensitive": "true",
            "spark.sql.execution.arrow.maxRecordsPerBatch": str(_BATCH),
            # Said again for each task, a failure would be: the work itself never fails there.
            "spark.task.maxFailures": "1",
            "spark.driver.extraJavaOptions": f"-Djava.io.tmpdir={folder} -Dderby.system.home={folder}",
        }
        if master.startswith("local"):
            settings |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
        python = {"PYSPARK_PYTHON": sys.executable, "PYSPARK_DRIVER_PYTHON": sys.executable}
        before = {name: os.environ.get(name) for name in (*python, "SPARK_LOCAL_DIRS")}
        os.environ.update(python)
        os.environ["SPARK_LOCAL_DIRS"] = folder
        builder = SparkSession.builder.master(master).appName("droitcommun")
        for setting, value in settings.items():
            builder = builder.config(setting, value)
        try:
            with _unheard():
                spark = builder.getOrCreate()
                spark.sparkContext.setLogLevel("OFF")
        except (PySparkException, Py4JError, RuntimeError, ValueError) as error:
            raise ClusterError(f"Spark ne démarre pas ({type(error).__name__}) : {master}.") from None
        finally:
            for name, former in before.items():
                if former is None:
                    os.environ.pop(name, None)
                else:
                    os.environ[name] = former
        try:
            yield spark
        finally:
            spark.stop()


@contextmanager
def _unheard() -> Iterator[None]:
    """Start Java with its error stream closed: what it would log may hold a row. It keeps that stream to its end."""
    sys.stderr.flush()
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nowhere)
