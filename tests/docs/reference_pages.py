"""Pages of the reference that are made from the code: `python -m tests.docs.reference_pages` writes them."""

from collections.abc import Iterator

from droitcommun.core.audit import RULES
from droitcommun.core.french import NBSP
from droitcommun.usecases.audit import explained
from droitcommun.usecases.words import FAMILY, SEVERITY
from tests.places import ROOT

RULES_PAGE = ROOT / "docs" / "reference" / "regles-de-l-audit.md"


def rules_page() -> str:
    """The rules of the audit, in the order in which they run."""
    return "\n".join(_lines()).replace(NBSP, " ") + "\n"


def _lines() -> Iterator[str]:
    yield "# Les règles de l’audit"
    yield ""
    yield "Faite à partir du code (`core/audit`) : ne pas la modifier à la main. Chaque règle a un code stable, une"
    yield "famille et une gravité. « erreur » : des chiffres se contredisent ; « avertissement » : quelque chose"
    yield "manque ou est sans doute faux ; « ambiguïté » : plusieurs lectures ; « information » : à savoir avant de"
    yield "citer le chiffre."
    for rule in RULES:
        yield ""
        yield f"## {rule.code}"
        yield ""
        asked = "" if rule.on else ", seulement sur demande (`--all` ou `--select`)"
        yield f"*{FAMILY[rule.family]}, {SEVERITY[rule.severity]}{asked}*"
        for paragraph in explained(rule):
            yield ""
            yield paragraph


if __name__ == "__main__":
    RULES_PAGE.write_text(rules_page(), encoding="utf-8")
