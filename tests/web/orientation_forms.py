"""What a browser reads of a page of orientation, and sends back: the fields that it shows and those that travel."""

import re
from html.parser import HTMLParser
from typing import Any, Final
from urllib.parse import urlencode

from django.test import Client

HOST: Final = {"host": "localhost"}
FORM: Final = "application/x-www-form-urlencoded"

Pairs = list[tuple[str, str]]


class Form(HTMLParser):
    """The fields of the form of a page, in order, as a browser would send them untouched."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: Pairs = []
        self.offered: dict[str, list[str]] = {}
        self.at = ""
        self._inside = False
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        had = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = "ask" in had.get("class", "")
        if not self._inside:
            return
        name, value = had.get("name", ""), had.get("value", "")
        if tag == "select":
            self._select = name
            self.fields.append((name, ""))
        elif tag == "option":
            self._offer(self._select, value)
            if "selected" in had:
                self._put(self._select, value)
        elif tag == "input":
            if had["type"] == "radio":
                self._offer(name, value)
            if had["type"] != "radio" or "checked" in had:
                self._put(name, value)
            if name == "at":
                self.at = value

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "form"

    def _offer(self, name: str, value: str) -> None:
        self.offered.setdefault(name, []).append(value)

    def _put(self, name: str, value: str) -> None:
        names = [one for one, _ in self.fields]
        if name in names:
            self.fields[names.index(name)] = (name, value)
        else:
            self.fields.append((name, value))

    @property
    def facts(self) -> Pairs:
        """The answers that it holds."""
        return [
            (name.partition("-")[2], value)
            for name, value in self.fields
            if name.startswith(("fait-", "sans-")) and value not in {"", "nombre"}
        ]


class Walk:
    """Somebody who answers, page after page."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self.take(client.get("/orientation/", headers=HOST))

    def take(self, answer: Any) -> None:
        self.status = answer.status_code
        self.html = answer.content.decode()
        self.form = Form(self.html)

    def press(self, go: str, **told: str) -> None:
        """Fill fields in, by fact, and press a button."""
        fields = dict(self.form.fields)
        for fact, value in told.items():
            if fact == "district":
                fields[fact] = value
                continue
            number = f"sans-{fact}" in {*fields, *self.form.offered} and f"fait-{fact}" in fields
            lacks = value in {"unknown", "prefer_not_to_say"}
            fields[f"sans-{fact}" if number and lacks else f"fait-{fact}"] = value
        # A field that was not sent yet stands where the page shows it: last.
        order = list(dict.fromkeys([*(name for name, _ in self.form.fields), *fields]))
        self.post([(name, fields[name]) for name in order] + [("go", go)])

    def post(self, fields: Pairs) -> None:
        self.take(self._client.post("/orientation/", urlencode(fields), FORM, headers=HOST))

    @property
    def question(self) -> str:
        """The fact that is asked; empty on another page."""
        return self.form.at


def listed(html: str) -> dict[str, set[str]]:
    """The schemes that a page lists, by answer."""
    found: dict[str, set[str]] = {}
    parts = re.split(r'id="(fits|to_be_assessed|to_complete|does_not_fit|not_in_force)"', html)
    for answer, part in zip(parts[1::2], parts[2::2], strict=True):
        found[answer] = set(re.findall(r'href="/dispositifs/([\w-]+)/"', part))
    return found


def sent(client: Client, told: dict[str, str], go: str = "every", **more: str) -> tuple[int, str]:
    """Send a situation as the form does; the status and the page."""
    fields = {f"fait-{name}": value for name, value in told.items()}
    answer = client.post("/orientation/", urlencode({**fields, "go": go, **more}), FORM, headers=HOST)
    return answer.status_code, answer.content.decode()
