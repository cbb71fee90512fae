"""What each part of a partner's log-odds is read from: the pathways, places, works and bodies."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from matcher.affinity.history import Subject
from matcher.questions.bids import bid_words, only_bid
from matcher.questions.partner_evidence import row_of, shared_works

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from graph.snapshot.snapshot import Snapshot
    from matcher.affinity.history import Indices
    from matcher.affinity.past import Past

_MOST_NAMED = 3
_EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pair:
    """One who asks and one who could be its partner, for what work.

    Attributes
    ----------
    snapshot, past : the facts
    asker, body : the two
    wanted : the terms of the work asked about, shape (T,)
    """

    snapshot: Snapshot
    past: Past
    asker: int
    body: int
    wanted: Indices

    def facts(self, signal: str) -> str:
        """Say what a signal is read from, of these two; blank where its words say all."""
        tell = _TOLD_BY.get(signal)
        return tell(self) if tell else ""

    def words(self, signal: str) -> str:
        """Say what a signal read from works means if all of these were bids; blank otherwise."""
        read = _READ_FROM.get(signal)
        works = [] if read is None else read(self).tolist()
        records = self.snapshot.facts.collaborations
        if works and all(only_bid(records[work], self._today) for work in works):
            return _IF_ONLY_BID[signal]
        return ""

    def covers_gaps(self) -> str:
        """The pathways that the body has and the one who asks lacks."""
        return self._marked(np.setdiff1d(self._held(self.body), self._held(self.asker)))

    def same_work(self) -> str:
        """The pathways of both."""
        return self._marked(np.intersect1d(self._held(self.body), self._held(self.asker)))

    def such_work(self) -> str:
        """The pathway that is wanted."""
        return self._marked(self._held(self.body))

    def same_places(self) -> str:
        """The areas of both."""
        shared = np.intersect1d(
            self._terms(self.asker, Subject.REGION), self._terms(self.body, Subject.REGION)
        )
        everywhere = int(self.past.terms_of(Subject.REGION).sum())
        if len(shared) == everywhere > _MOST_NAMED:
            return f"all {everywhere} areas"
        return self._marked(shared, at_most=_MOST_NAMED)

    def near(self) -> str:
        """How far apart the middles of where both work are."""
        one, other = self.past.directions[[self.asker, self.body]]
        half = min(float(np.linalg.norm(one - other)) / 2.0, 1.0)
        return f"{2.0 * _EARTH_KM * np.arcsin(half):.0f} km"

    def closely_together(self) -> str:
        """The works of both."""
        return self._works(self.together())

    def shared_partners(self) -> str:
        """Who worked with both, the least busy first."""
        past = self.past
        links = np.intersect1d(row_of(past.linked, self.asker), row_of(past.linked, self.body))
        order = np.lexsort((links, past.partners[links]))
        return named([self.snapshot.organisations[link].name for link in links[order].tolist()])

    def many_partners(self) -> str:
        """How many partners the body has had."""
        count = int(self.past.partners[self.body])
        return f"{count} partner{'s' if count != 1 else ''}"

    def has_led(self) -> str:
        """The works that the body led."""
        return self._works(self.led())

    def work_there(self) -> str:
        """The body's works in the wanted area without the one who asks."""
        return self._works(self.done_there())

    def leads_there(self) -> str:
        """The same that it led."""
        return self._works(self.led_there())

    def together(self) -> Indices:
        """The works of both."""
        return shared_works(self.past, self.asker, self.body)

    def led(self) -> Indices:
        """The works that the body led."""
        return row_of(self.past.leading, self.body)

    def done_there(self) -> Indices:
        """The body's works in the wanted area without the one who asks."""
        return self._there(row_of(self.past.taking_part, self.body))

    def led_there(self) -> Indices:
        """Those of them that it led."""
        return self._there(self.led())

    @property
    def _today(self) -> date:
        return date.fromordinal(self.past.day)

    def _terms(self, who: int, subject: Subject) -> Indices:
        terms = row_of(self.past.profile, who)
        return np.sort(terms[self.past.terms_of(subject)[terms] > 0])

    def _held(self, who: int) -> Indices:
        """The pathways of one of them; of those wanted, if any is."""
        held, wanted = self._terms(who, Subject.PATHWAY), self.wanted
        sought = wanted[self.past.terms_of(Subject.PATHWAY)[wanted] > 0]
        return np.intersect1d(held, sought) if len(sought) else held

    def _there(self, works: Indices) -> Indices:
        places = self.wanted[self.past.terms_of(Subject.REGION)[self.wanted] > 0]
        others = np.setdiff1d(works, row_of(self.past.taking_part, self.asker))
        about = [np.isin(places, row_of(self.past.about, work)).any() for work in others.tolist()]
        return np.asarray(others[np.array(about, dtype=bool)])

    def _marked(self, terms: Indices, *, at_most: int = 100) -> str:
        """Name pathways or areas; what is known only of joint work need not be the body's own."""
        told = row_of(self.past.told, self.body)
        own = [self._name(term) for term in terms.tolist() if term in told]
        joint = [self._name(term) for term in terms.tolist() if term not in told]
        said = [
            named(own, at_most=at_most),
            f"in joint work {named(joint, at_most=at_most)}" if joint else "",
        ]
        return "; and ".join(part for part in said if part)

    def _works(self, works: Indices) -> str:
        order = np.lexsort((works, -self.past.work_day[works].astype(np.int64)))
        return named([self._work(work) for work in works[order].tolist()])

    def _work(self, work: int) -> str:
        """Name a work; of a bid, say so."""
        record = self.snapshot.facts.collaborations[work]
        bid = bid_words(record, self._today)
        return f"{record.name}, {bid}" if bid else record.name

    def _name(self, term: int) -> str:
        return self.past.history.terms.names[term]


