"""What services hand over of a count that they made where their file is: kept byte for byte, never changed."""

from dataclasses import dataclass
from datetime import date

# Where in a manifest the share stands that an observation gives.
SHARE = "result.share"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A manifest of `locate`, as it was received: published counts, settings, a seal; no row, no address.

    `id` is that of the document of the contract which its figures cite. Whoever reads `content` checks its seal again.
    """

    id: str
    content: str
    recorded_on: date

    def __post_init__(self) -> None:
        if not self.content.strip():
            raise ValueError("un manifeste n’est pas vide")
