"""French words of the tokens of `locate`."""

from droitcommun.territory.bases import PlaceBasis, Population
from droitcommun.territory.columns import Column, Input
from droitcommun.territory.perimeters import Kind
from droitcommun.territory.tallies import Why

BASIS = {
    PlaceBasis.HOME: "le domicile",
    PlaceBasis.ESTABLISHMENT: "l’établissement",
    PlaceBasis.PLACE_OF_ACTION: "le lieu de l’action",
    PlaceBasis.GRANTEE_SEAT: "le siège du bénéficiaire",
    PlaceBasis.SCHOOL_INTAKE: "le secteur scolaire",
    PlaceBasis.AREA_COVERAGE: "la zone couverte",
    PlaceBasis.DECLARED: "le lieu déclaré",
    PlaceBasis.DISTRICT_PROXY: "l’arrondissement, faute de mieux",
}
POPULATION = {
    Population.PERSONS: "des personnes",
    Population.HOUSEHOLDS: "des ménages",
    Population.CONTRACTS: "des contrats",
    Population.ENTRIES: "des entrées",
    Population.ORGANISATIONS: "des organismes",
    Population.ROWS: "des lignes, sans dire ce qu’elles sont",
}
KIND = {
    Kind.QPV: "quartiers prioritaires",
    Kind.WATCHED: "quartiers de veille active",
    Kind.NEARBY: "proximité immédiate",
    Kind.DISTRICT: "arrondissements",
    Kind.REP: "réseaux d’éducation prioritaire",
    Kind.ZUS: "zones urbaines sensibles",
    Kind.ZSP: "zones de sécurité prioritaires",
    Kind.LIVED: "quartiers vécus",
    Kind.OTHER: "autres périmètres",
}
INPUT = {
    Input.AGGREGATED: "un extrait agrégé",
    Input.CODES: "des codes de quartier",
    Input.COORDINATES: "des coordonnées",
    Input.ADDRESSES: "des adresses",
}
COLUMN = {
    Column.AREA: "quartier",
    Column.COUNT: "nombre",
    Column.ADDRESS: "adresse",
    Column.NUMBER: "numéro",
    Column.STREET: "voie",
    Column.POSTCODE: "code postal",
    Column.CITY: "commune",
    Column.LONGITUDE: "longitude",
    Column.LATITUDE: "latitude",
    Column.DOMICILED: "domicilié",
}
REASON = {
    Why.EMPTY: "adresse vide",
    Why.UNREADABLE: "ni voie ni commune lisible",
    Why.NO_LOCALITY: "ni code postal ni commune",
    Why.OUTSIDE_INDEX: "hors des départements de l’index",
    Why.UNKNOWN_STREET: "voie inconnue du registre",
    Why.MALFORMED: "ligne mal formée",
    Why.NO_COORDINATES: "coordonnées absentes ou illisibles",
    Why.NOT_IN_FRANCE: "coordonnées hors de France ou en mer",
    Why.NO_CODE: "sans code de quartier",
    Why.UNKNOWN_CODE: "code absent des périmètres",
    Why.OTHER_VINTAGE: "code d’un autre millésime",
    Why.NOT_IDENTIFIED: "non identifiée par le service",
    Why.DOMICILED: "domiciliée : l’adresse est celle d’un organisme",
}
