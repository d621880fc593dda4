"""What a SOURCE names, for the command line."""

from droitcommun.catalogue.loader import contract_ids, load_contract
from droitcommun.core.dossier import Dossier
from droitcommun.core.problems import UnknownNameError


def load(source: str) -> Dossier:
    """Load `catalogue:ID`; raises UnknownNameError, which lists what there is, or FileRefusedError."""
    kind, colon, name = source.partition(":")
    if kind != "catalogue" or not colon or name not in contract_ids():
        known = ", ".join(f"catalogue:{one}" for one in contract_ids())
        raise UnknownNameError(f"Source inconnue ; sources : {known}")
    return load_contract(name)
