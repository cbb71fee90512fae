"""Each kind of term is told from its words, and how bad it is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.terms.judging import LONGEST_SENTENCE, by_rules, judged, passages
from matcher.terms.plain import plain
from matcher.terms.records import Kind, Severity
from matcher.terms.rules import RULE_SETS
from tests.matcher.terms.labelled import Labelled, labelled
from tests.matcher.terms.measured import by_rules_alone

OPEN = [clause for clause in labelled() if clause.half == "development"]


def severity(text: str, kind: Kind) -> str:
    return by_rules_alone(text).get(kind, "none")


@pytest.mark.parametrize("clause", OPEN, ids=lambda clause: clause.id)
def test_clauses_of_the_development_half_are_judged_as_a_reader_would(clause: Labelled) -> None:
    if clause.kind != "other":
        assert severity(clause.clause, Kind(clause.kind)) == clause.expected
    for kind, said in clause.others.items():
        if said is not None:
            assert severity(clause.clause, Kind(kind)) == said


def test_clauses_of_no_kind_raise_no_flag() -> None:
    for clause in OPEN:
        if clause.kind == "other":
            flags = {k for k, said in by_rules_alone(clause.clause).items() if said != "note"}
            assert flags == set(), clause.clause


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("The Prime shall pay each invoice within 30 days.", Kind.PAYMENT, "note"),
        ("The Prime shall pay each invoice within 31 days.", Kind.PAYMENT, "red"),
        ("The Lead may terminate on 89 days' notice without cause.", Kind.TERMINATION, "amber"),
        ("The Lead may terminate on 60 days' notice without cause.", Kind.TERMINATION, "red"),
        ("10% of the fee depends on reoffending results.", Kind.PBR, "amber"),
        ("11% of the fee depends on reoffending results.", Kind.PBR, "red"),
        ("Service credits shall not exceed 10% of the fee.", Kind.SERVICE_CREDITS, "note"),
        ("Service credits shall not exceed 11% of the fee.", Kind.SERVICE_CREDITS, "amber"),
        ("Public liability insurance of £5,000,000.", Kind.INSURANCE, "note"),
        ("Public liability insurance of £5,000,001.", Kind.INSURANCE, "amber"),
        ("Public liability insurance of £10,000,001.", Kind.INSURANCE, "red"),
        ("The Lead guarantees 49% of the forecast volume.", Kind.VOLUME, "amber"),
        ("The Lead guarantees 50% of the forecast volume.", Kind.VOLUME, "note"),
        ("Its liability shall not exceed 100% of the annual Charges.", Kind.LIABILITY, "note"),
        ("Its liability shall not exceed 101% of the annual Charges.", Kind.LIABILITY, "red"),
    ],
)
def test_a_figure_decides_at_its_border(text: str, kind: Kind, expected: str) -> None:
    assert severity(text, kind) == expected


def test_a_negation_turns_a_term_round() -> None:
    paid = "The Prime shall make payment conditional on receipt of payment from the Ministry."
    assert severity(paid, Kind.PAYMENT) == "red"
    assert severity(paid.replace("shall", "shall not"), Kind.PAYMENT) == "note"


def test_every_kind_has_rules_with_names_of_their_own() -> None:
    assert set(RULE_SETS) == set(Kind)
    for rules in RULE_SETS.values():
        names = [rule.name for rule in rules.rules]
        assert len(names) == len(set(names))
        assert {rule.severity for rule in rules.rules} == set(Severity)
        assert all(stem == stem.lower() for stem in rules.stems)


ONE_EACH = (
    (
        "payment",
        "paid early when the prime is, and on time anyway",
        "The Lead pays 2 days after receipt from the Authority, in any event within 30 days.",
    ),
    ("payment", "late invoices are lost", "An invoice that comes after 90 days will not be paid."),
    ("payment", "quarterly or rarer", "Invoices are paid quarterly in arrears."),
    ("payment", "no time named", "The CRC will use its endeavours to pay soon."),
    (
        "payment",
        "undisputed parts are paid",
        "The undisputed part of any invoice will be paid at once.",
    ),
    ("volume", "the promise may be taken back", "The Lead may reduce the guaranteed minimum."),
    ("mobilisation", "an exit plan without pay", "An exit plan is due in May."),
    ("mobilisation", "start or exit is named", "The mobilisation fee is in Annex 2."),
    ("service_credits", "credits are named", "Service credits are explained in Annex 4."),
    (
        "set_off",
        "this contract only, one-sided",
        "The Lead may set off amounts that are due to it under this Agreement.",
    ),
    ("set_off", "set-off is named", "Set-off is governed by law."),
    ("liability", "joint and several", "All members are jointly and severally liable."),
    ("liability", "several only", "Liability is several, not joint."),
    (
        "liability",
        "what the law forbids to limit",
        "Nothing here limits liability for death or fraud.",
    ),
    (
        "liability",
        "mutual exclusion of indirect loss",
        "Neither party is liable for indirect loss.",
    ),
    ("tupe", "staff or pensions are named", "LGPS rates are in Annex 3."),
    ("insurance", "above 10 million pounds", "Public liability insurance of £12m is needed."),
    ("termination", "the charity may end it", "The Charity may terminate if it is not paid."),
    (
        "termination",
        "at will, with no notice",
        "The Lead may terminate this at its sole discretion.",
    ),
    ("termination", "locked in", "The Charity may not terminate early."),
    ("variation", "changes are named", "Variations are numbered."),
    ("assignment", "assignment is named", "The assignment of this Agreement is noted."),
    (
        "pbr",
        "a large share rests on results",
        "Twenty per cent of the Charges is payable by results.",
    ),
    ("gagging", "publicity is named", "Publicity is planned together."),
    ("exclusivity", "exclusivity is named", "Women are served on an exclusive basis."),
    ("audit", "audit is named", "Audits are described below."),
)


@pytest.mark.parametrize(("kind", "rule", "text"), ONE_EACH)
def test_a_rule_holds_for_the_words_it_is_made_for(kind: str, rule: str, text: str) -> None:
    assert {found.value: held.name for found, held, _ in by_rules(plain(text))}[kind] == rule


def test_every_rule_holds_for_some_words() -> None:
    held = {(Kind(kind), rule) for kind, rule, _ in ONE_EACH} | {
        (kind, rule.name)
        for clause in OPEN
        for text in (clause.clause, *clause.clause.splitlines())
        for kind, rule, _ in by_rules(plain(text))
    }
    written = {(kind, rule.name) for kind, rules in RULE_SETS.items() for rule in rules.rules}
    assert written == held


def test_long_clauses_are_read_in_pieces_of_whole_sentences() -> None:
    sentence = "The Prime shall pay each of the invoices that it gets. "
    pieces = list(passages(sentence * 30))
    assert len(pieces) > 1
    assert all(piece.endswith((".", ". ")) for piece in pieces)
    assert " ".join(pieces).split() == (sentence * 30).split()


def test_a_sentence_without_an_end_is_cut() -> None:
    assert all(len(piece) <= LONGEST_SENTENCE for piece in passages("shall pay " * 5000))


@given(st.text(max_size=400))
@settings(deadline=None)
def test_any_words_are_judged_without_an_error(text: str) -> None:
    kinds = [kind for kind, _, _ in judged(text)]
    assert len(kinds) == len(set(kinds))
