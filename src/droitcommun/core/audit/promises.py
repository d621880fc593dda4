"""A sheet against what was promised, and what has no counterpart on the other side."""

from collections.abc import Iterator

from droitcommun.core import french
from droitcommun.core.audit.findings import Found, held, of_body, said
from droitcommun.core.contract import Commitment, Force, Level, StartingPoint
from droitcommun.core.dossier import OriginKind
from droitcommun.core.goals import Goal, resolve
from droitcommun.core.known import Baseline, Known
from droitcommun.core.observations import Figure, Number, Observation, Part, Places, Role, Share
from droitcommun.core.periods import Period
from droitcommun.core.readings import readings
from droitcommun.core.sheets import Measure, Sheet
from droitcommun.core.targets import AtLeastShare, Composite, Maintain, NoFigure, ReachCount, Target
from droitcommun.core.wording import bound


def target_differs(known: Known) -> Iterator[Found]:
    """L’objectif de la fiche n’est pas celui de l’engagement qu’elle suit.

    Ils sont comparés quand ils se disent dans la même unité ; une lecture commune suffit à les accorder. Un
    protocole adopté dit lequel fait foi.
    """
    for sheet, measure, promise in followed(known):
        if known.protocol_of(measure) is not None:
            continue
        on = _latest_period(known, measure)
        own = [
            goal
            for target in (measure.target, *measure.also_read_as)
            for goal in _goals(known, measure, target, on)
        ]
        theirs = _goals(known, measure, promise.target, on)
        comparable = [(one, other) for one in own for other in theirs if one.unit is other.unit]
        if not comparable or any(one.value == other.value for one, other in comparable):
            continue
        one, other = comparable[0]
        yield Found(
            about=f"{measure.id}+{promise.id}",
            sheets=(sheet.id,),
            measures=(measure.id,),
            commitments=(promise.id,),
            message=french.typeset(f"La fiche vise {bound(one)}, l’engagement {bound(other)}."),
            expected=said(f"{bound(other)} (engagement)"),
            found=said(f"{bound(one)} (fiche)"),
            passages=(measure.target.passage, promise.target.passage),
            remedy=(
                "Dire quel objectif fait foi : qui l’adopte, et quel jour, s’écrit dans un protocole ; l’autre "
                "reste cité."
            ),
        )


def figure_missing(known: Known) -> Iterator[Found]:
    """L’engagement a un chiffre que la fiche ne reprend pas : elle ne permet pas de le suivre."""
    without: dict[tuple[str, str], list[Measure]] = {}
    for sheet, measure, promise in followed(known):
        if isinstance(measure.target, NoFigure) and not isinstance(promise.target, NoFigure | Composite):
            without.setdefault((sheet.id, promise.id), []).append(measure)
    for (name, promised), measures in without.items():
        promise = known.commitments[promised]
        texts = french.listed(dict.fromkeys(measure.target.text for measure in measures))
        yield Found(
            about=f"{measures[0].id}+{promised}",
            sheets=(name,),
            measures=tuple(measure.id for measure in measures),
            commitments=(promised,),
            message=french.typeset(
                f"L’engagement est chiffré (« {promise.target.text} »), l’objectif de la fiche ne l’est pas."
            ),
            expected=said(promise.target.text),
            found=said(texts),
            passages=tuple(
                dict.fromkeys((promise.target.passage, *(measure.target.passage for measure in measures)))
            ),
            remedy="Reprendre dans la fiche l’objectif chiffré de l’engagement, et donner un résultat qui s’y compare.",
        )


def baseline_differs(known: Known) -> Iterator[Found]:
    """La situation de départ de la fiche n’est pas celle que donne l’engagement.

    Une décision retient l’une des deux.
    """
    for sheet, measure, promise in followed(known):
        own = [
            seen
            for seen in known.observed(measure, Role.BASELINE)
            if isinstance(seen.figure, Number | Places)
        ]
        if promise.baseline is None or not own or not isinstance(promise.baseline.figure, Number | Places):
            continue
        if known.starts_another(measure, promise):
            continue
        if known.retained(measure) & {promise.id, *(seen.id for seen in own)}:
            continue
        start, theirs = own[-1], promise.baseline
        if any(_may_be_the_same(seen, theirs) for seen in own):
            continue
        yield Found(
            about=f"{measure.id}+{promise.id}",
            sheets=(sheet.id,),
            measures=(measure.id,),
            commitments=(promise.id,),
            message=french.typeset(
                f"La fiche part de « {start.text} », l’engagement de « {theirs.text} » pour la même situation."
            ),
            expected=said(f"{theirs.text} (engagement)"),
            found=said(f"{start.text} (fiche)"),
            passages=(start.passage, theirs.passage),
            remedy=(
                "Dire laquelle des deux situations de départ est retenue, et pourquoi, dans une décision ; "
                "l’autre reste citée."
            ),
        )


