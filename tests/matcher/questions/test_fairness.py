"""Who is shown against who could do the work; and that sectors change no chance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from api.service.partner_model import built_in_model
from graph.snapshot.snapshot import Snapshot
from matcher.affinity.history import SUBJECTS, Subject
from matcher.affinity.past import Past
from matcher.affinity.signals import SIGNALS, scores
from matcher.affinity.snapshots import history_from
from matcher.affinity.view import Direction, Query, View
from matcher.brief.names import Directory
from matcher.brief.request import Brief
from matcher.case.cells import cells_of
from matcher.lineups import recommend
from matcher.questions.fairness import FairnessReport
from matcher.questions.fairness_records import Fairness, FairnessQuery, FairnessQueryError
from matcher.questions.partner_records import PartnerQuery
from matcher.questions.partners import PartnerSearch
from matcher.questions.relevance import Relevance
from tests.builders import A, local_work, organisation, small_snapshot
from tests.builtin import read_builtin

if TYPE_CHECKING:
    from matcher.questions.fairness_records import GroupFairness

DAY = date(2013, 1, 1)
FIRMS = [f"Firm {number}" for number in range(6)]
TRUSTS = [f"Trust {number}" for number in range(3)]


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    """Six firms and three trusts that do the same work in the same place."""
    return small_snapshot(
        organisations=(
            *(organisation(name, "private-company") for name in FIRMS),
            *(organisation(name) for name in TRUSTS),
            organisation("Silent"),
        ),
        capabilities=tuple(local_work(n, "housing", places=(A,)) for n in (*FIRMS, *TRUSTS)),
    )


def report(snapshot: Snapshot, told: dict[str, dict[int, str]] | None = None) -> FairnessReport:
    names = Directory(snapshot)
    search = PartnerSearch(snapshot, built_in_model(), directory=names, told=told)
    return FairnessReport(snapshot, search, names)


def ask(snapshot: Snapshot, **asked: Any) -> Fairness:
    return report(snapshot).of_partners(FairnessQuery(**asked))


def by_group(found: Fairness, by: str) -> dict[str, GroupFairness]:
    grouping = next(each for each in found.groupings if each.by == by)
    return {row.group: row for row in grouping.groups}


def test_relevance_is_the_needs_that_a_body_could_meet(snapshot: Snapshot) -> None:
    relevance = Relevance(snapshot)
    area = int(snapshot.authority_area[snapshot.authority_index[A]])
    cells = cells_of(snapshot, area, equity=0.0)
    housing = snapshot.pathway_index["housing"]
    here = cells.authorities[cells.place] == snapshot.authority_index[A]
    most = cells.need[here & (cells.pathway == housing)].sum()
    found = relevance.of(area, None, DAY)
    assert 0 < found[0] <= most
    assert found[:9] == pytest.approx(found[0])
    assert found[9] == 0
    assert relevance.of(area, housing, DAY) == pytest.approx(found)
    assert not relevance.of(area, snapshot.pathway_index["work"], DAY).any()
    assert not relevance.of(area, None, date(1990, 1, 1)).any()


def test_each_group_stands_beside_its_share_of_what_could_be_done(snapshot: Snapshot) -> None:
    found = ask(snapshot, limit=5)
    sectors = by_group(found, "sector")
    assert found.lists == found.askers == 9
    assert (sectors["private"].bodies, sectors["vcse"].bodies) == (6, 3)
    assert sectors["private"].share_of_capability == pytest.approx(2 / 3)
    for grouping in found.groupings:
        assert sum(row.exposure for row in grouping.groups) == pytest.approx(1.0)
        assert sum(row.share_of_capability for row in grouping.groups) == pytest.approx(1.0)


def test_fair_lists_bring_exposure_nearer_to_the_share(snapshot: Snapshot) -> None:
    free = by_group(ask(snapshot, limit=5, variety=0.0), "sector")["vcse"]
    fair = by_group(ask(snapshot, limit=5, variety=0.0, fair="sector"), "sector")["vcse"]
    assert free.ratio is not None
    assert fair.ratio is not None
    assert abs(fair.ratio - 1) < abs(free.ratio - 1)


def test_who_leads_a_body_is_not_known_unless_a_table_says_so(snapshot: Snapshot) -> None:
    found = ask(snapshot)
    assert set(by_group(found, "women-led")) == {"not known"}
    assert any("women-led" in note for note in found.notes)
    told = {"women-led": {0: "yes", 7: "yes", 8: "no"}}
    told_found = report(snapshot, told).of_partners(FairnessQuery(by="women-led"))
    assert by_group(told_found, "women-led")["yes"].bodies == 2


def test_of_many_lists_some_are_drawn_by_the_seed_and_that_is_said(snapshot: Snapshot) -> None:
    found = ask(snapshot, lists=5)
    assert (found.askers, found.lists) == (9, 5)
    assert any("5 of 9 lists" in note for note in found.notes)
    assert ask(snapshot, lists=5) == found


def test_in_an_area_those_ask_who_work_there_and_leads_where_others_join(
    snapshot: Snapshot,
) -> None:
    assert ask(snapshot, area="First County", direction="joins").askers == 9
    assert ask(snapshot, area="Second County").askers == 0
    nobody = ask(snapshot, pathway="work")
    assert nobody.lists == 0
    assert any("no list to look at" in note for note in nobody.notes)


def test_line_ups_are_looked_at_member_by_member(snapshot: Snapshot) -> None:
    answer = recommend(snapshot, Brief(area="First County", k=1))
    found = report(snapshot).of_line_ups(FairnessQuery(by="sector"), [answer])
    members = answer.lineups[0].members
    share = sum(each.sector == "private" for each in members) / len(members)
    sectors = by_group(found, "sector")
    assert found.of == "line-ups"
    assert (sectors["private"].exposure if "private" in sectors else 0.0) == pytest.approx(share)
    assert all(row.low is None for row in sectors.values())


def test_all_mistakes_of_a_question_are_told_at_once(snapshot: Snapshot) -> None:
    query = FairnessQuery(
        area="Atlantis", pathway="flying", direction="up", by="star sign", fair="x", lists=0
    )
    with pytest.raises(FairnessQueryError) as found:
        report(snapshot).check(query)
    fields = {each.field for each in found.value.mistakes}
    assert fields == {"area", "pathway", "direction", "by", "fair", "lists"}


def test_no_chance_changes_when_the_sectors_of_all_who_could_be_partners_are_shuffled() -> None:
    facts = read_builtin()
    rows = list(facts.organisations)
    could = [i for i, row in enumerate(rows) if row.kind.may_bid and row.kind.may_lead]
    kinds = [rows[i].kind for i in could]
    np.random.default_rng(0).shuffle(kinds)
    for index, kind in zip(could, kinds, strict=True):
        rows[index] = replace(rows[index], kind=kind)
    other = replace(facts, organisations=tuple(rows))
    sectors = [{str(r.id): r.sector for r in each.organisations} for each in (facts, other)]
    assert sectors[0] != sectors[1]
    searches = [PartnerSearch(Snapshot(each), built_in_model()) for each in (facts, other)]
    for name in ("Shelter", "Sodexo", "St Giles Trust"):
        query = PartnerQuery(organisation=name, area="Essex", limit=20)
        one, two = (
            [(each.id, each.log_odds) for each in search.find(query).partners]
            for search in searches
        )
        assert one == two


def test_no_signal_reads_what_kind_of_body_a_candidate_is() -> None:
    history = history_from(Snapshot(read_builtin()))
    terms = history.terms.of(Subject.KIND)
    first, size = int(np.flatnonzero(terms)[0]), int(terms.sum())
    said = history.said
    is_kind = terms[said.term]
    turned = said.term.copy()
    turned[is_kind] = first + (said.term[is_kind] - first + 1) % size
    other = replace(history, said=replace(said, term=turned))
    region = SUBJECTS.index(Subject.REGION)
    wanted = np.flatnonzero(history.terms.subject == region)[:1].astype(np.int32)
    day = date(2014, 1, 1).toordinal()
    everybody = np.arange(history.size, dtype=np.int32)
    busiest = int(np.bincount(history.organisation).argmax())
    for direction in Direction:
        query = Query(
            members=np.array([busiest], dtype=np.int32), wanted=wanted, direction=direction
        )
        one, two = (
            scores(
                View(past=Past(history=each, day=day), query=query, candidates=everybody),
                signals=SIGNALS,
            )
            for each in (history, other)
        )
        assert (one == two).all()
        assert one.any()
