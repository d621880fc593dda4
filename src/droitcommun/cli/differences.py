"""What would change, in French, for a person who decides whether to write it."""

from collections import Counter

from droitcommun.cli.paragraphs import paragraph
from droitcommun.core import french
from droitcommun.core.french import counted, typeset
from droitcommun.core.status import PUBLIC
from droitcommun.core.texts import FIELDS
from droitcommun.intake.preview import Verdict
from droitcommun.usecases.attaching import AttachmentRecord
from droitcommun.usecases.importing import ImportRecord
from droitcommun.usecases.reloading import Change, Reload, told
from droitcommun.usecases.words import PUBLIC_STATUS

# One, several; feminine or not.
_PART = {
    "contract": ("contrat", "contrats", ""),
    "commitments": ("engagement", "engagements", ""),
    "sheets": ("fiche", "fiches", "e"),
    "measures": ("mesure", "mesures", "e"),
    "protocols": ("protocole", "protocoles", ""),
    "decisions": ("décision", "décisions", "e"),
    "waivers": ("dérogation", "dérogations", "e"),
    "set_aside": ("liste des passages écartés", "listes des passages écartés", "e"),
    "observations": ("chiffre", "chiffres", ""),
    "manifests": ("manifeste", "manifestes", ""),
    "texts": ("texte donné", "textes donnés", ""),
}
_VERDICT = {
    Verdict.NEW: "nouveau",
    Verdict.CHANGED: "modifié",
    Verdict.UNCHANGED: "inchangé",
    Verdict.CONTRADICTS: "contredit",
    Verdict.QUESTION: "en question",
}
_VERDICTS = {
    **_VERDICT,
    Verdict.NEW: "nouveaux",
    Verdict.CHANGED: "modifiés",
    Verdict.UNCHANGED: "inchangés",
    Verdict.CONTRADICTS: "contredits",
}
_NEW = {"": ("nouveau", "nouveaux"), "e": ("nouvelle", "nouvelles")}


def difference_text(found: Reload) -> str:
    """One line a part and kind of change, with the ids; how many only, for a contract that is new."""
    if not found.changes:
        return "Rien n’a changé.\n"
    brief = any(one.part == "contract" and one.change is Change.NEW for one in found.changes)
    lines = [_line(part, change, names, brief=brief) for part, change, names in told(found.changes)]
    return "".join(f"{line}\n" for line in lines)


def _line(part: str, change: Change, names: tuple[str, ...], *, brief: bool) -> str:
    one, several, feminine = _PART[part]
    many = len(names) > 1
    s = "s" if many else ""
    noun = several if many else one
    match change:
        case Change.NEW:
            head = f"{len(names)} {noun} {_NEW[feminine][many]}"
        case Change.CHANGED if part == "observations":
            head = f"{len(names)} {noun} modifié{s}, ajouté{s} à côté de l’ancien"
        case Change.CHANGED:
            head = f"{len(names)} {noun} modifié{feminine}{s}"
        case Change.GONE:
            head = f"{len(names)} {noun} absent{feminine}{s} de la source, gardé{feminine}{s}"
        case Change.CONTRADICTS:
            head = f"{len(names)} {noun} corrigé{feminine}{s} autrement dans la base"
    if brief and part != "contract":
        return typeset(head)
    return paragraph(f"{head} : {', '.join(names)}", rest="  ")


def attachment_text(record: AttachmentRecord) -> str:
    """What a manifest would record of a measure, where that would leave it, then what the manifest says."""
    from droitcommun.cli.locating_text import located_text

    before, after = (PUBLIC_STATUS[PUBLIC[one]] for one in (record.status_before, record.status))
    named = f"{record.measure} ({record.indicator})" if record.indicator else record.measure
    lines = [
        f"{named} : {record.words}, {french.period(record.period)}, périmètre « {record.perimeter} »"
        if record.new
        else f"{named} : cette part y est déjà, rien n’a changé",
        f"Source : manifeste {record.manifest}",
    ]
    if record.beside and record.new:
        lines.append(
            f"Autres résultats de la même période, qui restent : {french.listed(record.beside)}. "
            "Une décision peut en retenir un."
        )
    stands = f"{before}, puis {after}" if before != after else after
    lines += [f"Statut : {stands}. {record.because}", ""]
    told = "\n".join(map(paragraph, lines))
    return f"{told}\n{located_text(record.result)}"


def import_text(record: ImportRecord) -> str:
    """How many sheets and figures, then each figure that would change, then the questions with their choices."""
    sheets = Counter(item.verdict for item in record.items if item.what == "fiche")
    figures = [item for item in record.items if item.what != "fiche"]
    verdicts = Counter(item.verdict for item in figures)
    told = [
        f"{verdicts[verdict]} {(_VERDICT if verdicts[verdict] == 1 else _VERDICTS)[verdict]}"
        for verdict in _VERDICT
        if verdicts[verdict]
    ]
    lines = [
        f"{counted(record.sheets, 'fiche')} lue{'s' if record.sheets > 1 else ''}, "
        f"dont {sheets[Verdict.NEW]} nouvelle{'s' if sheets[Verdict.NEW] > 1 else ''} ; "
        + (f"{counted(len(figures), 'chiffre')} : {', '.join(told)}" if told else "aucun chiffre nouveau")
    ]
    if record.brings_nothing:
        lines.append("Rien de nouveau : le contrat contient déjà tout ce qui a été lu.")
    for item in figures:
        if item.verdict in {Verdict.NEW, Verdict.CHANGED}:
            before = f"{item.before} → " if item.before else ""
            lines.append(
                f"  {_VERDICT[item.verdict]} : {item.held or item.sheet}, {item.what} : {before}{item.after}"
            )
    for text in record.texts:
        if text.verdict is not Verdict.UNCHANGED:
            before = f"« {text.before} » → " if text.before else ""
            lines.append(
                f"  texte {_VERDICT[text.verdict]} : {text.sheet}, {FIELDS[text.field]} de {text.year} : "
                f"{before}« {text.text} »"
            )
    if record.settled:
        lines += ["", "Les réponses données :"]
    lines += [f"  {one.sentence} {one.words}" for one in record.settled]
    for question in record.questions:
        lines += ["", question.id, f"  {question.sentence} ({question.evidence})"]
        lines += [f"    {choice.id} : {choice.words}" for choice in question.choices]
    return "".join(f"{typeset(line)}\n" for line in lines)
