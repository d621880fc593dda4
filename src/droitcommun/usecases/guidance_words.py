"""The French words of orientation: answers, kinds of scheme, roles of a sentence, who asks."""

from collections.abc import Mapping
from typing import Any

from droitcommun.orientation.judging import Answer, Met
from droitcommun.orientation.schemes import Asker, Role, SchemeKind

# In the order in which a person reads them.
ANSWER = {
    Answer.FITS: "Convient",
    Answer.TO_BE_ASSESSED: "À apprécier par un professionnel",
    Answer.TO_COMPLETE: "À compléter",
    Answer.DOES_NOT_FIT: "Ne convient pas",
    Answer.NOT_IN_FORCE: "Hors période",
}
BECOMES = {
    Answer.FITS: "conviendra",
    Answer.TO_BE_ASSESSED: "sera à apprécier",
    Answer.TO_COMPLETE: "pourra convenir",
    Answer.DOES_NOT_FIT: "ne conviendra plus",
    Answer.NOT_IN_FORCE: "ne sera plus en vigueur",
}
MET = {
    Met.MET: "rempli",
    Met.NOT_MET: "non rempli",
    Met.UNKNOWN: "à préciser",
    Met.TO_BE_ASSESSED: "à apprécier",
}
KIND = {
    SchemeKind.RIGHT: "droit",
    SchemeKind.CONTRACT: "contrat",
    SchemeKind.SERVICE: "service",
    SchemeKind.CALL_FOR_PROJECTS: "appel à projets",
    SchemeKind.COLLECTIVE_ACTION: "action collective",
    SchemeKind.INSTITUTIONAL_MEASURE: "mesure institutionnelle",
}
ROLE = {
    Role.REQUIRED: "Il faut",
    Role.PRIORITY: "Passe en priorité",
    Role.COUNTERPART: "Ce qui est demandé en retour",
    Role.EXAMPLE: "Par exemple",
    Role.SCOPE: "Dans quel cadre",
}
ASKER = {
    Asker.PERSON: "une personne, une famille",
    Asker.ASSOCIATION: "une association",
    Asker.COMPANY: "une entreprise ou une autre structure",
    Asker.HEALTH_PROFESSIONAL: "un professionnel de santé",
    Asker.PUBLIC_BODY: "un établissement ou un service public",
}

# By type, as `words.WORDS`: apart from it, so that a command that orients nobody loads nothing of orientation.
WORDS: Mapping[type, Mapping[Any, str]] = {
    Answer: ANSWER,
    Met: MET,
    SchemeKind: KIND,
    Role: ROLE,
    Asker: ASKER,
}
