"""A linter for public commitments: rules with a stable code, the figures, the lines, a remedy.

One rule, one function, one list: `RULES` says which rules run and in which order. The docstring of a rule's
function is in French: it is what the site prints.
"""

from dataclasses import replace
from datetime import date

from droitcommun.core.audit import (
    changes,
    copies,
    counting,
    declared,
    forms,
    identities,
    missing,
    names,
    promises,
    results,
)
from droitcommun.core.audit.findings import Family, Finding, Found, Rule, Severity, Waived
from droitcommun.core.dossier import Dossier
from droitcommun.core.known import Known, known_on

RULES: tuple[Rule, ...] = (
    # The figures contradict each other.
    Rule(
        "copied-cells",
        Family.COPIED_CELLS,
        Severity.ERROR,
        copies.copied_cells,
        explains=frozenset({"declared-rate-differs", "copied-figure"}),
    ),
    Rule(
        "declared-rate-differs",
        Family.DECLARED_AGAINST_COMPUTED,
        Severity.ERROR,
        declared.declared_rate_differs,
    ),
    Rule(
        "declared-rate-against-promise",
        Family.DECLARED_AGAINST_COMPUTED,
        Severity.WARNING,
        declared.declared_rate_against_promise,
    ),
    Rule("total-differs", Family.PARTS_AND_TOTAL, Severity.ERROR, identities.total_differs),
    Rule("part-exceeds-whole", Family.PARTS_AND_TOTAL, Severity.ERROR, identities.part_exceeds_whole),
    Rule("share-differs", Family.PROSE_AGAINST_CELL, Severity.ERROR, identities.share_differs),
    Rule("difference-differs", Family.PROSE_AGAINST_CELL, Severity.ERROR, identities.difference_differs),
    Rule("change-differs", Family.PROSE_AGAINST_CELL, Severity.ERROR, changes.change_differs),
    Rule("change-against-cells", Family.PROSE_AGAINST_CELL, Severity.WARNING, changes.change_against_cells),
    # A sheet against what was promised.
    Rule(
        "commitment-target-differs",
        Family.SHEET_AGAINST_COMMITMENT,
        Severity.WARNING,
        promises.target_differs,
    ),
    Rule(
        "commitment-figure-missing",
        Family.SHEET_AGAINST_COMMITMENT,
        Severity.WARNING,
        promises.figure_missing,
        explains=frozenset({"result-does-not-answer", "declared-rate-against-promise"}),
    ),
    Rule(
        "commitment-baseline-differs",
        Family.SHEET_AGAINST_COMMITMENT,
        Severity.WARNING,
        promises.baseline_differs,
    ),
    Rule(
        "commitment-scope-differs",
        Family.SHEET_AGAINST_COMMITMENT,
        Severity.WARNING,
        promises.scope_differs,
    ),
    Rule("commitment-fact-differs", Family.SHEET_AGAINST_COMMITMENT, Severity.WARNING, promises.fact_differs),
    Rule("fact-as-target", Family.SHEET_AGAINST_COMMITMENT, Severity.WARNING, promises.fact_as_target),
    Rule(
        "commitment-counts-otherwise",
        Family.SHEET_AGAINST_COMMITMENT,
        Severity.WARNING,
        counting.counts_otherwise,
        explains=frozenset({"result-does-not-answer", "unit-against-indicator", "counts-something-else"}),
    ),
    Rule(
        "action-named-otherwise",
        Family.SHEET_AGAINST_COMMITMENT,
        Severity.AMBIGUITY,
        names.action_named_otherwise,
    ),
    Rule("share-inverted", Family.INVERTED_SHARE, Severity.AMBIGUITY, promises.share_inverted),
    Rule("start-inverted", Family.INVERTED_SHARE, Severity.AMBIGUITY, counting.start_inverted),
    # A result against its own sheet.
    Rule(
        "unit-against-indicator",
        Family.UNIT_AGAINST_INDICATOR,
        Severity.WARNING,
        results.unit_against_indicator,
    ),
    Rule(
        "counts-something-else",
        Family.UNIT_AGAINST_INDICATOR,
        Severity.WARNING,
        results.counts_something_else,
    ),
    Rule(
        "result-does-not-answer",
        Family.RESULT_DOES_NOT_ANSWER,
        Severity.WARNING,
        results.result_does_not_answer,
        explains=frozenset({"unit-against-indicator", "counts-something-else", "baseline-not-comparable"}),
    ),
    Rule(
        "baseline-not-comparable",
        Family.UNIT_AGAINST_INDICATOR,
        Severity.WARNING,
        results.baseline_not_comparable,
    ),
    Rule(
        "objective-counts-otherwise",
        Family.UNIT_AGAINST_INDICATOR,
        Severity.AMBIGUITY,
        counting.objective_counts_otherwise,
    ),
    Rule("perimeter-wider", Family.PERIMETER, Severity.WARNING, results.perimeter_wider),
    Rule("perimeter-changed", Family.PERIMETER, Severity.WARNING, results.perimeter_changed),
    Rule("perimeter-named-otherwise", Family.PERIMETER, Severity.WARNING, forms.perimeter_named_otherwise),
    Rule(
        "full-rate-with-a-failing-part",
        Family.FULL_RATE_WITH_A_FAILING_PART,
        Severity.WARNING,
        declared.full_rate_with_a_failing_part,
    ),
    Rule(
        "full-rate-on-one-figure",
        Family.FULL_RATE_WITH_A_FAILING_PART,
        Severity.WARNING,
        declared.full_rate_on_one_figure,
    ),
    Rule(
        "regression-hidden",
        Family.HIDDEN_REGRESSION,
        Severity.WARNING,
        declared.regression_hidden,
        explains=frozenset({"goal-below-start"}),
    ),
    Rule(
        "order-of-magnitude",
        Family.ORDER_OF_MAGNITUDE,
        Severity.AMBIGUITY,
        results.order_of_magnitude,
        explains=frozenset({"goal-below-start"}),
    ),
    Rule("goal-below-start", Family.ORDER_OF_MAGNITUDE, Severity.AMBIGUITY, promises.goal_below_start),
    Rule(
        "baseline-equals-result",
        Family.BASELINE_EQUALS_RESULT,
        Severity.AMBIGUITY,
        results.baseline_equals_result,
        explains=frozenset({"goal-below-start"}),
    ),
    Rule("copied-figure", Family.COPIED_CELLS, Severity.AMBIGUITY, copies.copied_figure),
    Rule("result-repeats-target", Family.COPIED_CELLS, Severity.AMBIGUITY, copies.result_repeats_target),
    Rule("copied-words", Family.COPIED_CELLS, Severity.AMBIGUITY, copies.copied_words),
    # Several readings.
    Rule("target-ambiguous", Family.METHODS, Severity.AMBIGUITY, forms.target_ambiguous),
    Rule(
        "rate-without-figure",
        Family.RATE_WITHOUT_FIGURE,
        Severity.AMBIGUITY,
        declared.rate_without_figure,
        explains=frozenset({"full-rate-with-a-failing-part"}),
    ),
    Rule("methods-mixed", Family.METHODS, Severity.AMBIGUITY, declared.methods_mixed),
    # What is missing, and what is to be known.
    Rule("indicator-missing", Family.MISSING, Severity.WARNING, missing.indicator_missing),
    Rule("indicator-untold", Family.MISSING, Severity.WARNING, missing.indicator_untold),
    Rule("result-missing", Family.MISSING, Severity.WARNING, missing.result_missing),
    Rule("service-missing", Family.MISSING, Severity.WARNING, missing.service_missing),
    Rule("baseline-missing", Family.MISSING, Severity.WARNING, missing.baseline_missing),
    Rule("older-baseline", Family.DATES, Severity.INFORMATION, forms.older_baseline),
    Rule("dates-contradict", Family.DATES, Severity.WARNING, forms.dates_contradict),
    Rule("result-before-contract", Family.DATES, Severity.AMBIGUITY, forms.result_before_contract),
    Rule("document-date-contradicts", Family.DATES, Severity.WARNING, forms.document_date_contradicts),
    Rule("title-drifts", Family.TITLE, Severity.WARNING, forms.title_drifts),
    Rule("title-counts-otherwise", Family.TITLE, Severity.AMBIGUITY, counting.title_counts_otherwise),
    Rule("title-twice", Family.DUPLICATES, Severity.WARNING, copies.title_twice),
    Rule("axis-named-otherwise", Family.NAMES, Severity.WARNING, names.axis_named_otherwise),
    Rule("theme-named-otherwise", Family.NAMES, Severity.AMBIGUITY, names.theme_named_otherwise),
    Rule("service-named-otherwise", Family.NAMES, Severity.WARNING, names.service_named_otherwise),
    Rule("series-break", Family.SERIES_BREAK, Severity.INFORMATION, results.series_break),
    Rule("provisional-result", Family.MISSING, Severity.INFORMATION, declared.provisional_result),
    Rule("small-numbers", Family.SMALL_NUMBERS, Severity.INFORMATION, results.small_numbers),
    Rule(
        "commitment-without-sheet", Family.COVERAGE, Severity.INFORMATION, promises.commitment_without_sheet
    ),
    Rule(
        "objectives-without-sheet", Family.COVERAGE, Severity.INFORMATION, promises.objectives_without_sheet
    ),
    Rule(
        "sheet-without-commitment", Family.COVERAGE, Severity.INFORMATION, promises.sheet_without_commitment
    ),
    # Matters of style: only when asked for.
    Rule("rate-missing", Family.MISSING, Severity.INFORMATION, missing.rate_missing, on=False),
    Rule("deadline-missing", Family.MISSING, Severity.INFORMATION, missing.deadline_missing, on=False),
    Rule(
        "method-inferred",
        Family.DECLARED_AGAINST_COMPUTED,
        Severity.INFORMATION,
        declared.method_inferred,
        on=False,
    ),
)


