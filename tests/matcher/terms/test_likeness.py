"""What a passage reads like: by hand, beside scikit-learn, and on any words."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from matcher.terms.checking import check
from matcher.terms.judging import LEAST_CHANCE_ABOUT, LIKE, _told, by_rules, judged
from matcher.terms.likeness import (
    LINEAR,
    Likeness,
    Linear,
    as_bytes,
    built_in,
    features,
    from_bytes,
    terms_of,
)
from matcher.terms.plain import plain
from matcher.terms.records import Figures, Kind, Rule, Severity
from matcher.terms.weighing import chance_of
from tests.matcher.terms.labelled import labelled

NO_RULE = (
    "Any monies already had by the Charity may be taken back by the Lead at any time and for any"
    " reason."
)


def small(*, about: float = 0.0, harms: float = 0.0, red: float = 0.0) -> Likeness:
    """A likeness of two terms: `repay` speaks for clawback, `gladly` against harm."""
    weights = np.zeros((len(Kind), 2))
    weights[tuple(Kind).index(Kind.CLAWBACK), 0] = 2.0
    gladly = np.tile([0.0, -5.0], (len(Kind), 1))
    return Likeness(
        terms={"repay": 0, "gladly": 1},
        idf=np.array([1.0, 1.0]),
        about=Linear(weights=weights, bias=np.full(len(Kind), about)),
        harms=Linear(weights=gladly, bias=np.full(len(Kind), harms)),
        red=Linear(weights=np.zeros((len(Kind), 2)), bias=np.full(len(Kind), red)),
    )


def test_log_odds_follow_from_the_weights_of_the_words() -> None:
    read = small(about=-1.0, harms=0.5).reading("sub shall repay")
    assert read.likeliest is Kind.CLAWBACK
    assert read.about[Kind.CLAWBACK] == pytest.approx(1.0)
    assert read.about[Kind.AUDIT] == pytest.approx(-1.0)
    assert read.harms[Kind.CLAWBACK] == pytest.approx(0.5)


def test_two_words_share_the_length_of_a_passage() -> None:
    read = small().reading("gladly repay")
    assert read.about[Kind.CLAWBACK] == pytest.approx(2 / math.sqrt(2))
    assert read.harms[Kind.CLAWBACK] == pytest.approx(-5 / math.sqrt(2))


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
    one = small(about=0.5, harms=0.25, red=0.125)
    other = from_bytes(as_bytes(one))
    assert dict(other.terms) == dict(one.terms)
    assert np.array_equal(other.idf, one.idf)
    for name in LINEAR:
        assert np.array_equal(getattr(other, name).weights, getattr(one, name).weights)
        assert np.array_equal(getattr(other, name).bias, getattr(one, name).bias)


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


@pytest.mark.parametrize(("days", "severity"), [(30, "note"), (31, "red"), (90, "red")])
def test_figures_decide_since_their_words_read_alike(days: int, severity: str) -> None:
    found = list(judged(f"The Prime shall pay each invoice within {days} days."))
    assert [(kind.value, rule.severity.value) for kind, rule, _ in found] == [("payment", severity)]


@pytest.mark.parametrize("held_severity", list(Severity))
@pytest.mark.parametrize("severity", list(Severity))
def test_a_rule_says_why_if_it_agrees_on_harm(severity: Severity, held_severity: Severity) -> None:
    figures = Figures(days=60)
    rule = Rule("a rule", held_severity, ())
    agrees = (severity is Severity.NOTE) == (held_severity is Severity.NOTE)
    says = (rule, figures) if agrees else (LIKE[severity], Figures())
    assert _told(severity, rule, figures) == says
    assert _told(severity, None, Figures()) == (LIKE[severity], Figures())


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
    assert all(math.isfinite(odds) for odds in (*read.about.values(), *read.harms.values()))
    assert read == built_in().reading(words)


def test_words_that_say_nothing_read_like_no_kind() -> None:
    read = built_in().reading("the quick brown fox jumps over the lazy dog")
    assert chance_of(read.about[read.likeliest]) < LEAST_CHANCE_ABOUT
