"""Where the project and the source document are."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("DROITCOMMUN_SHARED") or ROOT.parent / "shared")
DOCUMENT = SHARED / "source" / "contrat-de-ville-paris-2015.txt"
