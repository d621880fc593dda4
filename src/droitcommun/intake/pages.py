"""Pages of a PDF put together: a table that goes on over the page is one table, a running footer stands once.

A page goes on with the one before when its first table has the columns of the last one there, and either says
its head again, or its first row has no label (a row that the page cut), or its labels are new. A form that begins
anew repeats its first label: two forms one after the other stay two, even under one title.
"""

from typing import Any

# Columns are the same when their edges are, within this many points.
_SAME_EDGE = 3.0
# Margins, in parts of the height of a page: what stands there may be a header or a footer.
_TOP_MARGIN, _BOTTOM_MARGIN = 0.12, 0.85

_LABELLED = 2  # columns: a label and what it labels

Page = dict[str, Any]


def assembled(pages: list[Page]) -> list[Any]:
    """Return the blocks of all pages in reading order, each a line or the rows of a table."""
    found: list[dict[str, Any]] = []
    pages = [{**page, "blocks": _foot_apart(page)} for page in pages]
    for before, page in zip([None, *pages], pages, strict=False):
        blocks = list(page["blocks"])
        if before is not None and (table := _continued(found, before, page)) is not None:
            first = next(block for block in blocks if "rows" in block)
            _drop_running(found, before, page)
            _join(table, first)
            blocks.remove(first)
        found += blocks
    return [block["rows"] if "rows" in block else block["line"] for block in found]


def _continued(found: list[dict[str, Any]], before: Page, page: Page) -> dict[str, Any] | None:
    """Return the last table before this page when this page goes on with it."""
    first = next((block for block in page["blocks"] if "rows" in block), None)
    last: dict[str, Any] | None = next((block for block in reversed(found) if "rows" in block), None)
    if first is None or last is None or not _same_columns(first["edges"], last["edges"]):
        return None
    above = page["blocks"][: page["blocks"].index(first)]
    below = found[found.index(last) + 1 :]
    in_margins = all(block["bottom"] <= _TOP_MARGIN * page["height"] for block in above) and all(
        block["top"] >= _BOTTOM_MARGIN * before["height"] for block in below
    )
    if not in_margins or len(first["edges"]) <= _LABELLED:
        return None
    if not _label(first["rows"][0]) or _says_head_again(last, first):
        return last
    return None if _labels(page["blocks"]) & _labels(before["blocks"]) else last


def _join(table: dict[str, Any], more: dict[str, Any]) -> None:
    """Add the rows of a table to those of another, its head but once; what a page cut of a row goes on with it."""
    rows = more["rows"][1:] if _says_head_again(table, more) else more["rows"]
    last = table["rows"][-1]
    if rows and _is_cut(last, rows[0]):
        table["rows"][-1] = [
            [[*above[0], *below[0]], above[1], above[2]] for above, below in zip(last, rows[0], strict=True)
        ]
        rows = rows[1:]
    table["rows"] += rows


def _says_head_again(table: dict[str, Any], more: dict[str, Any]) -> bool:
    """Whether the first row of both is the same words, which a producer repeats on each page as the head."""
    head, again = ([_words(cell) for cell in one["rows"][0]] for one in (table, more))
    return head == again and all(head)


def _is_cut(above: list[Any], below: list[Any]) -> bool:
    """Whether a page cut one row in two.

    A label is never empty, so a row without one is the rest of another. Among more columns it may be a row of its
    own whose first cell is empty: not when it has words under an empty cell, for cells are filled from their top, nor
    when each of its cells begins as a sentence does.
    """
    if _label(below) or len(above) != len(below):
        return False
    rest = [(_words(one), _words(other)) for one, other in zip(above, below, strict=True) if _words(other)]
    return len(below) == _LABELLED or (
        all(start for start, _ in rest) and any(words[0].islower() for _, words in rest)
    )


def _drop_running(found: list[dict[str, Any]], before: Page, page: Page) -> None:
    """Leave out what the foot of a page says again at the foot of the next one."""
    again = {block["line"] for block in page["blocks"] if "line" in block and _at_foot(block, page)}
    for block in before["blocks"]:
        if "line" in block and _at_foot(block, before) and block["line"] in again and block in found:
            found.remove(block)


def _foot_apart(page: Page) -> list[dict[str, Any]]:
    """The blocks of a page, an empty line before its footer: it is no part of the sentence above it."""
    blocks: list[dict[str, Any]] = []
    for block in page["blocks"]:
        high = block["bottom"] - block["top"]
        if (
            blocks
            and "line" in block
            and _at_foot(block, page)
            and block["top"] - blocks[-1]["bottom"] > high
        ):
            blocks.append({**block, "line": ""})
        blocks.append(block)
    return blocks


def _at_foot(block: dict[str, Any], page: Page) -> bool:
    return bool(block["top"] >= _BOTTOM_MARGIN * page["height"])


def _same_columns(some: list[float], others: list[float]) -> bool:
    return len(some) == len(others) and all(
        abs(one - other) <= _SAME_EDGE for one, other in zip(some, others, strict=True)
    )


def _label(row: list[Any]) -> str:
    return _words(row[0]) if row else ""


def _words(cell: Any) -> str:
    return " ".join(cell[0]).strip()


def _labels(blocks: list[dict[str, Any]]) -> set[str]:
    """The first words of each row, and of each line."""
    rows = {_label(row) for block in blocks for row in block.get("rows", ())}
    return rows - {""}
