"""Linking small sets of made-up organisations, with Splink on DuckDB."""

from __future__ import annotations

import math
import sys
from typing import TYPE_CHECKING

import pytest

from graph.errors import IdentityError
from graph.identity.clusters import THRESHOLD
from graph.identity.linking import LEAST, PRIOR, Linked, link
from graph.identity.model import LEVELS
from graph.identity.rows import connect, load
from graph.identity.subjects import Subject
from graph.records.identifiers import OrgId

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

CAUSES = ("Housing", "Debt Advice", "Youth Work", "Recovery", "Mentoring", "Arts", "Sports")
TOWNS = ("Ayton", "Beeford", "Cayton", "Dalby", "Easton", "Filey", "Ganton", "Hutton", "Irton")
NOUNS = ("Trust", "Project", "Foundation", "Partnership")


def charity(number: int, name: str, **said: str) -> Subject:
    return Subject(
        organisation=OrgId(f"GB-CHC-{1_000_000 + number}"),
        source="register",
        names=[name],
        sector="vcse",
        **said,  # type: ignore[arg-type]
    )


def heard(name: str, source: str = "grants", **said: str) -> Subject:
    """Make what another source says of somebody whose number it does not know."""
    identifier = OrgId.local(f"{source} {name} {said.get('postcode', '')}")
    return Subject(organisation=identifier, source=source, names=[name], sector="vcse", **said)  # type: ignore[arg-type]


