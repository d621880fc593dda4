"""A document that was read → what it says: blocks as JSON in, sheets or prose out.

The words of a document are as hostile as its bytes: what looks for labels, figures and sentences in them runs
here too, under the clock and the memory of a reader.
"""

import json
from typing import Any

from droitcommun.core.codec import to_plain
from droitcommun.intake.asking import Answers
from droitcommun.intake.blocks import Blocks
from droitcommun.intake.containers import from_plain
from droitcommun.intake.documents import parse_prose, parse_with_prose
from droitcommun.intake.dossier import parse_dossier
from droitcommun.intake.limits import Limits


def sheets(content: bytes, _limits: Limits, answers: dict[str, str]) -> Any:
    """Answer {"dossier", "met"}: its sheets, and what became of the answers to their questions."""
    given = Answers(answers)
    dossier = parse_dossier(_blocks(content), given)
    return {"dossier": to_plain(dossier), "met": to_plain(given.met())}


def audited(content: bytes, _limits: Limits, _given: Any) -> Any:
    """Answer {"dossier"}: its sheets and what its prose proposes as promises."""
    return {"dossier": to_plain(parse_with_prose(_blocks(content)))}


def prose(content: bytes, _limits: Limits, _given: Any) -> Any:
    """Answer {"prose"}: what its prose proposes."""
    return {"prose": to_plain(parse_prose(_blocks(content)))}


def _blocks(content: bytes) -> Blocks:
    return from_plain(json.loads(content))
