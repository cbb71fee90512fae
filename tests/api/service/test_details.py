"""An organisation's page and its ties rest on the same work, as of a day."""

from __future__ import annotations

from datetime import date

import pytest

from api.service.details import organisation_detail
from api.service.service import Service
from graph.networks.ties import outcomes_as_of, participations
from graph.records.kinds import MemberRole, Outcome
from graph.snapshot.columns import OUTCOMES
from graph.snapshot.snapshot import Snapshot
from tests.builders import inferred, local_work, organisation, small_snapshot
from tests.builtin import read_builtin


@pytest.fixture(scope="module")
def service() -> Service:
    return Service(Snapshot(read_builtin()))


@pytest.mark.no_cover  # 2,800 pages; others go through the same lines
@pytest.mark.parametrize("day", [date(2013, 9, 19), date(2014, 12, 31), date(2020, 1, 1)])
def test_a_page_and_ties_show_the_same_work_and_how_it_ended(service: Service, day: date) -> None:
    snapshot = service.snapshot
    projects = snapshot.facts.collaborations
    delivered = participations(snapshot, as_of=day)
    ended = [OUTCOMES[index] for index in outcomes_as_of(snapshot, day)]
    for index in range(len(snapshot.organisations)):
        tied = {projects[i].id: ended[i].value for i in delivered[[index]].indices}
        page = organisation_detail(service, index, as_of=day)
        shown = {
            work.id: work.outcome
            for work in page.work
            if work.origin.counts and MemberRole(work.role).delivers
        }
        assert shown == tied


def test_a_rumour_is_one_on_the_page_too(service: Service) -> None:
    """Eight were of unknown outcome there until the day that their end was dated."""
    opened, facts = service.default_as_of, service.snapshot.facts
    later = {
        row.id
        for row in facts.collaborations
        if row.outcome is Outcome.RUMOURED
        and (row.outcome_known_from is None or row.outcome_known_from.last_day > opened)
    }
    joined = {row.organisation for row in facts.memberships if row.collaboration in later}
    rumours = {
        work.id
        for organisation in joined
        for work in organisation_detail(
            service, service.snapshot.organisation_index[organisation]
        ).work
        if work.outcome == Outcome.RUMOURED
    }
    assert len(later) == 8
    assert later <= rumours


def test_inferred_work_says_so_wherever_it_is_listed() -> None:
    words = '"homeless"'
    read = inferred(local_work("Alpha"), 0.72, words)
    stated = local_work("Alpha", "work")
    snapshot = small_snapshot(organisations=(organisation("Alpha"),), capabilities=(read, stated))
    detail = organisation_detail(Service(snapshot), 0)
    said = {row.pathway: (row.inferred, row.probability, row.note) for row in detail.capabilities}
    sentence = f"inferred (72%) from the words {words}"
    assert said == {"housing": (sentence, 0.72, ""), "work": ("", None, "")}
    assert detail.pathways == ("housing", "work")
    assert detail.inferred_pathways == ("housing",)
