"""Where a person can go or call: services, never persons."""

from dataclasses import dataclass
from datetime import date

from droitcommun.core.passages import Lines


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPoint:
    """A contact point as the document prints it; what is missing stays empty, what is wrong is said in `faults`.

    `district`: the arrondissement it stands in, 1 to 20; None when it has no address. `serves` are those that it
    serves, when that is said. `longitude` and `latitude` (WGS 84) are those of the register of addresses, None when
    it does not know the house; `address_id` names it there.
    """

    id: str
    name: str
    lines: tuple[Lines, ...]
    address: str = ""
    postcode: str = ""
    city: str = ""
    district: int | None = None
    phones: tuple[str, ...] = ()
    email: str = ""
    website: str = ""
    hours: str = ""
    serves: str = ""
    longitude: str = ""
    latitude: str = ""
    address_id: str = ""
    faults: str = ""
    owner: str = ""
    verified_on: date | None = None
    review_by: date | None = None
