"""What the faces share: one programme's snapshot and the questions asked of it."""

from __future__ import annotations

import copy
from collections import OrderedDict
from dataclasses import replace
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

from api.service.staleness import Stale
from graph.stores.urls import is_server
from matcher.engine.threads import THREADS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path

    from graph.questions.link_table import LinkTable
    from graph.snapshot.snapshot import Snapshot
    from graph.stores.cache import Opener
    from matcher.answer.records import Answer
    from matcher.brief.names import Directory
    from matcher.brief.request import Brief
    from matcher.questions.could_be_met import CouldBeMet
    from matcher.questions.fairness import FairnessReport
    from matcher.questions.fairness_records import Fairness, FairnessQuery
    from matcher.questions.gaps import GapSearch
    from matcher.questions.needed import NeedSearch
    from matcher.questions.networks import NetworkSearch
    from matcher.questions.partners import PartnerSearch
    from matcher.questions.rescoring import Bench
    from matcher.readiness.assessment import Assessments


_BENCHES_KEPT = 8
"""Problems of briefs that are worked at, with what is known of them: some megabytes each."""
_REPORTS_KEPT = 16
"""Reports on fairness, each of which takes seconds."""
_DAYS_KEPT = 4


class Service:
    """Answers questions from one snapshot; heavy modules are imported with the first question.

    Parameters
    ----------
    snapshot : the facts; they never change
    stale : why the store may hold others by now; None if it does not
    """

    def __init__(self, snapshot: Snapshot, *, stale: Stale | None = None) -> None:
        self.snapshot, self.stale = snapshot, stale
        self._fairness: OrderedDict[FairnessQuery, Fairness] = OrderedDict()
        self._fairness_turn = Lock()
        self._benches: OrderedDict[Brief, Bench] = OrderedDict()
        self._benches_turn = Lock()
        self._met: OrderedDict[date, CouldBeMet] = OrderedDict()
        self._met_turn = Lock()

    @classmethod
    def open(
        cls,
        store_url: str,
        programme: str | None = None,
        *,
        cache: Path | None = None,
        opener: Opener | None = None,
        say: Callable[[str], None] = lambda _text: None,
    ) -> Service:
        """Open a store, filling a file that does not exist yet with the default programme.

        Parameters
        ----------
        store_url : address of the store
        programme : its identifier; without one, `graph.stores.chosen_programme` chooses
        cache : folder for copies of remote stores, which stand in for them, and for snapshots of
            large programmes; None for neither
        opener : opens an address; without one, `graph.stores.open_store`
        say : told in a sentence if no copy can be kept

        Raises
        ------
        graph.errors.GraphError
            If the store cannot be opened or read, nor a copy of it.
        """
        from graph import stores  # noqa: PLC0415
        from graph.snapshot.snapshot import Snapshot  # noqa: PLC0415  (numpy and scipy: half a second)
        from graph.stores.cache import read_through  # noqa: PLC0415
        from graph.stores.saved import snapshot_of  # noqa: PLC0415

        opener = opener or stores.open_store
        if not is_server(store_url):
            folder = None if cache is None else cache / "snapshots"
            with opener(store_url) as store:
                chosen = stores.programme_at_hand(store, programme)
                return cls(snapshot_of(store, chosen, folder=folder))
        facts, since = read_through(store_url, programme, folder=cache, opener=opener, say=say)
        return cls(Snapshot(facts), stale=None if since is None else Stale.copied_at(since))

    def marked(self, stale: Stale | None) -> Service:
        """Give a service with the same snapshot that is stale, or fresh."""
        marked = copy.copy(self)  # with the names that were made
        marked.stale = stale
        return marked

    @cached_property
    def directory(self) -> Directory:
        """The names of the snapshot's areas and organisations."""
        from matcher.brief.names import Directory  # noqa: PLC0415

        return Directory(self.snapshot)

    @cached_property
    def partner_search(self) -> PartnerSearch:
        """Who would work well with whom; the history is laid out with the first question."""
        from api.service.partner_model import built_in_model  # noqa: PLC0415
        from matcher.questions.partners import PartnerSearch  # noqa: PLC0415  (scipy)

        return PartnerSearch(self.snapshot, built_in_model(), directory=self.directory)

    @cached_property
    def partner_groups(self) -> list[tuple[str, str]]:
        """The groups that partners may be narrowed to and that anybody is in, with their words."""
        from matcher.questions import groups  # noqa: PLC0415  (scipy)

        offered = (
            groups.SIZE,
            groups.NATION,
            groups.REGION,
            groups.FOR_WOMEN,
            groups.FOR_MINORITIES,
        )
        found = []
        for by in offered:
            grouping = groups.grouping_of(self.snapshot, by, as_of=self.default_as_of)
            there = set(grouping.group.tolist())
            named = [label for number, label in enumerate(grouping.labels[:-1]) if number in there]
            words = by.replace("-", " ").capitalize()
            found += [(f"{by}={label}", f"{words}: {label}") for label in named]
        return found

    @cached_property
    def networks(self) -> NetworkSearch:
        """Who is tied to whom; what was worked out last is kept."""
        from matcher.questions.networks import NetworkSearch  # noqa: PLC0415  (networkx)

        return NetworkSearch(self.snapshot, self.directory)

    @cached_property
    def need_search(self) -> NeedSearch:
        """Where organisations are needed; what the field could do is worked out once for a day."""
        from matcher.questions.needed import NeedSearch  # noqa: PLC0415  (scipy)

        partners = self.partner_search
        return NeedSearch(
            self.snapshot,
            partners=partners,
            directory=self.directory,
            supplies=partners.supplies,
        )

    @cached_property
    def assessments(self) -> Assessments:
        """How ready organisations are, by the field that `need_search` keeps."""
        from matcher.readiness.assessment import Assessments  # noqa: PLC0415  (scipy)

        field = self.need_search.field
        return Assessments(self.snapshot, field=field, directory=self.directory)

    @cached_property
    def links(self) -> LinkTable:
        """Everything that is linked: organisations, works, pathways, places and areas."""
        from graph.questions.link_table import LinkTable  # noqa: PLC0415

        return LinkTable(self.snapshot.facts)

    @cached_property
    def gaps(self) -> GapSearch:
        """Where needs are that nobody known could meet; what was worked out last is kept."""
        from matcher.questions.gaps import GapSearch  # noqa: PLC0415  (scipy)

        return GapSearch(self.snapshot, self.directory)

    def partner_search_told(self, path: Path) -> PartnerSearch:
        """Give another search that knows what a table says of groups (`api.service.group_file`).

        Raises
        ------
        graph.errors.SourceError
            If the table cannot be used.
        """
        from api.service.group_file import read_groups  # noqa: PLC0415  (readers of files)
        from api.service.partner_model import built_in_model  # noqa: PLC0415
        from matcher.questions.partners import PartnerSearch  # noqa: PLC0415  (scipy)

        told = read_groups(path, self.directory)
        return PartnerSearch(self.snapshot, built_in_model(), directory=self.directory, told=told)

    def fairness_report(self, search: PartnerSearch | None = None) -> FairnessReport:
        """Who is shown in answers of a search (without one, the service's), against who could."""
        from matcher.questions.fairness import FairnessReport  # noqa: PLC0415  (scipy)

        return FairnessReport(self.snapshot, search or self.partner_search, self.directory)

    def check_fairness(self, query: FairnessQuery) -> None:
        """Look for mistakes in a question about fairness, which takes no time.

        Raises
        ------
        matcher.questions.fairness_records.FairnessQueryError
            With all mistakes of the question at once.
        """
        self.fairness_report().check(query)

    def fairness(self, query: FairnessQuery) -> Fairness:
        """Report on everybody's lists of partners; one is made at a time, and the last are kept.

        Raises
        ------
        matcher.questions.fairness_records.FairnessQueryError
            With all mistakes of the question at once.
        """
        with self._fairness_turn:
            found = self._fairness.pop(query, None) or self.fairness_report().of_partners(query)
            self._fairness[query] = found
            while len(self._fairness) > _REPORTS_KEPT:
                self._fairness.popitem(last=False)
        return found

    def could_be_met(self, as_of: date) -> CouldBeMet:
        """How much of the need those known on a day could meet; the last days are kept."""
        from matcher.questions.could_be_met import could_be_met  # noqa: PLC0415

        with self._met_turn:
            field = self.need_search.field
            found = self._met.pop(as_of, None) or could_be_met(self.snapshot, field(as_of))
            self._met[as_of] = found
            while len(self._met) > _DAYS_KEPT:
                self._met.popitem(last=False)
        return found

    def prepare(self) -> Service:
        """Make all that requests would otherwise wait for."""
        _ = self.directory, self.snapshot.data_version
        self.could_be_met(self.default_as_of)
        return self

    def rehearse(self) -> None:
        """Ask what lays out most for all later answers, so that nobody waits for it.

        That is where somebody is needed, who is central in the network, and what is unmet.
        """
        from matcher.questions.gap_records import GapsQuery  # noqa: PLC0415
        from matcher.questions.needed_records import NeededQuery  # noqa: PLC0415
        from matcher.questions.network_records import NetworkQuery  # noqa: PLC0415

        for body in self.snapshot.organisations[:1]:
            self.need_search.find(NeededQuery(organisation=str(body.id), limit=1))
        self.networks.find(NetworkQuery())
        self.gaps.find(GapsQuery())

    @property
    def programme(self) -> str:
        """The identifier of the programme."""
        return self.snapshot.facts.programme.id

    @property
    def default_as_of(self) -> date:
        """The day that counts when nobody names one: the opening of the competition."""
        return self.snapshot.facts.programme.competition_opened

    def recommend(self, brief: Brief, **options: Any) -> Answer:  # noqa: ANN401  (handed on)
        """Recommend line-ups for one area; the options are those of `matcher.lineups.recommend`."""
        from matcher.lineups import recommend  # noqa: PLC0415  (the solver: a third of a second)

        return recommend(self.snapshot, brief, directory=self.directory, **options)

    def bench(self, brief: Brief, *, stop: Callable[[], bool] = lambda: False) -> Bench:
        """Give what changes of line-ups for a brief start from; the last ones used are kept.

        Whoever must be in or out, the bench is the same. One whose search was stopped is not kept.

        Raises
        ------
        matcher.errors.MatcherError
            As `matcher.questions.rescoring.open_bench` does.
        """
        from matcher.questions.rescoring import free_brief, open_bench  # noqa: PLC0415  (the solver)

        key = free_brief(brief)
        with self._benches_turn:
            found = self._benches.pop(key, None)
        if found is None:
            found = open_bench(self.snapshot, key, directory=self.directory, stop=stop)
            if stop():
                return found
        with self._benches_turn:
            self._benches[key] = found
            while len(self._benches) > _BENCHES_KEPT:
                self._benches.popitem(last=False)
        return found

    def recommend_all(
        self,
        brief: Brief,
        *,
        workers: int = THREADS,
        stop: Callable[[], bool] = lambda: False,
        **options: Any,  # noqa: ANN401  (handed on)
    ) -> Iterator[Answer]:
        """Recommend line-ups for every area, in the order of the programme.

        The solver lets go of Python while it works, so threads share the cores. Once `stop` says
        yes, areas that have no line-up yet are left out.
        """
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415

        from matcher.errors import SolverError  # noqa: PLC0415

        _ = self.directory, self.snapshot.data_version  # made once, before the threads start
        briefs = [replace(brief, area=area.id) for area in self.snapshot.areas]

        def one(brief: Brief) -> Answer | None:
            try:
                return None if stop() else self.recommend(brief, stop=stop, **options)
            except SolverError:
                if stop():
                    return None
                raise

        with ThreadPoolExecutor(workers) as pool:
            for answer in pool.map(one, briefs):
                if answer is not None:
                    yield answer
