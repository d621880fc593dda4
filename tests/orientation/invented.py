"""An invented catalogue of any size, for measurements: facts and rules of the shapes that the booklet has, seeded."""

from random import Random

from droitcommun.orientation.facts import Choice, Fact, FactKind, Range
from droitcommun.orientation.judging import Guide
from droitcommun.orientation.rule_text import read_scheme
from droitcommun.orientation.schemes import Asker, Assessment, Criterion, ReadScheme, Role, Scheme, SchemeKind
from droitcommun.orientation.situations import Situation
from tests.orientation.small import ON

AGES = (3, 6, 8, 12, 14, 16, 18, 25, 26, 30, 45, 50, 60, 62, 65)


def facts(count: int = 36) -> tuple[Fact, ...]:
    """An age, then durations, choices and yes-or-no facts in turn."""
    made = [Fact("age", FactKind.NUMBER, "?", "âge", low=0, high=120)]
    for rank in range(count - 1):
        match rank % 6:
            case 0:
                made.append(Fact(f"months_{rank}", FactKind.NUMBER, "?", "durée", low=0, high=600))
            case 1 | 2:
                choices = tuple(Choice(f"c{one}", f"Choix {one}") for one in range(3 + rank % 3))
                made.append(Fact(f"choice_{rank}", FactKind.CHOICE, "?", "choix", choices=choices))
            case _:
                made.append(Fact(f"yes_{rank}", FactKind.YES_NO, "?", "fait", cost=1 + rank % 3))
    return tuple(made)


def schemes(known: tuple[Fact, ...], count: int, *, seed: int = 1) -> list[ReadScheme]:
    """Schemes of one to four conditions, some assessed, some with an exception."""
    random = Random(seed)  # noqa: S311 - no secret
    made: list[ReadScheme] = []
    while len(made) < count:
        one = _scheme(random, known, len(made))
        if Guide(known, [one]).compiled[0].below:  # neither always nor never
            made.append(one)
    return made


def _scheme(random: Random, known: tuple[Fact, ...], rank: int) -> ReadScheme:
    rules = [_atom(random, random.choice(known)) for _ in range(random.randint(1, 3))]
    if random.random() < 0.5:
        low, high = sorted(random.sample(AGES, 2))
        more = high + random.randint(1, 5)
        rules.append(
            f"age in {low}..{high} or {_atom(random, random.choice(known[1:]))} and age in {high}..{more}"
        )
    if random.random() < 0.4:
        rules.append("assessed(it)")
    criteria = tuple(
        Criterion(f"c{at}", Role.REQUIRED, f"Condition {at}", (), rule) for at, rule in enumerate(rules)
    )
    made = Scheme(
        f"s{rank}",
        f"Dispositif {rank}",
        SchemeKind.SERVICE,
        (Asker.PERSON,),
        "",
        (),
        criteria=criteria,
        assessments=(Assessment("it", "Une situation", "Un service"),),
    )
    return read_scheme(made, {fact.id: fact for fact in known})


def _atom(random: Random, fact: Fact) -> str:
    match fact.kind:
        case FactKind.YES_NO:
            return random.choice([fact.id, f"not {fact.id}"])
        case FactKind.CHOICE:
            kept = random.sample([one.id for one in fact.choices], random.randint(1, 2))
            return f"{fact.id} in {{{', '.join(kept)}}}"
        case FactKind.NUMBER:
            return f"{fact.id} {random.choice(['>=', '<='])} {random.choice(AGES)}"


def situation(known: tuple[Fact, ...], random: Random, told: float) -> Situation:
    """A person of whom a part of the facts is told."""
    values = {
        fact.id: (Range(value, value),)
        for fact in known
        if random.random() < told
        for value in [
            random.randint(*fact.domain) if fact.kind is not FactKind.NUMBER else random.randint(0, 80)
        ]
    }
    return Situation(ON, values)
