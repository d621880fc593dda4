"""What the page on findings tells to write loads, and lifts the findings that it names."""

import re
import shutil
from pathlib import Path

from droitcommun.catalogue import folder as catalogue
from droitcommun.catalogue.loader import load_source
from droitcommun.core.audit import RULES, findings
from droitcommun.core.dossier import Dossier
from droitcommun.core.known import known_on
from droitcommun.usecases.sources import load_path
from tests.places import ROOT

PAGE = ROOT / "docs" / "how-to" / "repondre-a-un-constat.md"
PARIS = Path(catalogue.__file__).parent / "contracts" / "paris-2015-2020"


def standing(dossier: Dossier) -> set[str]:
    """The keys of the findings that nobody lets pass, rules of style included."""
    found = findings(known_on(dossier, dossier.latest_recorded_day()), RULES)
    return {finding.key for finding in found if finding.stands}


def test_the_examples_of_the_page_load_and_lift_what_they_are_for(tmp_path: Path) -> None:
    blocks = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    decisions = [block for block in blocks if not block.startswith("[[sheet.alerts]]")]
    copy = shutil.copytree(PARIS, tmp_path / "paris")
    (copy / "decisions.toml").write_text("\n".join(decisions), encoding="utf-8")

    before, after = standing(load_source("catalogue:paris-2015-2020")), standing(load_path(copy))

    assert len(decisions) == 3
    assert before - after == {
        "commitment-target-differs:cui-cie-part-qpv+cui-cie",
        "commitment-baseline-differs:moins-de-3-ans-part-qpv+scolarisation-moins-de-3-ans",
        "commitment-scope-differs:centres-sociaux-projets+caf-agrements",
    }
    assert after <= before