def postcode(number: int) -> str:
    unit = "ABDEFGHJLN"[number % 10] + "PQRSTUWXYZ"[number // 10 % 10]
    return f"AB{number % 20 + 1} {number % 9 + 1}{unit}"


def register() -> list[Subject]:
    """Make a register of 252 charities; names tell by the town, the cause and the noun."""
    names = [f"{town} {cause} {noun}" for town in TOWNS for cause in CAUSES for noun in NOUNS]
    return [charity(n, name, postcode=postcode(n * 7)) for n, name in enumerate(names)]


def found(subjects: Iterable[Subject], scratch: Path, **options: float) -> Linked:
    return link(subjects, scratch=scratch, **options)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Linked:
    charities = register()
    charities += [
        charity(900, "Zephyr Quayside Initiative", postcode="AB9 9ZZ", domain="zephyr.org.uk"),
        charity(901, "Kestrel Harbour Trust", postcode="AB9 8ZZ", phone="2079460123"),
        charity(902, "Kestrel Harbour Trading", postcode="AB9 8ZZ", phone="2079460123"),
        charity(903, "Lantern Wayfarers", postcode="AB8 8YY"),
    ]
    charities[-1].names.append("Old Lantern Fellowship")
    others = [
        heard("ZEPHYR QUAYSIDE INITIATIVE LTD", postcode="AB9 9ZZ", domain="zephyr.org.uk"),
        heard("Zephyr Quaysdie Initiative", "contracts", postcode="AB9 9ZZ"),
        heard("Kestrel Harbour Trust", postcode="AB9 8ZZ", phone="2079460123"),
        heard("The Old Lantern Fellowship", postcode="AB8 8YY"),
        heard("Nobody Else At All", postcode="ZE1 1AA"),
        heard("The"),
        heard("\u202e\ud83d \u0000 \u200b", "hostile"),
    ]
    others[-1].names = ["\u202e \u0000 \u200b", "", " -- "]
    return found([*charities, *others], tmp_path_factory.mktemp("scratch"))


def chance(linked: Linked, left: Subject | OrgId, right: Subject | OrgId) -> float:
    ends = {getattr(each, "organisation", each) for each in (left, right)}
    return max((x.probability for x in linked.links if {x.left, x.right} == ends), default=0.0)


def test_the_same_name_address_and_site_are_one_organisation(linked: Linked) -> None:
    them = heard("ZEPHYR QUAYSIDE INITIATIVE LTD", postcode="AB9 9ZZ")
    assert chance(linked, OrgId("GB-CHC-1000900"), them) > THRESHOLD


def test_a_slip_of_the_pen_does_not_hide_an_organisation(linked: Linked) -> None:
    them = heard("Zephyr Quaysdie Initiative", "contracts", postcode="AB9 9ZZ")
    assert chance(linked, OrgId("GB-CHC-1000900"), them) > THRESHOLD


def test_a_former_name_is_as_good_as_a_name(linked: Linked) -> None:
    them = heard("The Old Lantern Fellowship", postcode="AB8 8YY")
    assert chance(linked, OrgId("GB-CHC-1000903"), them) > THRESHOLD


def test_an_arm_at_the_same_address_is_less_likely_than_the_body(linked: Linked) -> None:
    them = heard("Kestrel Harbour Trust", postcode="AB9 8ZZ")
    body, arm = OrgId("GB-CHC-1000901"), OrgId("GB-CHC-1000902")
    assert chance(linked, body, them) > THRESHOLD
    assert chance(linked, arm, them) < chance(linked, body, them)


def test_two_numbers_of_one_register_are_never_linked(linked: Linked) -> None:
    for each in linked.links:
        assert not (each.left.register == each.right.register == "GB-CHC")


def test_an_organisation_that_nobody_else_knows_has_no_link(linked: Linked) -> None:
    ends = {end for each in linked.links for end in (each.left, each.right)}
    assert heard("Nobody Else At All", postcode="ZE1 1AA").organisation not in ends


def test_every_waterfall_adds_up_to_the_odds(linked: Linked) -> None:
    assert linked.links
    for each in linked.links:
        weight = sum(each.waterfall.values())
        assert each.probability == pytest.approx(1 / (1 + math.pow(2, -weight)), abs=1e-4)
        assert each.probability >= LEAST
        assert each.left < each.right
        assert each.model == linked.model
    ends = [(each.left, each.right) for each in linked.links]
    assert ends == sorted(set(ends))


def test_a_waterfall_names_the_level_that_each_comparison_reached(linked: Linked) -> None:
    levels = {f"{name}: {level.name}" for name, all_ in LEVELS.items() for level in all_}
    often = {f"{name}: how frequent that is" for name in LEVELS}
    for each in linked.links:
        assert each.waterfall.keys() <= {PRIOR} | levels | often
    (sure,) = [x for x in linked.links if x.probability == max(y.probability for y in linked.links)]
    assert "name: the same words" in sure.waterfall


def test_the_same_subjects_in_any_order_give_the_same_links(tmp_path: Path) -> None:
    subjects = [*register()[:60], *(heard(f"{t} Arts Trust", postcode="AB1 1AP") for t in TOWNS)]
    first = found(subjects, tmp_path / "a")
    again = found(list(reversed(subjects)), tmp_path / "b")
    assert first == again
    assert found(subjects, tmp_path / "c", seed=1).model != ""


def test_what_shares_a_number_teaches_the_model(tmp_path: Path) -> None:
    charities = register()
    told = [
        Subject(
            organisation=OrgId.local(f"told {each.organisation}"),
            source="told",
            names=each.names,
            numbers=[each.organisation],
            postcode=each.postcode,
        )
        for each in charities
    ]
    learnt = found([*charities, *told], tmp_path)
    assert learnt.labelled == len(charities)
    exact, *_ = learnt.m["name"]
    assert exact > LEVELS["name"][0].m


def test_one_organisation_has_nobody_to_be_linked_to(tmp_path: Path) -> None:
    alone = found(register()[:1], tmp_path)
    assert (alone.links, alone.model, alone.counted.organisations) == ((), "", 1)


def test_a_name_that_thousands_have_makes_few_pairs(tmp_path: Path) -> None:
    same = [heard("Friends of the School", f"s{n}") for n in range(3000)]
    with connect(tmp_path) as connection:
        counted = load(connection, same)
        assert counted.rows == 3000
        keyed = "SELECT count(key_core) + count(key_head) + count(pairs_of_words) FROM rows"
        assert connection.execute(keyed).fetchall() == [(0,)]


def test_names_of_small_words_only_are_compared_as_they_are(tmp_path: Path) -> None:
    with connect(tmp_path) as connection:
        load(connection, [heard("The Charity"), heard(" - "), heard("For & Of")])
        cores = connection.execute("SELECT core FROM rows ORDER BY core").fetchall()
    assert cores == [("charity",), ("for of",), (None,)]


def test_an_unknown_backend_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(IdentityError, match="there are: duckdb, spark"):
        link(register()[:2], scratch=tmp_path, backend_name="abacus")


def test_spark_that_is_not_installed_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(IdentityError, match=r"partnership-matcher\[spark\]"):
        link(register()[:2], scratch=tmp_path, backend_name="spark")


def test_a_name_that_nobody_else_has_is_for_a_person_where_a_register_is_small(
    tmp_path: Path,
) -> None:
    charities = register()
    charities.append(charity(950, "Quillon Thistle Wayside", postcode="AB3 3CC"))
    them = heard("Quillon Thistle Wayside")
    (only,) = found([*charities, them], tmp_path).links
    assert {only.left, only.right} == {charities[-1].organisation, them.organisation}
    assert only.probability >= LEAST