def audit(dossier: Dossier, as_of: date) -> tuple[Finding, ...]:
    """Run the rules that are on, on what was known that day: findings in their order, then the document's."""
    return findings(known_on(dossier, as_of))


def findings(known: Known, rules: tuple[Rule, ...] | None = None) -> tuple[Finding, ...]:
    """Run rules on what is known already; by default those that are on."""
    run = rules if rules is not None else tuple(rule for rule in RULES if rule.on)
    found = [Finding(rule=rule, what=_to_confirm(known, what)) for rule in run for what in rule.check(known)]
    return tuple(_waived(known, finding) for finding in _linked(found))


def _to_confirm(known: Known, what: Found) -> Found:
    """What rests on a promise that a reader proposes begins by having it confirmed."""
    if not set(what.commitments) & set(known.dossier.proposed):
        return what
    first = "L’engagement est proposé par le lecteur : le confirmer d’abord sur le document."
    return replace(what, remedy=f"{first} {what.remedy}")


def _linked(found: list[Finding]) -> list[Finding]:
    """Tie a root finding and those that it explains: on its sheets, of the codes that its rule names.

    Where both speak of measures, one of them is the same.
    """
    by_sheet: dict[str, list[Finding]] = {}
    for finding in found:
        if finding.what.sheets:
            by_sheet.setdefault(finding.what.sheets[0], []).append(finding)
    linked: dict[str, list[str]] = {}
    for root in found:
        near = [other for sheet in root.what.sheets for other in by_sheet.get(sheet, [])]
        for other in near if root.rule.explains else ():
            if other.code not in root.rule.explains or not set(other.what.sheets) <= set(root.what.sheets):
                continue
            mine, theirs = root.what.measures, other.what.measures
            if not mine or not theirs or set(mine) & set(theirs):
                linked.setdefault(root.key, []).append(other.key)
                linked.setdefault(other.key, []).append(root.key)
    return [replace(finding, linked=tuple(linked.get(finding.key, ()))) for finding in found]


def _waived(known: Known, finding: Finding) -> Finding:
    """Tie a finding to the latest waiver that names it."""
    waivers = [waiver for waiver in known.waivers if waiver.finding == finding.key]
    if not waivers:
        return finding
    last = max(waivers, key=lambda waiver: (waiver.on, waiver.id))
    figures = ((last.found, finding.what.found.text), (last.expected, finding.what.expected.text))
    # By words, not by bytes: nobody types an unbreakable space.
    stale = any(given.split() != now.split() for given, now in figures if given)
    return replace(finding, waived=Waived(by=last.by, reason=last.reason, stale=stale))
