"""What the pages say, through Django's own client: addresses, figures, headers, methods."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urldefrag

import pytest
from django.test import Client

from droitcommun.core.known import known_on
from droitcommun.core.observations import Count, Part, Scale, Share, State
from droitcommun.core.status import PublicStatus
from droitcommun.core.targets import AtLeastShare, ReachCount, Schedule
from droitcommun.usecases.sheets import sheets
from droitcommun.usecases.sources import View
from droitcommun.web.contracts import queries
from droitcommun.web.contracts.templatetags.figures import course, heading, in_order, status_bars, typeset
from tests.builders import CONTRACT, Row, aim, gap, seen, share, without_figure
from tests.unit.test_protocols import ADOPTED
from tests.web.running import ASKED, PAGES


class Page(HTMLParser):
    """The text, links and ids of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text = ""
        self.links: list[str] = []
        self.ids: list[str | None] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(html)
        self.text = re.sub(r"\s+", " ", self.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += attrs
        if tag in {"td", "th", "li", "dt", "dd", "p", "br"}:
            self.text += " "
        self.ids += [value for name, value in attrs if name == "id"]
        self.links += [value for name, value in attrs if tag == "a" and name == "href" and value]

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def client() -> Client:
    return Client()


def read(client: Client, address: str) -> Page:
    answer = client.get(address, headers={"host": "localhost"})
    assert answer.status_code == 200, address
    return Page(answer.content.decode())


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> Callable[..., View]:
    """Show fictional rows instead of Paris."""

    def show(*rows: Row, **parts: Any) -> View:
        view = seen(*rows, **parts)
        everything = queries.shown(view)
        monkeypatch.setattr(queries, "current", lambda: everything)
        return view

    return show


def test_the_home_page_says_where_promises_stand_and_which_rates_do_not_hold(client: Client) -> None:
    page = read(client, "/")

    assert "76 objectifs, dont 63 chiffrés (l. 25 à 26)" in page.text
    assert "les 61 fiches" in page.text
    assert page.text.count("Pourquoi ce 113 % ne tient pas") == 2
    for status in ("met", "not_yet_met", "missed", "unknown", "no_figure"):
        assert f"/promesses/?statut={status}" in page.links


def test_two_clicks_answer_what_is_kept_what_is_not_what_is_unknown_and_why_113(client: Client) -> None:
    """From the first page: a status, then a promise; or a rate, then its computations and lines."""
    home = read(client, "/")
    for status, words in (("met", "atteint"), ("missed", "manqué"), ("unknown", "on ne sait pas")):
        one = read(client, f"/promesses/?statut={status}")
        promise = next(link for link in one.links if re.fullmatch(r"/promesses/[\w-]+/", link))
        assert words in read(client, promise).text
    assert "/fiches/cui-cie/" in home.links
    why = read(client, "/fiches/cui-cie/").text
    assert "Pourquoi ce 113 % ne tient pas" in why
    assert "l. 2522" in why


@pytest.mark.parametrize(
    ("name", "verdict", "facts"),
    [
        (
            "emplois-avenir",
            "D’où vient ce 113 %",
            ("20,3 ÷ 18 = 112,8 %", "l. 2461", "l. 352 et 2461"),
        ),
        (
            "cui-cie",
            "Pourquoi ce 113 % ne tient pas",
            ("156,2 %", "138,5 %", "135,3 %", "120,0 %", "l. 151", "DIRECCTE"),
        ),
        ("cui-cae", "Pourquoi ce 113 % ne tient pas", ("135,3 %", "120,0 %", "l. 2586", "l. 107")),
    ],
)
def test_a_113_is_explained_back_to_its_lines(
    client: Client, name: str, verdict: str, facts: tuple[str, ...]
) -> None:
    text = read(client, f"/fiches/{name}/").text

    assert verdict in text
    for fact in facts:
        assert fact in text


def test_filters_stand_in_the_address_and_keep_what_they_say(client: Client) -> None:
    everything = read(client, "/promesses/").text
    met = read(client, "/promesses/?statut=met").text
    nobody = read(client, "/promesses/?statut=missed&institution=caf").text

    total = len(queries.current().promises)
    assert f"{total} promesses sur {total}" in everything
    kept = sum(one.public_status == "met" for one in queries.current().promises)
    assert f"{kept} promesses sur {total} · atteint" in met
    assert "Aucune promesse ne répond à ces filtres" in nobody


def test_a_bar_of_the_home_page_leads_to_the_sheets_it_counts(client: Client) -> None:
    home = read(client, "/").links
    caf = next(one for one in queries.current().by_institution if one.id == "caf")

    assert "/fiches/?axe=parcours" in home
    assert "/fiches/?institution=caf" in home
    kept = read(client, "/fiches/?institution=caf")
    assert (
        f"{caf.total} fiches sur 61, dans l’ordre du document · Caisse d’allocations familiales" in kept.text
    )
    assert len({link for link in kept.links if re.fullmatch(r"/fiches/[\w-]+/", link)}) == caf.total
    assert "Aucune fiche ne répond" in read(client, "/fiches/?statut=met&institution=parquet").text


def test_the_list_of_what_cannot_be_known_says_why(client: Client) -> None:
    text = read(client, "/promesses/?statut=unknown").text

    assert "Les données de 2015 attendent une extraction du ministère." in text
    assert "Aucune fiche de suivi ne porte sur cette promesse." in text


def test_a_promise_shows_what_the_audit_says_of_it_and_not_of_another(client: Client) -> None:
    children = read(client, "/promesses/caf-vacances-enfants/").text
    families = read(client, "/promesses/caf-vacances-familles/").text

    assert "augmenter le nombre d’enfants" in children
    assert "nombre de familles" not in children
    assert "nombre de familles" in families
    assert "augmenter le nombre d’enfants" not in families


def test_a_sheet_with_several_measures_lists_them_with_their_status(client: Client) -> None:
    page = read(client, "/fiches/vacances/")

    assert "Ses 3 mesures :" in page.text
    assert sum(link.startswith("#") and link[1:] in page.ids for link in page.links) >= 3


def test_a_promise_shows_its_line_its_force_its_figures_and_their_absence(client: Client) -> None:
    text = read(client, "/promesses/cui-cie/").text

    assert "l. 147 à 154" in text
    assert "engagement ferme" in text
    assert "sans échéance fixée" in text
    assert "n’a pas de colonne pour la situation de départ" in text
    assert "à confirmer" in text
    assert "de 17,5 % à 18,5 %" in text


def test_the_audit_gives_each_finding_its_lines_and_what_to_do(client: Client) -> None:
    page = read(client, "/audit/")

    count = len(queries.current().findings)
    assert f"{count} constats" in page.text
    assert "l. 2461, 2522 et 2586" in page.text
    assert page.text.count("Que faire") == count
    assert "declared-rate-differs:cui-cie-part-qpv" in page.ids


def test_every_link_leads_to_a_page_and_every_anchor_to_a_place(client: Client) -> None:
    to_read, found = ["/"], {}
    while to_read:
        address = to_read.pop()
        if address not in found:
            found[address] = read(client, address)
            to_read += [urldefrag(link).url for link in found[address].links if link.startswith("/")]

    assert {address for address in PAGES if "?" not in address} <= {urldefrag(one).url for one in found}
    fiches = [address for address in found if re.fullmatch(r"/fiches/[\w-]+/", address)]
    assert len(fiches) == 61
    for address, page in found.items():
        assert len(page.ids) == len(set(page.ids)), address
        for link in page.links:
            target, place = urldefrag(link)
            assert not place or place in found[target or address].ids, (address, link)


@pytest.mark.parametrize("address", [*PAGES, "/nulle-part/"])
def test_no_page_has_a_script_or_inline_code_and_each_has_a_strict_policy(
    client: Client, address: str
) -> None:
    answer = client.get(address, headers={"host": "localhost"})
    page = Page(answer.content.decode())
    policy = answer.headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "<script" not in answer.content.decode()
    assert not [name for name, _ in page.attributes if name == "style" or name.startswith("on")]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("address", PAGES)
def test_pages_are_only_read(client: Client, address: str) -> None:
    host = {"host": "localhost"}

    assert client.head(address, headers=host).status_code in {200, 302}
    methods = [client.put, client.delete, client.patch]
    if address.partition("?")[0] not in ASKED:
        methods.append(client.post)
    for method in methods:
        assert method(address, headers=host).status_code == 405


@pytest.mark.parametrize(
    "address",
    ["/promesses/lyon/", "/fiches/lyon/", "/audit/regles/lyon/", "/institutions/lyon/", "/fiches/..", "/%00"],
)
def test_a_page_that_is_not_there_says_so_in_french(client: Client, address: str) -> None:
    answer = client.get(address, headers={"host": "localhost"})

    assert answer.status_code == 404
    assert "Cette page n’existe pas" in answer.content.decode()


def test_a_slash_is_added(client: Client) -> None:
    assert client.get("/audit", headers={"host": "localhost"}).headers["Location"] == "/audit/"


def test_a_page_of_ours_that_breaks_says_so_without_its_inside(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> View:
        raise RuntimeError("secret")

    monkeypatch.setattr(queries, "tiles", broken)
    client.raise_request_exception = False
    answer = client.get("/couverture/", headers={"host": "localhost"})

    assert answer.status_code == 500
    assert "panne de notre côté" in answer.content.decode()
    assert "secret" not in answer.content.decode()


def test_a_result_that_changes_changes_status_rate_verdict_and_audit(
    client: Client, shown: Callable[..., View]
) -> None:
    before = Row(id="a", target="20", promised="20", results=(("2015", "10.0"),), declared="50")
    shown(before)
    promise, sheet, audit = (read(client, page).text for page in ("/promesses/a/", "/fiches/a/", "/audit/"))
    assert "pas encore atteint" in promise
    assert "(l. 1) : le calcul le retrouve 10,0 ÷ 20 = 50,0 %" in promise
    assert "D’où vient ce 50 %" in sheet
    assert "Aucun constat" in audit

    shown(Row(id="a", target="20", promised="20", results=(("2015", "30.0"),), declared="50"))
    promise, sheet, audit = (read(client, page).text for page in ("/promesses/a/", "/fiches/a/", "/audit/"))
    assert "pas encore atteint" not in promise
    assert "le calcul ne le retrouve pas 30,0 ÷ 20 = 150,0 %" in promise
    assert "Pourquoi ce 50 % ne tient pas" in sheet
    assert "1 constat." in audit


def test_every_reading_of_a_rate_that_does_not_hold_is_shown(
    client: Client, shown: Callable[..., View]
) -> None:
    shown(Row(id="a", target="13", promised="15", results=(("2015", "20.3"),), declared="113"))

    for address in ("/promesses/a/", "/fiches/a/", "/audit/"):
        text = read(client, address).text
        assert "20,3 ÷ 13 = 156,2 %" in text, address
        assert "20,3 ÷ 15 = 135,3 %" in text, address


def test_a_baseline_with_a_figure_is_shown(client: Client, shown: Callable[..., View]) -> None:
    shown(Row(id="a", promised="20", baseline="7.77"))

    for address in ("/promesses/a/", "/fiches/a/"):
        assert "Situation de départ 2014 7,77 %" in read(client, address).text


def test_what_is_absent_is_said_and_never_shown_as_zero(client: Client, shown: Callable[..., View]) -> None:
    shown(
        Row(id="a", promised="20", results=(("2015", None),)),
        Row(id="b", promised="20", results=(), declared="50"),
        Row(id="c", promised="20", results=(("2015", "10"),)),
    )

    assert "en attente" in read(client, "/promesses/a/").text
    for name in ("a", "b"):
        assert "on ne sait pas" in read(client, f"/promesses/{name}/").text
    assert "Rien à recalculer" in read(client, "/fiches/b/").text
    assert "Les calculs essayés" not in read(client, "/fiches/c/").text


def test_other_figures_than_shares_are_shown(client: Client, shown: Callable[..., View]) -> None:
    shown(
        Row(
            id="a",
            target=aim(ReachCount, count=Count(1000)),
            promised=aim(ReachCount, count=Count(1000)),
            results=(("2015", Count(874)),),
            declared="90",
        ),
        Row(
            id="b",
            target=without_figure(),
            promised=without_figure(),
            results=(("2015", State(Scale.DONE, "signée")),),
        ),
        Row(id="c", target="40", promised="40", results=(("2015", Part(3, 10)),)),
        Row(id="d", target="75", promised="75", results=(("2015", "76.2"),), declared=gap("1.2")),
    )

    assert "874 ÷ 1 000 = 87,4 %" in read(client, "/fiches/a/").text.replace("\u202f", " ")
    assert "fait : signée" in read(client, "/fiches/b/").text
    assert "sans objectif chiffré" in read(client, "/promesses/b/").text
    assert "3 sur 10, soit 30 %" in read(client, "/fiches/c/").text
    assert "76,2 − 75 = +1,2 point" in read(client, "/fiches/d/").text
    for address in ("/", "/promesses/", "/fiches/", "/couverture/", "/institutions/service/"):
        assert read(client, address).text


def test_a_hostile_name_comes_out_as_text(client: Client, shown: Callable[..., View]) -> None:
    view = shown(Row(id="a", promised="20", declared="50"))
    object.__setattr__(view.dossier.commitments[0], "statement", "<script>alert(1)</script>{{ 7|add:7 }}")

    html = client.get("/promesses/", headers={"host": "localhost"}).content.decode()
    assert "<script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7|add:7 }}" in html


def test_bars_are_to_scale_and_their_table_says_the_same() -> None:
    counts = tuple((status, count) for status, count in zip(PublicStatus, (2, 1, 0, 1, 0), strict=True))
    drawn = status_bars([queries.Tally("a", "A", counts), queries.Tally("b", "B", ())], "Axe", "titre")

    # the longest row has 4, and fills its column: 2, 1 and 1 of 4
    assert [part["width"] for part in drawn["rows"][0]["parts"]] == ["50.00", "25.00", "25.00"]
    assert [part["x"] for part in drawn["rows"][0]["parts"]] == ["0.00", "50.00", "75.00"]
    assert (drawn["rows"][0]["tally"].total, drawn["rows"][1]["parts"]) == (4, [])


def test_words_of_a_document_are_set_as_french_is() -> None:
    assert typeset("100% des postes") == "100\u00a0% des postes"
    assert heading("taux d'accès aux QPV.") == "Taux d’accès aux QPV"
    assert in_order(["20e", "9e", "10e", "1er"]) == "1er, 9e, 10e, 20e"


def test_a_course_is_to_scale_and_has_at_least_two_points() -> None:
    (sheet,) = sheets(seen(Row(target="100", baseline="80", results=(("2015", "68"),))))
    drawn = course(sheet.measures[0])

    # 100 is 100 pixels above the axis, which is at 130
    assert [point["y"] for point in drawn["points"]] == ["50.0", "62.0"]
    assert [goal["y"] for goal in drawn["goals"]] == ["30.0"]
    (alone,) = sheets(seen(Row(target="100")))
    assert course(alone.measures[0]) == {"points": []}


@pytest.mark.parametrize(
    ("target", "results", "label"),
    [
        ("18", ("19", "20"), "56.0"),  # line at 40, last point at 30: the words go under the line
        ("10", ("15", "20"), "74.0"),  # line at 80, last point far above at 30
        ("20", ("15", "18"), "24.0"),  # last point under the line
        ("2", ("20", "2.5"), "114.0"),  # line at 120: under it there is the axis
    ],
)
def test_the_words_on_a_goal_stand_where_the_last_point_does_not_hide_them(
    target: str, results: tuple[str, str], label: str
) -> None:
    rows = tuple(zip(("2014", "2015"), results, strict=True))
    (sheet,) = sheets(seen(Row(target=target, results=rows)))

    (goal,) = course(sheet.measures[0])["goals"]

    assert goal["label_y"] == label


def test_another_host_is_told_so_in_french(client: Client) -> None:
    answer = client.get("/", headers={"host": "exemple.fr"})

    assert answer.status_code == 400
    assert "Cette demande ne peut pas être traitée" in answer.content.decode()
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Frame-Options"] == "DENY"


def test_two_figures_of_one_period_are_both_shown(shown: Callable[..., View]) -> None:
    view = shown(Row(id="a", promised="20", results=(("2015", "10"),)))
    rival = replace(view.dossier.observations[0], id="rival", figure=Share(Decimal(30)))
    whole = replace(view.dossier, observations=(*view.dossier.observations, rival))
    (promise,) = queries.shown(View(known_on(whole, view.as_of), by_default=True)).promises

    assert [str(result.value) for result in promise.followed[0].latest] == ["10", "30"]
    assert promise.public_status == "unknown"


def test_a_rate_that_holds_by_a_cap_is_said_to(client: Client, shown: Callable[..., View]) -> None:
    shown(Row(id="a", target="18", promised="18", results=(("2015", "20.3"),), declared="100"))

    for address in ("/promesses/a/", "/fiches/a/"):
        assert "20,3 ÷ 18 = 112,8 %, plafonné à 100 %" in read(client, address).text, address


def test_a_protocol_and_a_review_stand_where_a_reader_looks_for_them(
    client: Client, shown: Callable[..., View]
) -> None:
    shown(
        Row(target="20", promised="20", results=(("2015", "10"),), declared="50"),
        contract=replace(CONTRACT, review_on=date(2018, 1, 1)),
        protocols=(ADOPTED,),
    )

    for address in ("/fiches/a/", "/promesses/a/"):
        page = read(client, address)
        assert "Taux officiel 50,0 % (2015)" in page.text
        assert "population : habitants de plus de 16 ans" in page.text
        assert "adopté par Service le 15 janvier 2016" in page.text
    assert "Le protocole adopté dit quel taux est officiel" in read(client, "/fiches/a/").text
    assert "population : habitants de plus de 16 ans" in read(client, "/methode/").text
    for address in ("/", "/methode/"):
        assert "1er janvier 2018" in read(client, address).text


def test_without_a_protocol_or_a_review_no_page_speaks_of_one(client: Client) -> None:
    assert "Taux officiel" not in read(client, "/fiches/cui-cie/").text
    assert "Les protocoles adoptés" not in read(client, "/methode/").text
    assert "Revue du contrat" not in read(client, "/").text


def test_the_deadline_of_the_sheet_and_that_of_the_promise_are_told_apart(
    client: Client, shown: Callable[..., View]
) -> None:
    shown(
        Row(
            target="20", promised=aim(AtLeastShare, text="20 %", share=share("20"), schedule=Schedule.AT_TERM)
        )
    )

    assert "Pour quand ? Fiche : sans échéance fixée ; engagement : au terme du contrat." in (
        read(client, "/fiches/a/").text
    )
    promise = read(client, "/promesses/a/").text
    assert "Objectif promis au terme du contrat, dit la promesse" in promise
    assert "Objectif de la fiche la fiche ne fixe pas d’échéance" in promise
