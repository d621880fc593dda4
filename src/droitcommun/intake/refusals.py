"""Why a file is refused, and what to do: one stable code, one French sentence. Never what the file holds."""

from droitcommun.core.problems import FileRefusedError, Place, Problem

_WANTED = "PDF, Word (.docx), LibreOffice (.odt, .ods), Excel (.xlsx) ou texte (.txt)"

SENTENCES = {
    "not-a-file": "un fichier lisible attendu",
    "empty": "le fichier est vide ; l’envoyer de nouveau",
    "file-too-large": "un fichier de {most} Mo au plus attendu",
    "unknown-kind": f"un autre format attendu : {_WANTED}",
    "old-word": "un ancien format de Word (.doc) ; l’ouvrir et l’enregistrer en .docx",
    "old-excel": "un ancien format d’Excel (.xls) ; l’ouvrir et l’enregistrer en .xlsx",
    "old-office": "un ancien format d’Office ; l’ouvrir et l’enregistrer en .docx ou en .xlsx",
    "encrypted": "protégé par un mot de passe ; l’enregistrer sans mot de passe",
    "macros": "contient des macros ; l’enregistrer en .docx, .xlsx, .odt ou .ods, sans macros",
    "rtf": "du RTF ; l’ouvrir dans un traitement de texte et l’enregistrer en .docx ou en .odt",
    "image": "une image, sans texte ; envoyer le document d’origine",
    "html": "une page web ; l’enregistrer en .docx, .odt ou PDF",
    "slides": f"une présentation ; formats lus : {_WANTED}",
    "binary-workbook": "un classeur binaire (.xlsb) ; l’enregistrer en .xlsx",
    "flat-xml": "un document en XML ; l’ouvrir et l’enregistrer en .docx, .odt, .xlsx ou .ods",
    "archive": "une archive ; en extraire les documents et les donner un à un",
    "open-data": "un export de données ; ce n’est pas un document à lire",
    "own-report": "c’est un bilan que nous avons édité, avec ses calculs ; renvoyer les fiches officielles "
    "(report --kind fiche), un classeur (workbook) ou les données ouvertes du bilan (.zip)",
    "workbook": "un classeur, là où un document est attendu (PDF, .docx, .odt, texte)",
    "document": "un document, là où un classeur est attendu (.xlsx, .ods)",
    "damaged": "le fichier est abîmé ou incomplet ; l’ouvrir, l’enregistrer et l’envoyer de nouveau{detail}",
    "unsafe-xml": "contient des déclarations XML interdites (DTD) ; l’ouvrir et l’enregistrer de nouveau",
    "bomb": "se déplie en beaucoup plus que ce qu’un document contient ; l’ouvrir et l’enregistrer de nouveau",
    "too-heavy": "fichier trop lourd à lire (plus de {most} Mo de mémoire) ; le couper en plusieurs",
    "too-slow": "fichier trop lourd à lire (plus de {most} secondes) ; le couper en plusieurs",
    "too-many-cells": "trop de cellules, {most} au plus ; le couper en plusieurs",
    "too-many-tabs": "trop d’onglets, {most} au plus ; le couper en plusieurs",
    "too-many-pages": "trop de pages, {most} au plus ; le couper en plusieurs",
    "too-deep": "des tableaux ou des cadres emboîtés sans fin ; l’ouvrir et l’enregistrer de nouveau",
    "no-text": "pas de texte : des pages numérisées, sans doute ; envoyer le document d’origine, "
    "ou passer d’abord la reconnaissance de caractères",
    "pages-without-text": "pas de texte, seulement une image : {detail} ; les retirer, envoyer le document "
    "d’origine, ou passer d’abord la reconnaissance de caractères",
}


class RefusedError(Exception):
    """A reader refuses what it reads; raised inside the child process, told by `refusal` outside of it."""

    def __init__(self, code: str, *, most: int = 0, detail: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.most = most
        self.detail = detail


def refusal(file: str, code: str, *, most: int = 0, detail: str = "") -> FileRefusedError:
    """Say why a whole file is refused. `file` is its name, `most` what the limit is, `detail` no content."""
    number = f"{most:,}".replace(",", "\u202f")
    return FileRefusedError([Problem(Place(file), code, SENTENCES[code].format(most=number, detail=detail))])
