"""XML from outside: no DTD, no entity, nothing fetched; elements and depth counted while they are parsed.

Names have our own prefixes whatever the file calls its namespaces, in the transitional and the strict form of
Office Open XML alike: « w.tbl », « table.table-cell ». A namespace that no reader needs has the prefix « _ ».
"""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from droitcommun.intake.limits import Limits
from droitcommun.intake.refusals import RefusedError

# The deepest document that LibreOffice wrote in our tests has 60.
_MOST_DEPTH = 400

_OPEN_XML = "http://schemas.openxmlformats.org"
_STRICT = "http://purl.oclc.org/ooxml"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_PREFIXES = {
    f"{_OPEN_XML}/wordprocessingml/2006/main": "w",
    f"{_STRICT}/wordprocessingml/main": "w",
    f"{_OPEN_XML}/spreadsheetml/2006/main": "x",
    f"{_STRICT}/spreadsheetml/main": "x",
    f"{_OPEN_XML}/officeDocument/2006/relationships": "r",
    f"{_STRICT}/officeDocument/relationships": "r",
    f"{_OPEN_XML}/package/2006/relationships": "rel",
    f"{_OPEN_XML}/package/2006/content-types": "ct",
    f"{_OPEN_XML}/markup-compatibility/2006": "mc",
    **{f"{_ODF}:{name}:1.0": name for name in ("office", "text", "table", "draw", "style", "manifest")},
}


def tree(chunks: Iterable[bytes], limits: Limits) -> Element:
    """Parse a whole member; raises RefusedError when it is no XML, unsafe, too large or too deep."""
    builder = _Builder(frozenset(), limits.elements)
    for _ in _fed(builder, chunks):
        pass
    if builder.root is None:
        raise RefusedError("damaged")
    return builder.root


def elements(chunks: Iterable[bytes], names: frozenset[str], limits: Limits) -> Iterator[Element]:
    """Parse a member and give each outermost element of these names as it ends; nothing else is kept."""
    builder = _Builder(names, limits.elements)
    for _ in _fed(builder, chunks):
        found, builder.found = builder.found, []
        yield from found


def _fed(builder: "_Builder", chunks: Iterable[bytes]) -> Iterator[None]:
    parser = DefusedXMLParser(target=builder, forbid_dtd=True)
    try:
        for chunk in chunks:
            parser.feed(chunk)
            yield
        parser.close()
    except DefusedXmlException:
        raise RefusedError("unsafe-xml") from None
    except (ParseError, LookupError, ValueError):  # not XML, or in an encoding that does not exist
        raise RefusedError("damaged") from None
    yield


class _Builder:
    """Builds elements as the parser meets them; those outside of the wanted ones are let go."""

    def __init__(self, wanted: frozenset[str], most: int) -> None:
        self.root: Element | None = None
        self.found: list[Element] = []
        self._wanted = wanted
        self._left = most
        self._depth = 0
        self._stack: list[Element] = []
        self._text: list[str] = []
        self._last: Element | None = None  # an element that has ended: text after it is its tail
        self._named: dict[str, str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        self._left -= 1
        if self._depth > _MOST_DEPTH:
            raise RefusedError("too-deep")
        if self._left < 0:
            raise RefusedError("bomb")
        name = self._name(tag)
        if not self._stack and self._wanted and name not in self._wanted:
            return
        self._flush()
        named = {self._name(key): value for key, value in attributes.items()} if attributes else {}
        element = Element(name, named)
        if self._stack:
            self._stack[-1].append(element)
        self._stack.append(element)
        self._last = None

    def end(self, _tag: str) -> None:
        self._depth -= 1
        if not self._stack:
            return
        self._flush()
        self._last = self._stack.pop()
        if not self._stack:
            if self._wanted:
                self.found.append(self._last)
            else:
                self.root = self._last
            self._last = None

    def data(self, text: str) -> None:
        if self._stack:
            self._text.append(text)

    def close(self) -> None:
        return

    def _flush(self) -> None:
        if not self._text:
            return
        text = "".join(self._text)
        self._text.clear()
        if self._last is not None:
            self._last.tail = text
        elif self._stack:
            self._stack[-1].text = text

    def _name(self, tag: str) -> str:
        known = self._named.get(tag)
        if known is None:
            space, brace, local = tag[1:].partition("}")
            known = f"{_PREFIXES.get(space, '_')}.{local}" if brace else tag
            if len(self._named) < 10_000:  # noqa: PLR2004 - a file may invent as many names as it likes
                self._named[tag] = known
        return known
