"""A catalogue of schemes as data·inclusion v1 has services: structures, services, and what does not fit in.

The schema is that of the package data-inclusion-schema 1.0.10, by which the tests validate every object. Nothing is
guessed: what the catalogue does not say in its words (themes, publics, fees) is left out and told.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from droitcommun.core import french
from droitcommun.core.french import typeset
from droitcommun.orientation.catalogues import SchemeCatalogue
from droitcommun.orientation.contacts import ContactPoint
from droitcommun.orientation.schemes import Asker, Role, Scheme

# What the schema allows for a name, in characters.
_SHORTEST, _LONGEST = 3, 150
_FRENCH_PHONE = re.compile(r"0[1-9]\d{8}")
_POSTCODE = re.compile(r"\d{5}")
_PARIS = "Paris"


@dataclass(frozen=True, slots=True)
class Exchange:
    """Plain objects of the two lists, and what was lost, a French sentence each."""

    structures: tuple[dict[str, Any], ...]
    services: tuple[dict[str, Any], ...]
    lost: tuple[str, ...]

    @property
    def plain(self) -> dict[str, Any]:
        """What is written."""
        return {"structures": list(self.structures), "services": list(self.services)}


def exchange(catalogue: SchemeCatalogue) -> Exchange:
    """Write the contact points as structures, and each scheme as a service of each of its contact points."""
    source = f"droit-commun-{catalogue.about.id}"
    contacts = {one.id: one for one in catalogue.contacts}
    schemes = [one.scheme for one in catalogue.schemes]
    asked = [one for one in schemes if one.proposable]
    services = tuple(
        _service(scheme, contacts[name], catalogue, source)
        for scheme in asked
        for name in scheme.contacts
        if name in contacts
    )
    structures = tuple(_structure(one, catalogue, source) for one in catalogue.contacts)
    return Exchange(structures, services, tuple(map(typeset, _lost(catalogue, schemes))))


def _structure(one: ContactPoint, catalogue: SchemeCatalogue, source: str) -> dict[str, Any]:
    return _said(
        source=source,
        id=f"{source}--{one.id}",
        nom=_name(one.name),
        date_maj=(one.verified_on or catalogue.about.verified_on).isoformat(),
        site_web=_address_of_page(one.website),
        horaires_accueil=one.hours,
        **_place(one),
    )


def _service(scheme: Scheme, one: ContactPoint, catalogue: SchemeCatalogue, source: str) -> dict[str, Any]:
    conditions = [each.sentence for each in scheme.criteria if each.role is Role.REQUIRED]
    conditions += [f"{each.what} : {each.by}" for each in scheme.assessments]
    first = [each.sentence for each in scheme.criteria if each.role is Role.PRIORITY]
    told = [scheme.purpose, *(each.words for each in scheme.benefits), catalogue.about.banner]
    return _said(
        source=source,
        structure_id=f"{source}--{one.id}",
        id=f"{source}--{scheme.id}--{one.id}",
        nom=_name(scheme.name),
        description="\n".join(part for part in told if part),
        date_maj=(one.verified_on or catalogue.about.verified_on).isoformat(),
        conditions_acces="\n".join(conditions),
        publics_precisions="\n".join(f"En priorité : {sentence}" for sentence in first),
        modes_mobilisation=sorted(
            (["telephoner"] if _phone(one) else []) + (["envoyer-un-courriel"] if one.email else [])
        ),
        mobilisable_par=["usagers"] if Asker.PERSON in scheme.askers else [],
        mobilisation_precisions=scheme.how_to_ask,
        horaires_accueil=one.hours,
        **_place(one),
    )


def _place(one: ContactPoint) -> dict[str, Any]:
    """Where it is and how it is reached, by the names that structures and services share."""
    return {
        "commune": one.city,
        "code_postal": one.postcode if _POSTCODE.fullmatch(one.postcode) else "",
        "code_insee": f"751{one.district:02}" if one.district and one.city == _PARIS else "",
        "adresse": one.address,
        "longitude": float(one.longitude) if one.longitude else None,
        "latitude": float(one.latitude) if one.latitude else None,
        "telephone": _phone(one),
        "courriel": one.email,
    }


def _said(**fields: Any) -> dict[str, Any]:
    """The fields that say something: an absent one says that nothing is known."""
    return {name: value for name, value in fields.items() if value not in ("", None, [])}


def _phone(one: ContactPoint) -> str:
    """The first phone that can be dialled, as the schema wants one: +33123456789; empty without any."""
    digits = (re.sub(r"\D", "", phone) for phone in one.phones)
    return next((f"+33{phone[1:]}" for phone in digits if _FRENCH_PHONE.fullmatch(phone)), "")


def _address_of_page(written: str) -> str:
    return written if not written or written.startswith("http") else f"https://{written}"


def _name(name: str) -> str:
    short = name.rstrip(".").strip()
    short = short if len(short) >= _SHORTEST else f"{short} (sans autre nom)"
    return short if len(short) <= _LONGEST else f"{short[: _LONGEST - 1].rstrip()}…"


def _lost(catalogue: SchemeCatalogue, schemes: list[Scheme]) -> Iterator[str]:
    measures = sum(not one.proposable for one in schemes)
    if measures:
        yield f"{french.counted(measures, 'mesure')} que personne n’a à demander : ce ne sont pas des services."
    alone = [one.name for one in schemes if one.proposable and not one.contacts]
    if alone:
        yield f"Sans lieu où s’adresser, que le schéma exige : {french.listed(alone)}."
    phones = sum(len(one.phones) - bool(_phone(one)) for one in catalogue.contacts)
    if phones:
        yield f"{french.counted(phones, 'téléphone')} : le schéma n’en a qu’un par lieu, et il doit être entier."
    if any(one.serves for one in catalogue.contacts):
        yield "Le territoire de chaque lieu : il est en mots, le schéma veut des codes."
    yield (
        "Les conditions comme règles : elles deviennent des phrases ; ce qui est exigé, prioritaire ou apprécié n’est "
        "plus calculable."
    )
    yield "Thématiques, publics, type et frais : le catalogue ne les dit pas dans ces listes, rien n’est deviné."
    yield "Les lignes du document, les exemples, les engagements de l’État, le successeur d’un dispositif."
