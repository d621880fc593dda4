"""The first cell of a row told as its header, in the structure of a PDF that Typst made.

Typst tags the cells of the head alone: its `pdf.header-cell` waits behind a switch that the Python library does not
offer. So the structure is completed here. Each element is an object of its own, in clear, in a file with a plain
table of places: what changes is a dozen bytes an element, and then the places. The pages are not touched.
"""

import re
from collections.abc import Callable, Iterator

_START = re.compile(rb"startxref\n(\d+)\n%%EOF\s*\Z")
_PLACE = re.compile(rb"(\d{10}) 00000 n\r\n")
_KIND = re.compile(rb"/Type/StructElem/S/(\w+)/")
_KIDS = re.compile(rb"/K\[([\d R]*)\]")
_KID = re.compile(rb"(\d+) 0 R")
# The head of its column, which a cell would name beside no other: without it both follow from the scopes.
_COLUMN_ALONE = re.compile(rb"<</O/Table/Headers\[[^\]]*\]>>")
_ROW = b"/A[<</O/Table/Scope/Row>>"


def with_row_headers(held: bytes, named: tuple[bool, ...]) -> bytes:
    """Return the PDF whose table number n, from 0, has row headers when `named[n]`.

    Raises ValueError when the file is not made as Typst makes it: the document would be less than it says.
    """
    objects = _Objects(held)
    tables = [number for number in objects.numbers if objects.kind(number) == b"Table"]
    if len(tables) != len(named):
        raise ValueError("the structure has as many tables as were printed")
    for table, is_named in zip(tables, named, strict=True):
        if is_named:
            for row in objects.rows(table):
                first, *others = objects.kids(row)
                objects.change(first, _as_row_header)
                for cell in others:
                    objects.change(cell, _without_column_alone)
    return objects.written()


def _as_row_header(cell: bytes) -> bytes:
    if _KIND.search(cell) is None or b"/S/TD/" not in cell or b"/A[" not in cell:
        raise ValueError("the first cell of a row is a cell with its look")
    return _without_column_alone(cell).replace(b"/S/TD/", b"/S/TH/", 1).replace(b"/A[", _ROW, 1)


def _without_column_alone(cell: bytes) -> bytes:
    return _COLUMN_ALONE.sub(b"", cell, count=1)


class _Objects:
    """The numbered objects of a PDF, each with its bytes, in the order of the file."""

    def __init__(self, held: bytes) -> None:
        end = _START.search(held)
        if end is None:
            raise ValueError("a PDF ends with the place of its table of places")
        start = int(end[1])
        head, _, rest = held[start:].partition(b"\r\n")
        self._trailer = held[held.index(b"trailer", start) :]
        self._head = head  # as far as the place of object 0, which holds nothing
        places = [(int(found[1]), number) for number, found in enumerate(_PLACE.finditer(rest), start=1)]
        if len(places) + 1 != int(head.split()[2]):
            raise ValueError("a PDF of Typst keeps every object that it numbers")
        in_order = sorted(places)
        ends = [*(place for place, _ in in_order[1:]), start]
        self._begin = held[: in_order[0][0]]
        self._held = {
            number: held[place:after] for (place, number), after in zip(in_order, ends, strict=True)
        }
        self._kinds = {
            number: found[1]
            for number, text in self._held.items()
            if text[:64].find(b"/StructElem") > 0 and (found := _KIND.search(text[:64]))
        }

    @property
    def numbers(self) -> list[int]:
        """The numbers of the objects, in the order of the document."""
        return sorted(self._held)

    def kind(self, number: int) -> bytes:
        """What an element of the structure is; nothing for another object."""
        return self._kinds.get(number, b"")

    def kids(self, number: int) -> list[int]:
        """The elements below one."""
        found = _KIDS.search(self._held[number])
        return [int(one) for one in _KID.findall(found[1])] if found else []

    def rows(self, number: int) -> Iterator[int]:
        """The rows of a table but those of its head."""
        for kid in self.kids(number):
            if self.kind(kid) == b"TR":
                yield kid
            elif self.kind(kid) == b"TBody":
                yield from self.rows(kid)

    def change(self, number: int, changed: Callable[[bytes], bytes]) -> None:
        """Put what `changed` makes of an object in its place."""
        self._held[number] = changed(self._held[number])

    def written(self) -> bytes:
        """The whole file, with the places as they are now."""
        made = bytearray(self._begin)
        places: dict[int, int] = {}
        for number, text in self._held.items():
            places[number] = len(made)
            made += text
        start = len(made)
        made += self._head + b"\r\n"
        for number in self.numbers:
            made += b"%010d 00000 n\r\n" % places[number]
        return bytes(made) + _START.sub(b"startxref\n%d\n%%%%EOF" % start, self._trailer)
