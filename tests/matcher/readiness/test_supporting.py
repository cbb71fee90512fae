"""Support matched to gaps: dates, rules, order, and the plan that it helps with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from graph.records.provenance import Confidence, PartialDate
from matcher.questions.needed import NeedSearch
from matcher.readiness.assessment import Assessments
from matcher.readiness.records import ReadinessError, ReadinessQuery
from matcher.readiness.support_records import (
    Condition,
    SupportFound,
    SupportOffer,
    SupportQuery,
    Validity,
)
from matcher.readiness.supporting import (
    amount_words,
    find_support,
    validity_of,
    with_support,
)
from tests.builders import member, organisation, project, rule, size, small_snapshot

OFFER = SupportOffer(
    key="fund",
    programme="",
    name="A fund",
    by="Somebody",
    kind="grant",
    gives="Grants",
    helps=("insurance",),
    fund_gbp=None,
    least_gbp=None,
    most_gbp=None,
    opens=None,
    closes=None,
    confirmed=PartialDate("2013-05"),
    rules=(),
    projects=(),
    supported="",
    takes="",
    how="",
    note="",
    source="A page",
    address="",
    known_from=PartialDate("2013-05"),
    confidence=Confidence.VERIFIED_OFFICIAL,
)
SNAPSHOT = small_snapshot(
    organisations=(organisation("Us"), organisation("Firm", "private-company")),
    sizes=(size("Us", 2e5, 2e5),),
    rules=(rule("exposure", 0.3),),
    collaborations=(project("cohort", "support"),),
    memberships=(member("cohort", "Us"),),
)
ASSESSMENTS = Assessments(SNAPSHOT, field=NeedSearch(SNAPSHOT).field)


def offer(**changes: Any) -> SupportOffer:
    return replace(OFFER, **changes)


def found(*offers: SupportOffer, organisation: str = "Us", **asked: Any) -> SupportFound:
    query = SupportQuery(organisation=organisation, **asked)
    return find_support(SNAPSHOT, ASSESSMENTS, offers, query)


def day(text: str | None) -> PartialDate | None:
    return None if text is None else PartialDate(text)


@pytest.mark.parametrize(
    ("opens", "closes", "confirmed", "on", "validity"),
    [
        ("2013-05", "2013-05", None, "2013-05-31", Validity.OPEN),
        ("2013-05", "2013-05", None, "2013-06-01", Validity.EXPIRED),
        ("2013-05", "2013-05", None, "2013-04-30", Validity.NOT_YET),
        ("2013", None, "2013-05", "2013-01-01", Validity.OPEN),
        (None, "2015", None, "2015-12-31", Validity.OPEN),
        (None, "2015", None, "2016-01-01", Validity.EXPIRED),
        (None, None, "2013-05", "2014-05-31", Validity.OPEN),
        (None, None, "2013-05", "2014-06-01", Validity.UNKNOWN),
        ("2013-05", None, None, "2013-06-01", Validity.UNKNOWN),
    ],
)
def test_whether_it_can_be_had_follows_from_its_dates(
    opens: str | None, closes: str | None, confirmed: str | None, on: str, validity: Validity
) -> None:
    one = offer(opens=day(opens), closes=day(closes), confirmed=day(confirmed))
    assert validity_of(one, date.fromisoformat(on))[0] is validity


def test_what_became_known_later_is_counted_and_not_told() -> None:
    later = offer(key="later", known_from=PartialDate("2014"))
    answer = found(OFFER, later)
    assert ([one.key for one in answer.offers], answer.total, answer.later) == (["fund"], 1, 1)
    assert any("1 more became known after" in note for note in answer.notes)
    assert found(OFFER, later, as_of=date(2015, 1, 1)).total == 2


def test_support_of_another_programme_is_not_ours() -> None:
    assert found(offer(programme="another")).total == 0
    assert found(offer(programme=SNAPSHOT.facts.programme.id)).total == 1


def test_what_can_be_had_stands_before_what_is_barred_or_over() -> None:
    barred = offer(key="barred", rules=(Condition(about="sector", values=("private",)),))
    over = offer(key="over", closes=PartialDate("2013-06"))
    unsure = offer(key="unsure", confirmed=None)
    order = [one.key for one in found(barred, over, unsure, OFFER).offers]
    assert order == ["fund", "unsure", "over", "barred"]
    assert [one.rank for one in found(barred, over, unsure, OFFER).offers] == [1, 2, 3, 4]


def test_what_helps_with_larger_gaps_stands_first() -> None:
    more = offer(key="more", name="Z", helps=("insurance", "board"))
    assert [one.key for one in found(OFFER, more).offers] == ["more", "fund"]
    ready = {"insurance": "yes", "board_consent": "yes", "board_limits": "yes"}
    answer = found(more, OFFER, **ready)
    assert [one.key for one in answer.offers] == ["fund", "more"]
    assert [one.gaps for one in answer.offers] == [(), ()]


def test_eligibility_is_computed_and_each_rule_explained() -> None:
    rules = (
        Condition(about="sector", values=("vcse",)),
        Condition(about="contract_total_gbp", least=5e5),
    )
    fund = offer(rules=rules)
    assert found(fund).offers[0].eligible == "cannot tell"
    could = found(fund, contract_value_gbp=1e5, contract_years=7.0).offers[0]
    assert (could.eligible, [check.met for check in could.rules]) == ("eligible", ["yes", "yes"])
    small = found(fund, contract_value_gbp=1e4, contract_years=7.0).offers[0]
    assert small.eligible == "not eligible"
    assert small.rules[1].reason == "It is £70,000."
    assert found(fund, organisation="Firm").offers[0].eligible == "not eligible"


def test_turnover_that_facts_know_counts_unless_it_is_said() -> None:
    fund = offer(rules=(Condition(about="turnover_gbp", most=2.5e5),))
    assert found(fund).offers[0].eligible == "eligible"
    assert found(fund, turnover_gbp=3e5).offers[0].eligible == "not eligible"
    assert found(fund, organisation="").offers[0].eligible == "cannot tell"


def test_who_had_it_is_told_so() -> None:
    cohort = offer(supported="cohort", projects=("Us", "Them"))
    assert found(cohort).offers[0].had
    assert not found(cohort, organisation="Firm").offers[0].had
    assert not found(OFFER).offers[0].had


def test_only_what_helps_with_a_theme_or_is_open_is_shown_where_asked() -> None:
    over = offer(key="over", helps=("board",), closes=PartialDate("2013-06"))
    assert [one.key for one in found(OFFER, over, theme="board").offers] == ["over"]
    assert [one.key for one in found(OFFER, over, only="open").offers] == ["fund"]
    assert found(OFFER, over, only="open").total == 2


def test_mistakes_are_told_at_once() -> None:
    with pytest.raises(ReadinessError) as raised:
        found(theme="x", only="y", investment="maybe", tupe="z", organisation="Nobody")
    fields = {each.field for each in raised.value.mistakes}
    assert fields == {"theme", "only", "investment", "tupe", "organisation"}


@pytest.mark.parametrize(
    ("least", "most", "fund", "words"),
    [
        (None, None, None, ""),
        (15e3, 150e3, 1.5e6, "£15,000 to £150,000 each; £1,500,000 in all"),
        (None, 5e4, None, "up to £50,000 each"),
        (5e4, None, None, "at least £50,000 each"),
    ],
)
def test_amounts_are_told_as_far_as_they_are_known(
    least: float | None, most: float | None, fund: float | None, words: str
) -> None:
    assert amount_words(offer(least_gbp=least, most_gbp=most, fund_gbp=fund)) == words


def test_a_plan_names_who_helps_and_how_long_that_takes_by_its_source() -> None:
    asked: dict[str, Any] = {"insurance": "no", "contract_value_gbp": 1e6}
    readiness = ASSESSMENTS.assess(ReadinessQuery(organisation="Us", **asked))
    advice = offer(takes="two days")
    over = offer(key="over", name="Over", closes=PartialDate("2013-06"))
    sized = offer(key="size", name="For size", helps=("size",))
    plan = with_support(readiness, found(advice, over, sized, **asked)).plan
    insured = next(step for step in plan if step.question == "insurance")
    assert (insured.helped_by, insured.takes) == (("A fund",), "A fund: two days")
    assert plan[0].gate == "exposure"
    assert plan[0].helped_by == ("For size",)
    assert all(not step.helped_by for step in plan if step.kind == "find out")


@pytest.mark.parametrize(
    ("opens", "closes", "confirmed", "why"),
    [
        ("2014-02-03", None, None, "It opens on 3 February 2014."),
        ("2014", None, None, "It opens in 2014."),
        (None, "2013-05", None, "It ended by May 2013."),
        (None, "2014", None, "It is open until 2014."),
        (None, None, "2013-05-21", "A source of 21 May 2013 says so; none says until when."),
        (None, None, "2011-04", "A source last said so in April 2011; none says until when."),
        (None, None, None, "No source says from when to when."),
    ],
)
def test_days_are_written_as_people_write_them(
    opens: str | None, closes: str | None, confirmed: str | None, why: str
) -> None:
    one = offer(opens=day(opens), closes=day(closes), confirmed=day(confirmed))
    assert validity_of(one, date(2013, 9, 19))[1] == why