def scope_differs(known: Known) -> Iterator[Found]:
    """La fiche suit un périmètre plus large que celui de l’engagement, ou plus étroit.

    Quand elle suit plusieurs engagements, il suffit que l’un d’eux porte sur son périmètre.
    """
    same = {measure.id for _, measure, promise in followed(known) if promise.perimeter == measure.perimeter}
    for sheet, measure, promise in followed(known):
        if promise.perimeter is None or measure.id in same or not known.is_said(measure.perimeter):
            continue
        names = {name: known.perimeters[name].name for name in (promise.perimeter, measure.perimeter)}
        yield Found(
            about=f"{measure.id}+{promise.id}",
            sheets=(sheet.id,),
            measures=(measure.id,),
            commitments=(promise.id,),
            message=french.typeset(
                f"L’engagement porte sur « {names[promise.perimeter]} », la fiche sur « {names[measure.perimeter]} »."
            ),
            expected=said(names[promise.perimeter]),
            found=said(names[measure.perimeter]),
            passages=(promise.passage, measure.passage),
            remedy="Suivre l’engagement sur le périmètre promis, ou dire dans une dérogation pourquoi il a changé.",
        )


def fact_differs(known: Known) -> Iterator[Found]:
    """Le document donne ailleurs, pour la même période, un autre chiffre ou d’autres lieux que la fiche.

    Sont comparés au résultat de la fiche, et à ceux de ses autres chiffres qui portent le nom de ce que l’engagement
    compte. Une décision peut retenir le résultat de la fiche.
    """
    for sheet, measure in known.dossier.measures():
        for promise in known.commitments_of(measure):
            told = [
                (fact, seen)
                for fact in _facts(promise)
                for seen in (*_results(known, measure), *_named(known, sheet, promise))
                if _contradicts(seen, fact) and seen.id not in known.retained(measure)
            ]
            who = "le document" if promise.force is Force.FACT else "l’engagement"
            for fact, seen in told[:1]:
                yield Found(
                    about=f"{measure.id}+{promise.id}",
                    sheets=(sheet.id,),
                    measures=(measure.id,),
                    commitments=(promise.id,),
                    message=french.typeset(
                        f"La fiche donne « {seen.text} », {who} « {fact.text} » pour la même période"
                        f"{_lacking(seen.figure, fact.figure, who)}."
                    ),
                    expected=said(fact.text),
                    found=said(seen.text),
                    passages=(fact.passage, seen.passage),
                    remedy=_kept(seen),
                )


def _kept(seen: Observation) -> str:
    """Say what settles a figure of a sheet against another: a decision only retains one that is of a measure."""
    if seen.measure is None:
        return "Corriger l’un des deux chiffres, ou dire dans une dérogation lequel est juste."
    if isinstance(seen.figure, Places):
        return "Dire pourquoi la liste de la fiche est retenue, dans une décision, ou la corriger ; l’autre est citée."
    return (
        "Dire pourquoi le résultat de la fiche est retenu, dans une décision, ou le corriger ; l’autre chiffre "
        "reste cité."
    )


def goal_below_start(known: Known) -> Iterator[Found]:
    """L’objectif était déjà atteint au départ : le tenir ne montre aucun progrès.

    Ne vaut ni pour un maintien, ni pour un objectif qui se calcule depuis le départ.
    """
    for sheet, measure in known.dossier.measures():
        ways = readings(known, measure, _latest_period(known, measure))
        goals = [one.goal for one in ways if isinstance(one.goal, Goal) and one.goal.scale == 0]
        starts = [
            start
            for start in known.baselines(measure)
            if isinstance(start.figure, Number) and _starts_there(known, measure, start) and not start.label
        ]
        if not goals or not starts or isinstance(measure.target, Maintain | NoFigure):
            continue
        start = starts[0]
        figure = start.figure
        if not isinstance(figure, Number) or any(goal.unit is not figure.unit for goal in goals):
            continue
        if not all(goal.holds_for_all(figure.interval) for goal in goals):
            continue
        yield Found(
            sheets=(sheet.id,),
            measures=(measure.id,),
            message=french.typeset(
                f"L’objectif est {bound(goals[0])}, et le départ (« {start.text} ») l’atteint déjà."
            ),
            expected=said("un objectif au-delà du départ"),
            found=said(start.text),
            passages=tuple(dict.fromkeys((measure.target.passage, start.passage))),
            remedy="Relever l’objectif, ou dire que la promesse est de ne pas reculer.",
        )


