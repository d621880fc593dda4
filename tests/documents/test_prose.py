"""Whatever prose says truly is never accused; one figure changed in it always is."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from droitcommun.core.audit import audit
from droitcommun.core.audit.findings import Finding
from droitcommun.core.claims import Change, Claim
from droitcommun.core.dossier import Dossier
from droitcommun.intake.blocks import Line
from droitcommun.intake.claims import read_claims
from droitcommun.intake.dossier import parse_dossier
from droitcommun.intake.numerals import numerals
from droitcommun.intake.text import parse_text
from tests.builders import RECORDED, Row, dossier
from tests.documents.invented import Invented, document
from tests.documents.sentences import (
    RISES,
    SHARES,
    counts,
    percent,
    points_hold,
    rise_holds,
    rounded,
    share_holds,
    spelled,
)

IDENTITIES = {"total-differs", "part-exceeds-whole", "share-differs", "difference-differs", "change-differs"}


def accused(text: str) -> set[str]:
    """The rules that fire on what one sentence affirms."""
    claims = read_claims((Line(1, text),), "texte")
    whole = dossier(Row(id="visites", target="20", promised="20", results=()))
    sheet = replace(whole.sheets[0], claims=claims)
    return {finding.code for finding in audit(replace(whole, sheets=(sheet,)), RECORDED)} & IDENTITIES


@given(st.integers(2, 999).filter(lambda number: number != 9))
def test_a_number_in_words_is_read(number: int) -> None:
    assert [int(one.value) for one in numerals(f"on y voit {spelled(number)} mousses")] == [number]


@pytest.mark.parametrize(
    "text",
    [
        "un navire neuf",
        "une visite",
        "les trois quarts",
        "deux fois par an",
        "pour cent mousses",
        "deux trois",
    ],
)
def test_words_that_count_nothing_are_no_number(text: str) -> None:
    assert list(numerals(text)) == []


@given(st.sampled_from(SHARES), counts(2), counts(20), st.data())
def test_a_true_share_is_never_accused_and_an_altered_one_always(
    form: str, part: tuple[int, str], whole: tuple[int, str], data: st.DataObject
) -> None:
    assume(part[0] <= whole[0])
    share = rounded(Fraction(100 * part[0], whole[0]))
    said = {"part": part[1], "whole": whole[1], "share": percent(share)}

    assert accused(form.format(**said)) == set()

    other = data.draw(st.integers(0, 1000).map(lambda tenths: Decimal(tenths) / 10))
    assume(not share_holds(part[0], whole[0], other))
    assert accused(form.format(**{**said, "share": percent(other)})) == {"share-differs"}
    fewer = data.draw(counts(2, whole[0]))
    assume(not share_holds(fewer[0], whole[0], share))
    assert accused(form.format(**{**said, "part": fewer[1]})) == {"share-differs"}


def change_of(form: str, before: str, after: str, stated: Decimal, unit: str = "%") -> str:
    up = stated >= 0
    return form.format(
        before=before,
        after=after,
        way="hausse" if up else "baisse",
        sign="+" if up else "−",
        change=f"{abs(stated):.1f} {unit}".replace(".", ","),
    )


@given(st.sampled_from(RISES), counts(20), counts(20), st.data())
def test_a_true_change_is_never_accused_and_an_altered_one_always(
    form: str, before: tuple[int, str], after: tuple[int, str], data: st.DataObject
) -> None:
    exact = Fraction(100 * (after[0] - before[0]), before[0])
    stated = rounded(abs(exact)) * (1 if exact >= 0 else -1)
    assume(stated != 0)

    assert accused(change_of(form, before[1], after[1], stated)) == set()

    turned = -stated
    assert accused(change_of(form, before[1], after[1], turned)) == {"change-differs"}
    other = data.draw(counts(20))
    assume(not rise_holds(before[0], other[0], stated))
    assert accused(change_of(form, before[1], other[1], stated)) == {"change-differs"}


@given(st.integers(1, 990), st.integers(1, 990), st.data())
def test_a_change_between_two_shares_is_in_points_or_in_percent(
    one: int, other: int, data: st.DataObject
) -> None:
    before, after = Decimal(one) / 10, Decimal(other) / 10
    assume(one != other)
    form = "La part des mousses est passée de {before} en 2014 à {after} en 2015, soit une {way} de {change}."

    said = change_of(form, percent(before), percent(after), after - before, "points")
    in_percent = change_of(form, percent(before), percent(after), after - before)

    assert accused(said) == accused(in_percent) == set()
    wrong = data.draw(st.integers(1, 999).map(lambda tenths: Decimal(tenths) / 10))
    wrong = wrong if after > before else -wrong
    assume(not points_hold(before, after, wrong))
    assert accused(change_of(form, percent(before), percent(after), wrong)) == {"change-differs"}


@given(st.lists(counts(2, 9_999), min_size=2, max_size=6), st.integers(1, 500), st.booleans())
@example(parts=[(2_002, "2 002"), (9_478, "9 478")], more=500, spoken=False)  # 11980 holds no year
def test_a_true_sum_is_never_accused_and_an_altered_one_always(
    parts: list[tuple[int, str]], more: int, spoken: bool
) -> None:
    total = sum(number for number, _ in parts)
    assume(not any(1980 <= one <= 2049 for one in (total, total + more)))  # a year, maybe
    added = " + ".join(f"{number} mousses" for number, _ in parts)
    form = "{}, soit {} mousses" if spoken else "{} = {}"

    assert accused(form.format(added, total)) == set()
    assert accused(form.format(added, total + more)) == {"total-differs"}


@given(st.lists(counts(2, 9_999), min_size=1, max_size=4), st.integers(0, 500), st.integers(1, 500))
def test_parts_fit_in_their_whole_or_are_accused(parts: list[tuple[int, str]], left: int, less: int) -> None:
    total = sum(number for number, _ in parts)
    named = ", ".join(f"{words} du port" for _, words in parts)
    assume(total > less)

    assert accused(f"{total + left} visites dont {named}") == set()
    assert accused(f"{total - less} visites dont {named}") == {"part-exceeds-whole"}


NO_CLAIM = [
    "de 10 à 20 mousses par groupe",
    "des enfants de 8 à 16 ans",
    "des enfants de 8 à  16 ans",
    "de 5 à 10 % selon les quais",
    "une durée de 6 à 12 mois",
    "un rendez-vous de 9 à 12 heures",
    "ouvert de 2014 à 2016",
    "passé de plus de 200 à 260 visites",
    "7 jours sur 7 et 24 heures sur 24",
    "12 ateliers sur 30 sites",
    "25 visites soit 375 mousses",
    "197 groupes dont 45% au port et 41% ailleurs soit 1012 mousses",
]


@pytest.mark.parametrize("text", NO_CLAIM)
def test_a_range_a_place_or_a_rhythm_affirms_nothing(text: str) -> None:
    assert read_claims((Line(7, text),), "bilan") == ()


CHANGES = [
    ("passé de 200 en 2014 à 260 en 2015, soit une hausse de 30 %", "200 260 30", True, "2014 2015"),
    ("260 visites en 2015, contre 200 en 2014", "200 260", None, "2014 2015"),
    ("en baisse de 3 points, passant de 15,0 % à 12,0 %", "15 12 3", False, ""),
    ("sur les quais, passant de 12 à 15 %", "12 15", None, ""),
    ("passé de douze à vingt visites, soit huit de plus", "12 20 8", True, ""),
    ("de 1\u202f200 € en 2014 à 1\u00a0500 € en 2015 (+ 25 %)", "1200 1500 25", True, "2014 2015"),
]


@pytest.mark.parametrize(("text", "figures", "rises", "years"), CHANGES)
def test_from_to_is_a_claim_with_its_years_and_its_change(
    text: str, figures: str, rises: bool | None, years: str
) -> None:
    claim = next(one for one in read_claims((Line(7, text),), "bilan") if isinstance(one, Change))

    terms = [term for term in (claim.before, claim.after, claim.stated) if term is not None]
    periods = [one.code for one in (claim.since, claim.until) if one is not None]
    assert " ".join(str(term.figure.exact) for term in terms) == figures
    assert claim.rises is rises
    assert " ".join(periods) == years
    assert {lines.first for term in terms for lines in term.passage.lines} == {7}


VISITS = Invented(
    title="Visites du phare",
    objective="Faire visiter le phare aux écoles des QPV",
    indicator="Nombre de visites du phare",
    cells=" 200 \n\nAtteindre les 300 visites \n\n \n\n260 \n\n \n\n87% ",
)


def told(analysis: str) -> tuple[Finding, ...]:
    """What the audit of a document with one sheet finds of a change that its analysis tells."""
    text = document(replace(VISITS, analysis=analysis))
    read = parse_dossier(parse_text(text.encode(), file="bilan.txt"))
    found = audit(read, read.latest_recorded_day())
    return tuple(one for one in found if one.code in {"change-against-cells", "change-differs"})


def test_prose_that_repeats_the_cells_is_not_accused() -> None:
    said = "Le nombre de visites est passé de 200 en 2014 à 260 en 2015, soit une hausse de 30 %."

    assert told(said) == ()


ALTERED = [
    ("de 210 en 2014 à 260 en 2015", "«\u00a0200\u00a0»"),
    ("de 200 en 2014 à 250 en 2015", "«\u00a0260\u00a0»"),
]


@pytest.mark.parametrize(("change", "cell"), ALTERED)
def test_prose_with_one_of_the_two_figures_of_the_cells_is_accused(change: str, cell: str) -> None:
    (finding,) = told(f"Le nombre de visites est passé {change}.")

    assert finding.code == "change-against-cells"
    assert cell in finding.what.message
    assert len(finding.what.passages) == 2


@pytest.mark.parametrize(
    "said",
    [
        "Le nombre de visites est passé de 150 en 2012 à 260 en 2015.",
        "Le nombre de marins est passé de 210 en 2014 à 260 en 2015.",
        "La part des visites est passée de 21 % en 2014 à 26 % en 2015.",
        "Le nombre de visites est passé de 40 en 2014 à 55 en 2015 sur le quai nord.",
    ],
)
def test_prose_of_other_years_other_things_or_other_places_is_not_accused(said: str) -> None:
    assert told(said) == ()


def test_a_share_told_by_a_cell_and_its_own_words_is_found_once() -> None:
    cells = "17,2% 16% 24,7%(sur les 783 mousses venus, 194 étaient du port) 121% "
    text = document(replace(VISITS, cells=cells))

    read: Dossier = parse_dossier(parse_text(text.encode(), file="bilan.txt"))

    found = [one for one in audit(read, read.latest_recorded_day()) if one.code == "share-differs"]
    claims: list[Claim] = [claim for sheet in read.sheets for claim in sheet.claims]
    assert claims
    assert len(found) == 1