def named(names: Sequence[str], *, at_most: int = _MOST_NAMED) -> str:
    """Name the first few, and say how many more there are; each name once.

    Names that hold commas themselves are parted by semicolons.

    >>> named(["Essex", "Kent", "London", "Wales", "Dorset"])
    'Essex, Kent, London and 2 more'
    >>> named(["Grant to Hope", "Kent, Surrey and Sussex", "Grant to Hope"])
    'Grant to Hope (2 times); Kent, Surrey and Sussex'
    """
    times = Counter(names)
    each = [f"{name} ({count} times)" if count > 1 else name for name, count in times.items()]
    shown, more = each[:at_most], len(each) - at_most
    parted = "; " if any("," in name for name in shown) else ", "
    return parted.join(shown) + (f" and {more} more" if more > 0 else "")


_TOLD_BY: Mapping[str, Callable[[Pair], str]] = {
    "past-work": Pair.closely_together,
    "common-neighbours": Pair.shared_partners,
    "adamic-adar": Pair.shared_partners,
    "resource-allocation": Pair.shared_partners,
    "preferential-attachment": Pair.many_partners,
    "work-there": Pair.work_there,
    "leads-there": Pair.leads_there,
    "says-such-work": Pair.such_work,
    "covers-gaps": Pair.covers_gaps,
    "same-work": Pair.same_work,
    "same-places": Pair.same_places,
    "near": Pair.near,
    "lately-together": Pair.closely_together,
    "closely-together": Pair.closely_together,
    "has-led": Pair.has_led,
}
"""How to tell what each signal is read from; those left out say all in their words."""

_READ_FROM: Mapping[str, Callable[[Pair], Indices]] = {
    "past-work": Pair.together,
    "lately-together": Pair.together,
    "closely-together": Pair.together,
    "has-led": Pair.led,
    "work-there": Pair.done_there,
    "leads-there": Pair.led_there,
}
"""The works that a signal is read from."""
_IF_ONLY_BID = {
    "past-work": "has bid with you",
    "lately-together": "has bid with you lately",
    "closely-together": "has bid with you, among few",
    "has-led": "has led a bid",
    "work-there": "has bid for work there with others",
    "leads-there": "has led another bid there",
}
"""What it says where all of these were bids."""
