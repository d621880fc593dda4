"""What may be published of amounts by cell: jobs of firms, euros of grants.

An amount belongs to units (firms). It is hidden when they are too few, when one of them makes nearly all of it, or when
the count of units is hidden itself: an amount shown beside a hidden count would say that the count passes the
threshold. Each is a function of its cell alone, as counts are. Nothing is known of a hidden amount but that it is not
negative, so a sum of which a part is hidden has a lower bound only.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from droitcommun.territory.secrecy_rules import SecrecyRefusedError, SourceRule


@dataclass(frozen=True, slots=True)
class Amount:
    """Of a cell: how many units, their amount together, and that of the largest; whole, none negative.

    ValueError: a negative amount, or a largest one beyond the total.
    """

    units: int
    total: int
    largest: int

    def __post_init__(self) -> None:
        if self.units < 0 or not 0 <= self.largest <= self.total or (not self.units and self.total):
            raise ValueError("an amount is a sum of amounts that are not negative")


@dataclass(frozen=True, slots=True)
class PublishedAmount:
    """An amount as shown; None when it, or a part of it, is hidden. The true one is `low` or more."""

    shown: int | None
    low: int

    def __add__(self, other: "PublishedAmount") -> "PublishedAmount":
        hides = self.shown is None or other.shown is None
        return PublishedAmount(
            None if hides else (self.shown or 0) + (other.shown or 0), self.low + other.low
        )


NO_AMOUNT = PublishedAmount(0, 0)


def published_amount(amount: Amount, rule: SourceRule) -> PublishedAmount:
    """Return what may be shown of the amount of one cell.

    SecrecyRefusedError: the rule is not for amounts, or rounds counts: an amount that is the same for each unit would
    give the count back that rounding hides.
    """
    if rule.dominance is None or rule.secrecy.step > 1:
        raise SecrecyRefusedError(
            f"La règle « {rule.title} » ne protège que des effectifs : aucun montant ne peut être publié avec elle. "
            "Demandez la règle des entreprises, ou les effectifs seuls."
        )
    if not amount.units:
        return NO_AMOUNT
    count_is_hidden = rule.secrecy.published(amount.units).shown is None
    too_few = amount.units < rule.dominance.units
    dominated = 100 * amount.largest > rule.dominance.percent * amount.total
    return (
        PublishedAmount(None, 0)
        if count_is_hidden or too_few or dominated
        else PublishedAmount(amount.total, amount.total)
    )


def published_amounts(
    amounts: Mapping[tuple[str, ...], Amount], rule: SourceRule
) -> dict[tuple[str, ...], PublishedAmount]:
    """Return what may be shown of each cell of the finest table; every total is a sum of these."""
    return {key: published_amount(amount, rule) for key, amount in amounts.items()}


def added_amounts(amounts: Iterable[PublishedAmount]) -> PublishedAmount:
    """Return the sum of published amounts."""
    return sum(amounts, start=NO_AMOUNT)