def fact_as_target(known: Known) -> Iterator[Found]:
    """La fiche prend pour objectif un chiffre que le document donne comme un constat.

    Ce qui était déjà observé n’a jamais été promis : l’atteindre ne dit rien de ce qui a été fait. Ne vaut pas si un
    autre engagement que la fiche suit promet ce même chiffre.
    """
    for sheet, measure in known.dossier.measures():
        for fact in known.commitments_of(measure):
            if fact.force is not Force.FACT or isinstance(measure.target, NoFigure):
                continue
            mine = _goals(known, measure, measure.target, None)
            if not mine or mine != _goals(known, measure, fact.target, None):
                continue
            if any(mine == _goals(known, measure, made.target, None) for made in held(known, measure)):
                continue
            yield Found(
                about=f"{measure.id}+{fact.id}",
                sheets=(sheet.id,),
                measures=(measure.id,),
                commitments=(fact.id,),
                message=french.typeset(
                    f"La fiche vise « {measure.target.text} », que le document donne comme un constat "
                    f"(« {fact.target.text} »)."
                ),
                expected=said("un objectif promis"),
                found=said(measure.target.text),
                passages=(fact.target.passage, measure.target.passage),
                remedy=(
                    "Rattacher la fiche à l’engagement qui promet ce chiffre, avec son texte ; ou retirer de "
                    "la fiche cet objectif, et le taux qui s’y rapporte."
                ),
            )


def share_inverted(known: Known) -> Iterator[Found]:
    """L’engagement promet une part de A parmi B, l’indicateur mesure une part de B parmi A.

    « 18 % des signataires viennent des quartiers » n’est pas « 18 % des jeunes des quartiers ont signé ». Lu à la
    lettre, l’indicateur dit la seconde phrase ; le service a peut-être compté la première. Un protocole adopté dit
    de quelle population la part est mesurée.
    """
    for sheet, measure, promise in followed(known):
        if known.protocol_of(measure) is not None:
            continue
        mine, theirs = (measure.part, measure.whole), (promise.whole, promise.part)
        if not all(mine) or tuple(map(str.casefold, mine)) != tuple(map(str.casefold, theirs)):
            continue
        yield Found(
            about=f"{measure.id}+{promise.id}",
            sheets=(sheet.id,),
            measures=(measure.id,),
            commitments=(promise.id,),
            message=french.typeset(
                f"L’engagement parle des {promise.part} parmi les {promise.whole}, l’indicateur, lu à la lettre, des "
                f"{measure.part} parmi les {measure.whole}."
            ),
            expected=said(f"{promise.part} parmi {promise.whole}"),
            found=said(f"{measure.part} parmi {measure.whole}"),
            passages=(promise.passage, measure.passage),
            remedy=(
                "Réécrire l’indicateur dans le sens de l’engagement, ou dire dans un protocole de quelle "
                "population la part est mesurée."
            ),
        )


def commitment_without_sheet(known: Known) -> Iterator[Found]:
    """Des engagements locaux ne sont suivis par aucune fiche. Ils sont réunis par institution.

    Ne vaut pas pour ceux que le lecteur propose d’après un document : personne ne les a encore rattachés.
    """
    followed = {name for sheet in known.dossier.sheets for name in sheet.commitments}
    alone: dict[str, list[Commitment]] = {}
    for promise in known.dossier.commitments:
        if promise.id in followed or promise.id in known.dossier.proposed:
            continue
        if promise.level is Level.LOCAL and promise.force is not Force.FACT:
            alone.setdefault(promise.committed[0] if promise.committed else "", []).append(promise)
    for body, found in alone.items():
        yield Found(
            about=body or "sans-institution",
            commitments=tuple(promise.id for promise in found),
            message=french.typeset(
                f"{french.counted(len(found), 'engagement')} sans fiche de suivi{of_body(known, body)}."
            ),
            expected=said("une fiche de suivi"),
            found=said("aucune"),
            passages=tuple(promise.passage for promise in found),
            remedy="Ouvrir une fiche, ou dire dans une dérogation pourquoi l’engagement n’est pas suivi.",
        )


def objectives_without_sheet(known: Known) -> Iterator[Found]:
    """Le contrat annonce plus d’objectifs que le document n’a de fiches : les autres ne sont suivis nulle part."""
    contract = known.dossier.contract
    sheets = [sheet for sheet in known.dossier.sheets if sheet.updated_on.from_ <= known.as_of]
    if contract.announced is None or not sheets or len(sheets) >= contract.announced.objectives:
        return
    announced, there = contract.announced.objectives, french.counted(len(sheets), "fiche")
    yield Found(
        about=contract.id,
        message=french.typeset(
            f"Le contrat annonce {announced} objectifs, le document a {there} : "
            f"il en manque {announced - len(sheets)}."
        ),
        expected=said(f"{announced} fiches"),
        found=said(there),
        passages=(contract.announced.passage,),
        remedy="Donner la liste des objectifs annoncés, et dire lesquels n’ont pas de fiche.",
    )


