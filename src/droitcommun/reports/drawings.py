"""Drawings as PNG, for the formats whose programs do not all draw SVG; made by Typst with the fonts it carries."""

import json
from typing import Any

_PAGE = b"""#set page(width: auto, height: auto, margin: 2pt)
#for svg in json(bytes(sys.inputs.drawings)) { page(image(bytes(svg), format: "svg", width: 16cm)) }
"""
_DOTS_PER_INCH = 130.0


def drawn(svgs: tuple[str, ...]) -> tuple[bytes, ...]:
    """Draw each; all in one go, which takes the time of one."""
    import typst

    if not svgs:
        return ()
    made: Any = typst.compile(  # a list, or the bytes alone of one page
        _PAGE,
        format="png",
        ppi=_DOTS_PER_INCH,
        ignore_system_fonts=True,
        sys_inputs={"drawings": json.dumps(svgs, ensure_ascii=False)},
    )
    return tuple(made) if isinstance(made, list) else (made,)
