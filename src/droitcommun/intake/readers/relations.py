"""What a part of an Office Open XML file refers to: identifiers, and the parts inside the file that they name."""

import posixpath
from collections.abc import Iterator
from typing import NamedTuple

from droitcommun.intake.limits import Limits
from droitcommun.intake.readers.archive import Archive
from droitcommun.intake.readers.markup import tree
from droitcommun.intake.refusals import RefusedError

# Parts without which something that is printed would be missing.
_NEEDED = {
    "header",
    "footer",
    "footnotes",
    "endnotes",
    "worksheet",
    "sharedStrings",
    "styles",
    "officeDocument",
}


class Relation(NamedTuple):
    """`kind` is the last word of its type; `target` the name of a member."""

    kind: str
    id: str
    target: str


def relations(archive: Archive, part: str, limits: Limits) -> Iterator[Relation]:
    """List what a part refers to, the whole file for « »; raises RefusedError when a part that is read is missing.

    What lies outside of the file is left out: a link is text, never followed.
    """
    folder, name = posixpath.split(part)
    source = posixpath.join(folder, "_rels", f"{name}.rels")
    if source not in archive.names:
        return
    for relation in tree(archive.chunks(source), limits).iter("rel.Relationship"):
        if relation.get("TargetMode") == "External":
            continue
        target = relation.get("Target", "")
        path = target.removeprefix("/") if target.startswith("/") else posixpath.join(folder, target)
        found = Relation(
            relation.get("Type", "").rpartition("/")[2], relation.get("Id", ""), posixpath.normpath(path)
        )
        if found.kind in _NEEDED and found.target not in archive.names:
            raise RefusedError("damaged")
        yield found
