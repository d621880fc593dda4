"""The secrecy that a source asks for: made safe, or refused with the reason and a way out."""

from itertools import product

import pytest

from droitcommun.territory.amounts import (
    Amount,
    PublishedAmount,
    added_amounts,
    published_amount,
    published_amounts,
)
from droitcommun.territory.secrecy import FEWEST_CANDIDATES, PublishedCount, Secrecy
from droitcommun.territory.secrecy_rules import (
    RULES,
    RuleName,
    SecrecyRefusedError,
    asked_for,
    in_words,
    rule_named,
)


def test_hide_up_to_7_then_round_to_5_passes() -> None:
    assert asked_for(7, 5) == Secrecy(7, 5)


# What the reader of such a table would know is counted by hand: 5 to 7 are the counts that round to 5 and are shown.
@pytest.mark.parametrize(
    ("threshold", "step", "leak", "instead"),
    [
        (4, 5, "« 5 » ne peut venir que des effectifs de 5 à 7", "masquer de 1 à 7, puis arrondir à 5"),
        (5, 5, "« 5 » ne peut venir que des effectifs de 6 à 7", "masquer de 1 à 7, puis arrondir à 5"),
        (8, 5, "« 10 » ne peut venir que des effectifs de 9 à 12", "masquer de 1 à 12, puis arrondir à 5"),
        (4, 10, "« 10 » ne peut venir que des effectifs de 5 à 14", "masquer de 1 à 14, puis arrondir à 10"),
        (4, 1, "n’a que 4 valeurs possibles, de 1 à 4", "masquer de 1 à 5"),
        (1, 1, "un effectif masqué vaut 1", "masquer de 1 à 5"),
        (0, 1, "chaque petit effectif se lit tel quel", "masquer de 1 à 5"),
        (7, 3, "arrondi à 3 n’a que 3 valeurs possibles", "masquer de 1 à 7, puis arrondir à 5"),
        (7, 0, "1 pour ne pas arrondir", "au moins 5"),
    ],
)
def test_too_weak_a_secrecy_is_refused_with_what_it_would_tell_and_what_to_ask(
    threshold: int, step: int, leak: str, instead: str
) -> None:
    with pytest.raises(SecrecyRefusedError) as refused:
        asked_for(threshold, step)

    message = str(refused.value).replace("\u00a0", " ")
    assert leak in message
    assert instead in message
    assert refused.value.exit_code == 16


@pytest.mark.parametrize(
    ("name", "secrecy"),
    [
        (RuleName.GENERAL, Secrecy(10)),
        (RuleName.CAF, Secrecy(7, 5)),
        (RuleName.FIRMS, Secrecy(5)),
    ],
)
def test_a_named_rule_is_never_laxer_than_its_producer_and_safe(name: RuleName, secrecy: Secrecy) -> None:
    rule = rule_named(name)

    assert rule.secrecy == secrecy
    assert rule.secrecy.threshold >= max(rule.asked[0], FEWEST_CANDIDATES)


def test_there_is_one_rule_for_each_name() -> None:
    assert [rule.name for rule in RULES] == list(RuleName)


def test_a_secrecy_is_said_in_words() -> None:
    assert in_words(Secrecy(10)) == "masquer de 1 à 10"


FIRMS = rule_named(RuleName.FIRMS)


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (Amount(0, 0, 0), 0),
        (Amount(2, 100, 50), None),  # fewer than three units
        (Amount(5, 100, 20), None),  # its count is hidden, so showing it would say 3 to 5
        (Amount(6, 100, 85), 100),  # exactly 85 % is not beyond
        (Amount(6, 100, 86), None),
        (Amount(40, 1000, 30), 1000),
    ],
)
def test_an_amount_is_hidden_when_few_or_one_make_it(amount: Amount, shown: int | None) -> None:
    assert published_amount(amount, FIRMS).shown == shown


def test_a_total_with_a_hidden_amount_is_at_least_what_is_shown() -> None:
    cells = published_amounts({("A",): Amount(40, 1000, 30), ("B",): Amount(6, 500, 499)}, FIRMS)

    assert added_amounts(cells.values()) == PublishedAmount(None, 1000)


@pytest.mark.parametrize("name", [RuleName.GENERAL, RuleName.CAF])
def test_amounts_are_refused_under_a_rule_for_persons(name: RuleName) -> None:
    with pytest.raises(SecrecyRefusedError, match="aucun montant"):
        published_amount(Amount(40, 1000, 30), rule_named(name))


@pytest.mark.parametrize("numbers", [(-1, 0, 0), (2, 10, 11), (2, 10, -1), (0, 10, 5)])
def test_an_impossible_amount_is_refused(numbers: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="amount"):
        Amount(*numbers)


def test_whoever_publishes_every_small_cell_of_firms_is_left_with_five_counts_and_five_amounts() -> None:
    # Of no firm there is one amount, of one the largest is all; else it makes at least its even part.
    cells = [Amount(0, 0, 0), *(Amount(1, total, total) for total in range(15))]
    for units, total in product(range(2, 9), range(15)):
        cells += [Amount(units, total, largest) for largest in range(-(-total // units), total + 1)]
    alike: dict[tuple[PublishedCount, PublishedAmount], list[Amount]] = {}
    for amount in cells:
        shown = FIRMS.secrecy.published(amount.units), published_amount(amount, FIRMS)
        alike.setdefault(shown, []).append(amount)

    for (published, protected), amounts in alike.items():
        if published.shown is None:
            assert len({amount.units for amount in amounts}) >= FEWEST_CANDIDATES
        if protected.shown is None:
            assert len({amount.total for amount in amounts}) >= FEWEST_CANDIDATES
