"""What stands beside a street and is none of it: postal boxes, buildings, stairs, floors, doors; untidy writings."""

import re

from droitcommun.territory.numbers import ANY_WAY, NUMBERS, STRONG_WAY
from droitcommun.territory.vocabulary import BESIDE_THE_STREET, NAMED_PLACES
from droitcommun.territory.words import one_of

_POSTAL = re.compile(r"\b(?:B ?P|C ?S|TSA|BOITE POSTALE) ?(?:N )?\d{1,6}\b|\bLIBRE REPONSE\b(?: \d+)?")

_FLOOR = re.compile(
    r"\b(?:\d{1,2}(?:ER|E|EME|ND|IEME)?|DERNIER|PREMIER) ?(?:ETAGE|ETG|ETA)\b(?: ?(?:DROITE|GAUCHE|FACE|DTE|GCHE))?"
    r"|\b(?:RDC|REZ DE CHAUSSEE|ENTRESOL)\b(?: ?(?:DROITE|GAUCHE|DTE|GCHE))?"
    r"|\b(?:\d ?EME|\d ?ER) (?:DROITE|GAUCHE|DTE|GCHE)\b"
)

_BESIDE = re.compile(
    rf"(?=[{''.join(sorted({word[0] for word in BESIDE_THE_STREET}))}])"  # what comes behind it takes longer
    rf"(?<!\bDE )(?<!\bLA )(?<!\bDU )(?<!\bL )(?<!\bDES )\b(?:{one_of(BESIDE_THE_STREET)}\b ?"
    r"(?:N |NO |NUMERO )?(?:\d{1,4} ?[A-Z]?|[A-Z]\d{0,4}|[A-Z]{2}\d{1,3}|\d{1,4}[A-Z]\d{1,4})"
    # Glued: « BATB », « ESC2 »; « ET 4 » in front of a door or at the end is a floor.
    r"|(?:BAT|ESC|HALL|APT|APPT|APP|LOGT|LOG|ETG)(?:\d{1,4}[A-Z]?|(?<=BAT)[A-Z]|(?<=ESC)[A-Z])"
    r"|ET ?\d{1,2}(?=[ ,]*$|[ ,]+(?:PTE|PORTE|APP|APT|BAT|ESC)))"
    r"(?![A-Z0-9])(?: ?(?:DROITE|GAUCHE|DTE|GCHE))?"
)

# « PORTE D ASNIERES » is no door.
_DOOR = re.compile(
    r"(?=P)(?<!\bDE )(?<!\bLA )\b(?:PORTE|PTE)(?: ?(?:N |NO )?\d{1,4} ?[A-Z]?| (?:N |NO )?"
    r"(?:[A-CE-KM-Z]\d{0,3}|[DL](?:\d{1,3}|(?=[ ,;\n]*$))))(?![A-Z0-9])"
)

# Each begins a word: what stands inside one is not even tried.
_ASIDE = re.compile(
    rf"\b(?=[A-Z0-9])(?:{'|'.join(one.pattern for one in (_POSTAL, _FLOOR, _BESIDE, _DOOR))})"
)

# Looked for first, since most cells hold none of these.
_MAY_BE_BESIDE = re.compile(
    r"\b(?:B[AOTLP]|B P|ESC|APP|APT|ET|HA|LO|CH|CS|C S|CO|DI|IN|EN|IM|PALIER|NI|PORTE|PTE|ST|TSA)[A-Z]*"
    r" ?(?:N |NO |NUMERO )?(?:\d|[A-Z]\d*\b|[A-Z]{2}\d)|\d[A-Z]* ?(?:ET|DR|GA|DTE|GCHE)"
    r"|\b(?:RDC|REZ|ENTRESOL|DERNIER|PREMIER|LIBRE|BOITE POSTALE)\b"
    rf"|^(?:{'|'.join(NAMED_PLACES)}) "
)

# What is written without a space or in brackets: « 8RUE », « MEAUX75019 », « 75019PARIS », « 97 (FACE) », « R N 7 ».
_UNTIDY = re.compile(r"\d(?:[A-Z]{2}|R |(?<=[A-Z]\d)\d{4}|(?<=\b[RCV] [NDR] \d))")
_UNTIDY_SIGNS = ("(", ")", " CHEZ ", " C/")

_TIDYING = (
    (re.compile(rf"\b(\d{{1,4}})(?=(?:{STRONG_WAY}|R) )"), r"\1 "),
    (re.compile(r"(?<=[A-Z]{2})(?=\d{5}\b)|(?<=\b\d{5})(?=[A-Z]{3})"), " "),
    (re.compile(r"\( ?(FACE|EN FACE) ?\)"), r" \1 "),
    (re.compile(r"\b([RCV]) ([NDR]) (?=\d)"), r"\1\2 "),
    (re.compile(r"(?<=[A-Z0-9]) (?=C(?:HEZ|/ ?O) )"), ", "),
)

# A list sorted by name: « MEAUX (RUE DE) 97 ».
_TURNED = re.compile(rf"^((?:{NUMBERS},? )?)([A-Z][A-Z -]*?)[ ,]*\( ?((?:{ANY_WAY})(?: [A-Z ]+?)?) ?\)")

_NAMED_FIRST = re.compile(rf"(?:{'|'.join(NAMED_PLACES)}) ")

# A place or a person in front of a street that has its number: the street says where.
_NAMED_BEFORE = re.compile(
    rf"(?:{'|'.join(NAMED_PLACES)}) [A-Z -]+"
    rf"(?:[ ,;\n]+(?={NUMBERS},? (?:{STRONG_WAY}|R) )|[,;\n]+ ?(?=(?:N |NO )?{NUMBERS},? (?:{ANY_WAY}) ))"
)


def without_besides(flat: str) -> str:
    """A folded cell without what stands beside a street: postal boxes, buildings, staircases, floors, doors."""
    if _UNTIDY.search(flat) or any(sign in flat for sign in _UNTIDY_SIGNS):
        for pattern, meant in _TIDYING:
            flat = pattern.sub(meant, flat)
        if "(" in flat:
            flat = _TURNED.sub(r"\1\3 \2", flat)
        flat = flat.replace("  ", " ").strip()
    first = _MAY_BE_BESIDE.search(flat)
    if not first:
        return flat
    if _NAMED_FIRST.match(flat):
        flat, start = _NAMED_BEFORE.sub("", flat), 0
    else:
        # What stands before is left as it is; the word in front tells « RUE DE LA PORTE » from a door.
        start = flat.rfind(" ", 0, max(first.start() - 1, 0)) + 1
    return (flat[:start] + _ASIDE.sub(",", flat[start:])).strip(" ,;/-\n")
