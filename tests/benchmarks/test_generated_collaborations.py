"""The generated histories are what they are said to be."""

from __future__ import annotations

import numpy as np

from matcher.affinity.history import Subject
from matcher.affinity.past import Past
from tests.benchmarks.collaborations import LAST_DAY, TERMS, first_of, generated


def test_a_seed_gives_the_same_history_and_another_one_another() -> None:
    one, again, other = (generated(2000, works=400, seed=seed) for seed in (1, 1, 2))
    assert one.organisation.tolist() == again.organisation.tolist()
    assert one.organisation.tolist() != other.organisation.tolist()


def test_works_are_of_two_to_twenty_and_few_bodies_have_most_ties() -> None:
    past = Past(history=generated(5000, works=1200), day=LAST_DAY)
    assert past.members_in.max() <= 20
    assert (past.members_in >= 2).mean() > 0.95, "a body drawn twice for a work is in it once"
    partners = np.sort(past.partners)[::-1]
    assert partners[:50].sum() > 0.1 * partners.sum()
    assert 0.3 < (partners == 0).mean() < 0.8
    assert past.led_by.sum() == (past.members_in > 0).sum()


def test_most_members_work_in_the_region_of_the_work_and_each_body_is_said_to_work_somewhere() -> (
    None
):
    past = Past(history=generated(5000, works=1200), day=LAST_DAY)
    regions = slice(first_of(Subject.REGION), first_of(Subject.REGION) + TERMS[Subject.REGION])
    told, about = past.told[:, regions].toarray() > 0, past.about[:, regions].toarray() > 0
    history = past.history
    local = (told[history.organisation] & about[history.work]).any(axis=1)
    assert 0.6 < local.mean() < 0.95
    assert told.any(axis=1).all()
