"""What a row of a file stands for, and what the place in it is the place of: stated, never guessed."""

from enum import StrEnum


class PlaceBasis(StrEnum):
    """Whose place is counted."""

    HOME = "home"
    ESTABLISHMENT = "establishment"
    PLACE_OF_ACTION = "place_of_action"
    GRANTEE_SEAT = "grantee_seat"
    SCHOOL_INTAKE = "school_intake"
    AREA_COVERAGE = "area_coverage"
    DECLARED = "declared"
    DISTRICT_PROXY = "district_proxy"


class Population(StrEnum):
    """What is counted: a person may have two contracts, and enter a scheme three times."""

    PERSONS = "persons"
    HOUSEHOLDS = "households"
    CONTRACTS = "contracts"
    ENTRIES = "entries"
    ORGANISATIONS = "organisations"
    ROWS = "rows"  # nobody said
