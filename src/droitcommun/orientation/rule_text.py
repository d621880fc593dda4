"""The rules of a scheme as they are written in its file, and read from there.

    age in 16..25 or (disabled_worker and age in 26..30)
    not student and status in {jobseeker, inactive}
    loan >= 5000 and assessed(hardship)

`and` binds before `or`; `not` before both. A fact that is yes or no stands alone. What is wrong is said with its
place in the text, from 1.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from droitcommun.orientation.facts import Fact, FactKind, Range, Ranges, complement, merged
from droitcommun.orientation.rules import Assessed, Every, Has, Otherwise, Rule, Some
from droitcommun.orientation.schemes import Condition, ReadScheme, Role, Scheme

_TOKEN = re.compile(r"\s*(?:(\d+)|([a-z][a-z0-9_-]*)|(\.\.|>=|<=|!=|[=<>(){},]))")
_WORDS = frozenset({"and", "or", "not", "in", "assessed"})
_END = ""

# A rule nests no deeper than this: beyond, nobody reads it.
DEEPEST = 20


class RuleTextError(ValueError):
    """A rule that cannot be read. `at` is the place in its text, from 1; `expected` is French."""

    def __init__(self, at: int, expected: str) -> None:
        super().__init__(expected)
        self.at = at
        self.expected = expected


@dataclass(frozen=True, slots=True)
class _Token:
    at: int
    text: str


def parse_rule(text: str, facts: Mapping[str, Fact], assessments: frozenset[str]) -> Rule:
    """Read a rule over these facts and these things to assess; raises RuleTextError at the first fault."""
    reader = _Reader(_tokens(text), facts, assessments)
    rule = reader.rule(0)
    reader.expect(_END, "« and », « or » ou la fin")
    return rule


def _tokens(text: str) -> list[_Token]:
    found, at = [], 0
    stripped = text.rstrip()
    while at < len(stripped):
        token = _TOKEN.match(stripped, at)
        if token is None:
            start = at + len(stripped[at:]) - len(stripped[at:].lstrip())
            raise RuleTextError(
                start + 1, "un fait, un nombre ou l’un des signes ( ) { } , .. = != < <= > >="
            )
        found.append(_Token(token.end() - len(token[0].lstrip()) + 1, token[0].lstrip()))
        at = token.end()
    return [*found, _Token(len(stripped) + 1, _END)]


class _Reader:
    """Goes through the tokens once, from left to right."""

    def __init__(self, tokens: list[_Token], facts: Mapping[str, Fact], assessments: frozenset[str]) -> None:
        self._tokens = tokens
        self._at = 0
        self._facts = facts
        self._assessments = assessments

    @property
    def _here(self) -> _Token:
        return self._tokens[self._at]

    def _take(self) -> _Token:
        token = self._here
        self._at += token.text != _END
        return token

    def expect(self, text: str, expected: str) -> None:
        """Take that token; raises RuleTextError when another stands there."""
        if self._here.text != text:
            raise RuleTextError(self._here.at, f"{expected} attendu")
        self._take()

    def rule(self, depth: int) -> Rule:
        """Read what `or` joins."""
        if depth > DEEPEST:
            raise RuleTextError(
                self._here.at, f"au plus {DEEPEST} parenthèses ou négations l’une dans l’autre"
            )
        return self._chain("or", lambda: self._chain("and", lambda: self._single(depth), Every), Some)

    def _chain(self, word: str, part: Callable[[], Rule], made: Callable[[tuple[Rule, ...]], Rule]) -> Rule:
        parts = [part()]
        while self._here.text == word:
            self._take()
            parts.append(part())
        return parts[0] if len(parts) == 1 else made(tuple(parts))

    def _single(self, depth: int) -> Rule:
        token = self._take()
        if token.text == "not":
            if depth >= DEEPEST:
                raise RuleTextError(
                    token.at, f"au plus {DEEPEST} parenthèses ou négations l’une dans l’autre"
                )
            return Otherwise(self._single(depth + 1))
        if token.text == "(":
            inner = self.rule(depth + 1)
            self.expect(")", "« ) »")
            return inner
        if token.text == "assessed":
            return self._assessed()
        if token.text in _WORDS or not token.text[:1].isalpha():
            raise RuleTextError(token.at, "un fait, « not », « assessed(…) » ou une parenthèse attendu")
        if token.text not in self._facts:
            raise RuleTextError(
                token.at, f"fait inconnu « {token.text} » ; « droitcommun schemes --facts » les liste"
            )
        return self._on(self._facts[token.text], token.at)

    def _assessed(self) -> Rule:
        self.expect("(", "« ( » après « assessed »")
        token = self._take()
        if token.text not in self._assessments:
            raise RuleTextError(
                token.at, "l’identifiant d’une appréciation du dispositif ([[assessments]]) attendu"
            )
        self.expect(")", "« ) »")
        return Assessed(token.text)

    def _on(self, fact: Fact, at: int) -> Rule:
        sign = self._here.text
        if sign not in {"in", "=", "!=", "<", "<=", ">", ">="}:
            if fact.kind is not FactKind.YES_NO:
                raise RuleTextError(
                    self._here.at, f"« in », « = » ou une comparaison attendu après « {fact.id} »"
                )
            return Has(fact.id, (Range(1, 1),))
        self._take()
        if fact.kind is FactKind.YES_NO:
            raise RuleTextError(at, f"« {fact.id} » est vrai ou faux : il s’écrit seul, ou après « not »")
        if sign == "in":
            return Has(fact.id, self._checked(fact, self._several(fact), at))
        value_at = self._here.at
        value = self._value(fact)
        if fact.kind is FactKind.CHOICE and sign not in {"=", "!="}:
            raise RuleTextError(
                value_at, f"« {fact.id} » est un choix : « = », « != » ou « in {{…}} » attendu"
            )
        return Has(fact.id, self._checked(fact, _compared(sign, value, fact.domain), at))

    def _several(self, fact: Fact) -> Ranges:
        if fact.kind is FactKind.NUMBER and self._here.text != "{":
            low = self._value(fact)
            self.expect("..", "« .. » entre deux bornes")
            at = self._here.at
            high = self._value(fact)
            if high < low:
                raise RuleTextError(at, "la seconde borne doit être au moins la première")
            return (Range(low, high),)
        self.expect("{", "« { »")
        found = [self._value(fact)]
        while self._here.text == ",":
            self._take()
            found.append(self._value(fact))
        self.expect("}", "« , » ou « } »")
        return merged(Range(value, value) for value in found)

    def _value(self, fact: Fact) -> int:
        token = self._take()
        if fact.kind is FactKind.CHOICE:
            rank = fact.rank(token.text)
            if rank is None:
                raise RuleTextError(
                    token.at, "l’un de ces choix attendu : " + ", ".join(one.id for one in fact.choices)
                )
            return rank
        if not token.text.isdecimal():
            raise RuleTextError(token.at, "un nombre entier attendu")
        value = int(token.text[:12])
        if not fact.domain.low <= value <= fact.domain.high:
            raise RuleTextError(token.at, f"un nombre de {fact.domain.low} à {fact.domain.high} attendu")
        return value

    def _checked(self, fact: Fact, ranges: Ranges, at: int) -> Ranges:
        if not ranges:
            raise RuleTextError(
                at, f"aucune valeur de « {fact.id} » ne convient : la règle n’est jamais remplie"
            )
        return ranges


def _compared(sign: str, value: int, domain: Range) -> Ranges:
    match sign:
        case "=":
            return (Range(value, value),)
        case "!=":
            return complement((Range(value, value),), domain)
        case "<":
            return merged([Range(domain.low, value - 1)])
        case "<=":
            return merged([Range(domain.low, value)])
        case ">":
            return merged([Range(value + 1, domain.high)])
        case _:
            return merged([Range(value, domain.high)])


class RulesRefusedError(ValueError):
    """Rules of a scheme that cannot be read: of each, the rank of its criterion and what is wrong."""

    def __init__(self, faults: list[tuple[int, RuleTextError]]) -> None:
        super().__init__(f"{len(faults)} règles illisibles")
        self.faults = faults


def read_scheme(scheme: Scheme, facts: Mapping[str, Fact]) -> ReadScheme:
    """Read the rules of what a scheme requires; raises RulesRefusedError with all that is wrong."""
    assessments = frozenset(one.id for one in scheme.assessments)
    found: list[Condition] = []
    faults: list[tuple[int, RuleTextError]] = []
    for rank, criterion in enumerate(scheme.criteria):
        if criterion.role is Role.REQUIRED:
            try:
                found.append(Condition(criterion, parse_rule(criterion.rule, facts, assessments)))
            except RuleTextError as fault:
                faults.append((rank, fault))
        elif criterion.rule:
            faults.append(
                (rank, RuleTextError(1, "aucune règle : seul ce qui est requis (« required ») décide"))
            )
    if faults:
        raise RulesRefusedError(faults)
    return ReadScheme(scheme, tuple(found))