def sheet_without_commitment(known: Known) -> Iterator[Found]:
    """Une fiche suit un objectif qu’aucun engagement du document n’énonce.

    Ne se dit pas d’un document tel qu’il est lu : ce que le lecteur n’a pas rattaché n’est pas une absence.
    """
    if known.dossier.origin.kind is OriginKind.DOCUMENT:
        return
    for sheet in known.dossier.sheets:
        if sheet.commitments:
            continue
        yield Found(
            sheets=(sheet.id,),
            message="Aucun engagement du document n’énonce cet objectif.",
            expected=said("un engagement, avec son texte"),
            found=said("aucun"),
            passages=(sheet.passage,),
            remedy="Rattacher l’objectif à un engagement, avec le texte d’où il vient (convention, délibération).",
        )


def _starts_there(known: Known, measure: Measure, start: Baseline) -> bool:
    """Say whether a start speaks of the places of a measure; a share that lies in fewer of them is one of more."""
    if start.perimeter in {None, measure.perimeter}:
        return True
    fewer = known.is_wider(measure.perimeter, than=start.perimeter or "")
    return fewer and isinstance(start.figure, Share | Part)


def _facts(promise: Commitment) -> Iterator[StartingPoint]:
    """What a promise says was observed: where it starts, and, of a fact, the figure itself."""
    if promise.baseline is not None:
        yield promise.baseline
    target = promise.target
    if promise.force is Force.FACT and isinstance(target, AtLeastShare | ReachCount):
        figure = target.share if isinstance(target, AtLeastShare) else target.count
        yield StartingPoint(text=target.text, figure=figure, passage=target.passage, period=promise.period)


def _contradicts(seen: Observation, fact: StartingPoint) -> bool:
    """Say whether a figure and a fact of the document, both of one thing, cannot both be right."""
    mine, other = seen.figure, fact.figure
    if fact.period is None or seen.period != fact.period:
        return False
    if isinstance(mine, Places) and isinstance(other, Places):
        return mine.names != other.names
    return (
        isinstance(mine, Number)
        and isinstance(other, Number)
        and mine.unit is other.unit
        and not mine.interval.meets(other.interval)
    )


def _results(known: Known, measure: Measure) -> Iterator[Observation]:
    """The results of a measure; one that carries a name counts something of its own."""
    yield from (seen for seen in known.observed(measure, Role.RESULT) if not seen.label)


def _named(known: Known, sheet: Sheet, promise: Commitment) -> Iterator[Observation]:
    """The figures beside the results that carry the name of what a promise counts, in its own places."""
    counted = promise.counted
    if counted is not None and counted.population and promise.perimeter is not None:
        for seen in known.context_of(sheet):
            if seen.label.casefold() == counted.population.casefold() and seen.perimeter == promise.perimeter:
                yield seen


def _lacking(mine: Figure, other: Figure, who: str) -> str:
    """Say which places only one of two lists names; nothing for figures that are no places."""
    if not isinstance(mine, Places) or not isinstance(other, Places):
        return ""
    apart = ((other, mine, who), (mine, other, "la fiche"))
    alone = [
        f"{french.listed(name for name in one.places if Places((name,)).names - than.names)} dans {where} seulement"
        for one, than, where in apart
        if one.names - than.names
    ]
    return f" ({', '.join(alone)})"


def _may_be_the_same(seen: Observation, theirs: StartingPoint) -> bool:
    """Say whether two baselines agree, or speak of other years or other units and cannot disagree."""
    mine, other = seen.figure, theirs.figure
    if isinstance(mine, Places) and isinstance(other, Places):
        return mine.names == other.names or _other_years(seen, theirs)
    if not isinstance(mine, Number) or not isinstance(other, Number):
        return False
    if mine.unit is not other.unit or mine.interval.meets(other.interval):
        return True
    return _other_years(seen, theirs)


def _other_years(seen: Observation, theirs: StartingPoint) -> bool:
    return bool(seen.period and theirs.period and seen.period != theirs.period)


def followed(known: Known) -> Iterator[tuple[Sheet, Measure, Commitment]]:
    """List the measures with each local promise that they follow."""
    for sheet, measure in known.dossier.measures():
        for promise in held(known, measure):
            yield sheet, measure, promise


def _latest_period(known: Known, measure: Measure) -> Period | None:
    results = known.observed(measure, Role.RESULT)
    return results[-1].period if results else None


def _goals(known: Known, measure: Measure, target: Target, on: Period | None) -> list[Goal]:
    """The goals of a target, one a baseline."""
    starts = known.baselines(measure)
    found = [resolve(target, start.figure, start.period, on) for start in starts] or [
        resolve(target, None, None, on)
    ]
    return [goal for goal in found if isinstance(goal, Goal)]
