"""What a passage reads like: by hand, beside scikit-learn, and on any words."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from matcher.terms.checking import check
from matcher.terms.judging import LIKE, _decided, by_rules, judged
from matcher.terms.likeness import (
    LEAST_CHANCE,
    Likeness,
    as_bytes,
    built_in,
    features,
    from_bytes,
    terms_of,
)
from matcher.terms.plain import plain
from matcher.terms.records import Figures, Kind, Rule, Severity
from tests.matcher.terms.labelled import labelled
from tests.tooling.terms.train import lessons, trained

NO_RULE = (
    "Any monies already had by the Charity may be taken back by the Lead at any time and for any"
    " reason."
)


def small(*, kind_bias: float = 0.0, severity_bias: tuple[float, float, float]) -> Likeness:
    """A likeness of two terms: `repay` speaks for clawback, `gladly` against harm."""
    kinds = np.zeros((len(Kind), 2))
    kinds[tuple(Kind).index(Kind.CLAWBACK), 0] = 2.0
    severities = np.zeros((3, 2 + len(Kind)))
    severities[2, 1] = 5.0
    return Likeness(
        terms={"repay": 0, "gladly": 1},
        idf=np.array([1.0, 1.0]),
        kinds=kinds,
        kind_bias=np.full(len(Kind), kind_bias),
        severities=severities,
        severity_bias=np.array(severity_bias),
    )


def test_a_chance_follows_from_the_weights_of_the_words() -> None:
    read = small(kind_bias=-1.0, severity_bias=(1.0, 0.5, 0.0)).reading("sub shall repay")
    assert (read.kind, read.severity) == (Kind.CLAWBACK, Severity.RED)
    assert read.chance == pytest.approx(1 / (1 + math.exp(-1.0)))


@pytest.mark.parametrize(
    ("bias", "words", "severity"),
    [
        ((1.0, 0.5, 0.0), "repay", Severity.RED),
        ((0.5, 1.0, 0.0), "repay", Severity.AMBER),
        ((0.0, 0.0, 1.0), "repay", Severity.NOTE),
        ((0.2, 0.1, 0.4), "repay", Severity.RED),  # red and amber together are likelier than note
        ((1.0, 0.5, 0.0), "gladly repay", Severity.NOTE),
    ],
)
def test_harm_is_red_or_amber_where_both_together_are_likelier(
    bias: tuple[float, float, float], words: str, severity: Severity
) -> None:
    assert small(severity_bias=bias).reading(words).severity is severity


def test_features_are_those_of_scikit_learn() -> None:
    texts = [plain(clause.clause) for clause in labelled()[:60]]
    theirs = TfidfVectorizer(analyzer=terms_of, sublinear_tf=True)
    matrix = theirs.fit_transform(texts)
    terms = {name: place for place, name in enumerate(theirs.get_feature_names_out())}
    for row, text in enumerate(texts):
        ours = np.zeros(len(terms))
        places, values = features(text, terms, theirs.idf_)
        ours[places] = values
        assert ours == pytest.approx(matrix[[row]].toarray()[0])


def test_a_passage_without_a_known_word_has_no_features() -> None:
    places, values = features("xyzzy", {"repay": 0}, np.ones(1))
    assert (len(places), len(values)) == (0, 0)


def test_what_is_written_is_read_back() -> None:
    one = small(severity_bias=(0.5, 0.25, 0.125))
    other = from_bytes(as_bytes(one))
    assert dict(other.terms) == dict(one.terms)
    for name in ("idf", "kinds", "kind_bias", "severities", "severity_bias"):
        assert np.array_equal(getattr(other, name), getattr(one, name))


def test_the_file_is_what_its_clauses_teach() -> None:
    taught, ours = trained(lessons()), built_in()
    assert list(taught.terms) == list(ours.terms)
    assert np.allclose(taught.kinds, ours.kinds, atol=0.02)
    assert np.allclose(taught.severities, ours.severities, atol=0.02)


def test_nothing_is_learned_from_the_half_that_measures() -> None:
    taught = {clause.clause for clause in lessons()}
    kept = [clause for clause in labelled("second") if clause.half == "set aside"]
    assert len(kept) > 100
    assert not any(clause.clause in taught for clause in kept)


def test_likeness_decides_where_no_rule_holds() -> None:
    assert Kind.CLAWBACK not in {kind for kind, _rule, _figures in by_rules(plain(NO_RULE))}
    found = {kind: (rule, figures) for kind, rule, figures in judged(NO_RULE)}
    rule, figures = found[Kind.CLAWBACK]
    assert rule is LIKE[rule.severity]
    assert rule.severity is not Severity.NOTE
    assert figures == Figures()


def test_a_rule_says_why_where_it_agrees_that_a_passage_harms() -> None:
    found = list(judged("The Prime shall pay each invoice within 60 days of receipt."))
    assert [(kind, rule.name) for kind, rule, _ in found] == [(Kind.PAYMENT, "later than 30 days")]


@pytest.mark.parametrize("held_severity", list(Severity))
@pytest.mark.parametrize("severity", list(Severity))
def test_a_rule_decides_if_it_compares_figures_or_agrees_on_harm(
    severity: Severity, held_severity: Severity
) -> None:
    figures = Figures(days=60)
    rule = Rule("a rule", held_severity, ())
    compares = Rule("a rule with figures", held_severity, (), test=lambda _words: True)
    agrees = (severity is Severity.NOTE) == (held_severity is Severity.NOTE)
    says = (rule, figures) if agrees else (LIKE[severity], Figures())
    assert _decided(severity, (rule, figures)) == says
    assert _decided(severity, (compares, figures)) == (compares, figures)
    assert _decided(severity, None) == (LIKE[severity], Figures())


def test_a_title_is_left_to_the_rules() -> None:
    assert list(judged("Sub-contract for payment by results")) == list(
        by_rules(plain("Sub-contract for payment by results"))
    )


def test_a_kind_is_not_missing_if_a_clause_reads_like_it() -> None:
    words = "3.3 Twenty per cent of the Charges is payable by results as Schedule 3 says."
    assert Kind.PBR not in {each.kind for each in check(words).missing}


@given(st.text(max_size=300))
def test_any_words_read_like_something(words: str) -> None:
    read = built_in().reading(words)
    assert 0.0 <= read.chance <= 1.0
    assert read == built_in().reading(words)


def test_words_that_say_nothing_read_like_no_kind() -> None:
    assert built_in().reading("the quick brown fox jumps over the lazy dog").chance < LEAST_CHANCE
