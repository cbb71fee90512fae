"""Signals of what a candidate does, where, and what it is: they speak for newcomers too.

A question wants a work of some terms. Write W for the wanted terms of one subject, A(w) for the
terms of a work w, D(v) for the works that candidate v took part in without those who ask, and T(v)
for what is said of it apart from works. A question that wants nothing gets 0 from all but the last.

Signals of what a candidate worked on follow Balog, Azzopardi and de Rijke, "Formal models for
expert finding in enterprise corpora", SIGIR (2006) 43-50.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from matcher.affinity.history import Subject
from matcher.affinity.rows import length_of, marked_by, rows_of, rows_taken
from matcher.affinity.signals.signal import Signal, Source

if TYPE_CHECKING:
    from matcher.affinity.history import Floats
    from matcher.affinity.view import View

_SMOOTHING = 2.0
"""So many works of another sort are thought of when the share of one sort is taken."""


def like_work_together(view: View) -> Floats:
    """Count works done with those who ask, by how like they are to the one wanted.

    ``log(1 + sum over works shared of |A(w) & W| / |W|)``, over the terms of all subjects.

    >>> from matcher.affinity.signals.examples import asked
    >>> works, about = [[0, 1], [0, 2]], ["pathway:debt", ""]
    >>> wanted = "pathway:debt place:Leeds"
    >>> view = asked(works, by=0, of=[1, 2], about=about, wanted=wanted)
    >>> like_work_together(view).round(3)
    array([0.405, 0.   ])
    """
    own = view.own_works
    return np.log1p(view.gathered(view.past.members_of, own, view.likeness_of(own, *Subject)))


def such_work(view: View) -> Floats:
    """Count other works on a wanted pathway: ``log(1 + |{w in D(v): A(w) & W not empty}|)``.

    >>> from matcher.affinity.signals.examples import asked
    >>> works, about = [[1, 2], [3, 0]], ["pathway:debt", "pathway:debt"]
    >>> such_work(asked(works, by=0, of=[1, 3], about=about, wanted="pathway:debt")).round(3)
    array([0.693, 0.   ])
    """
    return _others(view, Subject.PATHWAY)


def work_there(view: View) -> Floats:
    """Count other works in a wanted place: ``log(1 + |{w in D(v): A(w) & W not empty}|)``.

    >>> from matcher.affinity.signals.examples import asked
    >>> works, about = [[1, 2], [3, 4]], ["place:Leeds", "place:York"]
    >>> work_there(asked(works, by=0, of=[1, 3], about=about, wanted="place:Leeds")).round(3)
    array([0.693, 0.   ])
    """
    return _others(view, Subject.PLACE, Subject.REGION)


def leads_there(view: View) -> Floats:
    """Count works led in a wanted place, by the logarithm, without those of the askers.

    >>> from matcher.affinity.signals.examples import asked
    >>> view = asked([[1, 2]], by=0, of=[1, 2], about=["place:Leeds"], wanted="place:Leeds")
    >>> leads_there(view).round(3)
    array([0.693, 0.   ])
    """
    return np.log1p(view.leads_of_others(Subject.PLACE, Subject.REGION))


def people_served(view: View) -> Floats:
    """The share of a candidate's works that are for the people wanted, or what is said of it.

    ``max(|T(v) & W| / |W|, |{w in D(v): A(w) & W}| / (|D(v)| + 2))``

    >>> from matcher.affinity.signals.examples import asked
    >>> about, told = ["cohort:women"], {2: "cohort:women"}
    >>> view = asked([[1, 3]], by=0, of=[1, 2], about=about, told=told, wanted="cohort:women")
    >>> people_served(view).round(3)
    array([0.333, 1.   ])
    """
    works = view.works_with_others(Subject.COHORT)
    share = works / (view.past.works_of[view.candidates] + _SMOOTHING)
    return np.maximum(share, _told(view, Subject.COHORT))


def says_such_work(view: View) -> Floats:
    """How much of the wanted pathways a candidate is said to do: ``|T(v) & W| / |W|``.

    >>> from matcher.affinity.signals.examples import asked
    >>> told, wanted = {1: "pathway:debt"}, "pathway:debt pathway:health"
    >>> says_such_work(asked([], by=0, of=[1], told=told, wanted=wanted))
    array([0.5])
    """
    return _told(view, Subject.PATHWAY)


def says_there(view: View) -> Floats:
    """How much of the wanted places a candidate is said to work in: ``|T(v) & W| / |W|``.

    >>> from matcher.affinity.signals.examples import asked
    >>> says_there(asked([], by=0, of=[1], told={1: "place:Leeds"}, wanted="place:Leeds"))
    array([1.])
    """
    return _told(view, Subject.PLACE, Subject.REGION)


def named_alike(view: View) -> Floats:
    """Words of its name that those who ask share: cosine of the words, the rarer the weightier.

    A joint venture often bears the names of its members.

    >>> from matcher.affinity.signals.examples import asked
    >>> told = {0: "word:ingeus word:uk", 1: "word:ingeus", 2: "word:mind"}
    >>> named_alike(asked([], by=0, of=[1, 2], told=told)).round(3)
    array([0.346, 0.   ])
    """
    words = view.past.words
    own = rows_of(words, view.query.members)
    length = length_of(own)
    if not length:
        return np.zeros(len(view.candidates))
    return rows_taken(words, view.candidates).times(own / length)


def named_like_doers(view: View) -> Floats:
    """Words of its name that others who did the wanted pathways share: cosine with their sum.

    >>> from matcher.affinity.signals.examples import asked
    >>> about, told = ["pathway:debt"], {1: "word:advice", 2: "word:advice word:hull"}
    >>> view = asked([[1, 3]], by=0, of=[2], about=about, told=told, wanted="pathway:debt")
    >>> named_like_doers(view).round(3)
    array([0.447])
    """
    words = view.past.words
    if not words.nnz:
        return np.zeros(len(view.candidates))
    did = marked_by(view.past.works_at, np.flatnonzero(view.wanted_of(Subject.PATHWAY)))
    together = rows_of(words, np.flatnonzero(did))
    length = length_of(together)
    if not length:
        return np.zeros(len(view.candidates))
    itself = (did & (np.diff(words.indptr) > 0))[view.candidates]
    alike = rows_taken(words, view.candidates).times(together) - itself
    return np.asarray(np.maximum(alike, 0.0) / length)


def not_elsewhere(view: View) -> Floats:
    """1, but 0 where all places that are said of a candidate are other than those wanted.

    >>> from matcher.affinity.signals.examples import asked
    >>> told = {1: "place:York", 2: "place:Leeds"}
    >>> not_elsewhere(asked([], by=0, of=[1, 2], told=told, wanted="place:Leeds"))
    array([0., 1.])
    """
    subjects = (Subject.PLACE, Subject.REGION)
    wanted = view.wanted_of(*subjects)
    if not wanted.any():
        return np.ones(len(view.candidates))
    placed = view.past.are_told(*subjects)[view.candidates]
    here = view.gathered(view.past.told_of, np.flatnonzero(wanted))
    return np.where(placed & (here == 0), 0.0, 1.0)


def _others(view: View, *subjects: Subject) -> Floats:
    return np.log1p(view.works_with_others(*subjects))


def _told(view: View, *subjects: Subject) -> Floats:
    wanted = view.wanted_of(*subjects)
    total = wanted.sum()
    if not total:
        return np.zeros(len(view.candidates))
    told = view.gathered(view.past.told_of, np.flatnonzero(wanted))
    return np.asarray(np.minimum(told / total, 1.0))


CONTENT = (
    Signal(
        name="like-work-together",
        words="has done such work with you",
        source=Source.HISTORY,
        compute=like_work_together,
    ),
    Signal(
        name="such-work",
        words="has done such work with others",
        source=Source.HISTORY,
        compute=such_work,
    ),
    Signal(
        name="work-there",
        words="has worked there with others",
        source=Source.HISTORY,
        compute=work_there,
    ),
    Signal(
        name="leads-there",
        words="has led other work there",
        source=Source.HISTORY,
        compute=leads_there,
    ),
    Signal(
        name="people-served",
        words="serves these people",
        source=Source.CONTENT,
        compute=people_served,
    ),
    Signal(
        name="says-such-work",
        words="is known for such work",
        source=Source.CONTENT,
        compute=says_such_work,
    ),
    Signal(
        name="says-there",
        words="is known to work there",
        source=Source.CONTENT,
        compute=says_there,
    ),
    Signal(
        name="named-alike",
        words="shares your name",
        source=Source.CONTENT,
        compute=named_alike,
    ),
    Signal(
        name="named-like-doers",
        words="is named like those who do such work",
        source=Source.CONTENT,
        compute=named_like_doers,
    ),
    Signal(
        name="not-elsewhere",
        words="is not known to work only elsewhere",
        source=Source.CONTENT,
        compute=not_elsewhere,
    ),
)
