"""The journeys of three people, each with a mouse, by keyboard alone, and without scripts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.hands import Hand, Keyboard, Mouse

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

_SEARCH_MS = 60_000
_ZIP = b"PK"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody at a page."""

    page: Page
    hand: Hand

    def follows(self, name: str, *, within: Locator | None = None) -> None:
        """Follow the link of this name."""
        self.hand.press(
            (within or self.page.locator("body")).get_by_role("link", name=name, exact=True)
        )

    def presses(self, name: str | re.Pattern[str]) -> None:
        """Press the button of this name."""
        exact = isinstance(name, str)  # "Add" is no beginning of another
        self.hand.press(self.page.get_by_role("button", name=name, exact=exact).first)

    def opens(self, summary: str) -> None:
        """Open what is behind a summary."""
        self.hand.press(self.page.locator("summary", has_text=summary))

    def writes(self, label: str, text: str) -> None:
        """Write into the field of this label."""
        self.hand.write(self.page.get_by_label(label, exact=True), text)

    def chooses(self, label: str, option: str) -> None:
        """Choose one of the list of this label."""
        self.hand.choose(self.page.get_by_role("combobox", name=label, exact=True), option)

    def reads(self, *texts: str | re.Pattern[str]) -> None:
        """Read these texts in the page's main part."""
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text, timeout=_SEARCH_MS)

    def sees(self, heading: str | re.Pattern[str]) -> None:
        """Be on the page of this heading, once what it takes to find has been found."""
        expect(self.page.get_by_role("heading", name=heading).first).to_be_visible(
            timeout=_SEARCH_MS
        )

    def keeps(self, name: str, start: bytes) -> None:
        """Keep a file."""
        with self.page.expect_download() as coming:
            self.follows(name, within=self.page.get_by_role("contentinfo"))
        assert Path(coming.value.path()).read_bytes().startswith(start)


WAYS: dict[str, Hand] = {"mouse": Mouse(), "keyboard": Keyboard(), "no scripts": Mouse()}


@pytest.fixture(params=WAYS)
def person(request: pytest.FixtureRequest, page_at: Callable[..., Page]) -> Person:
    """Somebody on the start page."""
    page = page_at("/", java_script_enabled=request.param != "no scripts")
    return Person(page, WAYS[request.param])


def test_a_prime_bidder_finds_line_ups_for_a_brief_and_changes_one(person: Person) -> None:
    map_of_areas = person.page.locator(".areamap")
    person.hand.press(map_of_areas.get_by_role("link", name=re.compile("^Essex: ")))
    person.sees("Essex")
    person.follows("Answer some questions first")
    person.sees("Who leads?")
    person.presses("Continue")
    person.sees("Who must be in, and who must not?")
    person.writes("Must be in", "Nakro")
    person.presses("Continue")
    expect(person.page.get_by_role("alert")).to_contain_text("Nacro")
    person.writes("Must be in", "Nacro")
    person.presses("Continue")
    person.sees("How large may it be, and who gets the work?")
    person.writes("Most members", "6")
    person.presses("Continue")
    person.sees("Which gates apply?")
    person.follows("Leave this question, and check all answers")
    person.sees("Check your answers")
    expect(person.page.locator("dl")).to_contain_text("Nacro")
    person.follows("Find line-ups")
    person.sees(re.compile("^Line-up 1"))
    expect(person.page.get_by_role("table").nth(1)).to_contain_text("Nacro")
    person.keeps("Word", _ZIP)
    person.keeps("Excel", _ZIP)
    person.keeps("CSV", b"area,")
    compare = person.page.get_by_role("link", name="Compare it with line-up 1")
    person.hand.press(compare.first)
    person.sees("Two line-ups for Essex")
    person.follows("Open this line-up 1")
    person.sees("Your line-up for Essex")
    person.reads("Nothing, with what is locked and ruled out")
    _change(person)
    _look_closer(person)


def _change(person: Person) -> None:
    """Remove a member, let it back in, lock one, and swap one."""
    remove = person.page.get_by_role("button", name=re.compile("^Remove")).last
    gone = remove.inner_text().removeprefix("Remove").strip()
    person.hand.press(remove)
    person.reads(f"{gone} went", "Ruled out, so that the best does not bring them back")
    person.presses(f"Allow {gone} again")
    person.writes("Who comes in", gone)
    person.presses("Add")
    person.reads(f"{gone} came in")
    person.presses(re.compile("^Lock"))
    person.reads("locked")
    swap = person.page.get_by_role("button", name=re.compile("^Swap")).nth(-2)
    gone = swap.inner_text().removeprefix("Swap").strip()
    person.hand.press(swap)
    person.sees(f"Who could replace {gone}?")
    person.presses(re.compile("^Swap in"))
    person.sees("Your line-up for Essex")
    person.reads(f"{gone} went", "came in", "Who worked with whom before", "What could go wrong")


def _look_closer(person: Person) -> None:
    """Take it along, put it under stress, and ask about somebody else."""
    person.keeps("Word", _ZIP)
    person.keeps("Excel", _ZIP)
    person.keeps("CSV", b"area,")
    person.follows("All stress tests")
    person.sees("A line-up under stress in Essex")
    person.follows("Back to the line-up")
    person.sees("Your line-up for Essex")
    person.follows("Why not somebody else")
    person.writes("Organisation", "Clinks")
    person.presses("Ask")
    person.sees("Why not Clinks in Essex?")
    person.reads("Clinks is an umbrella body, which cannot join a bid")


def test_a_charity_finds_itself_and_where_it_is_needed(person: Person) -> None:
    person.writes("Name or number", "anawin")
    person.presses("Find")
    person.follows("Anawim")
    person.sees("Anawim")
    person.reads("What nobody knows of it")
    person.follows("Where it is needed")
    person.sees("Where Anawim is needed")
    expect(person.page.get_by_role("table").first).to_contain_text("Others who could do most")
    person.keeps("CSV", b"organisation,")
    own = person.page.get_by_role("navigation", name="Breadcrumb")
    person.follows("Anawim", within=own)
    person.follows("Who would work well with it")
    person.sees("Partners for Anawim")
    person.keeps("CSV", b"rank,")
    person.follows("Anawim", within=own)
    person.follows("who could lead its next work")
    person.sees("Partners for Anawim")
    person.follows("Anawim", within=own)
    person.follows("Staffordshire and West Midlands")
    person.sees("Why not Anawim in Staffordshire and West Midlands?")
    person.reads("It is in the best line-up", "It cannot lead")


def test_an_analyst_looks_at_the_network_and_takes_it_along(person: Person) -> None:
    navigation = person.page.get_by_role("navigation", name="Main")
    person.follows("Network", within=navigation)
    person.sees("Who works with whom?")
    person.opens("Choose whose network")
    person.chooses("Sector", "VCSE")
    person.writes("From the year", "2008")
    person.presses("Show")
    person.sees("Who works with whom?")
    person.reads("since 2008")
    person.follows("Network", within=navigation)
    person.follows("Network of G4S")
    person.sees("The network of G4S")
    person.opens("Choose whose network")
    person.writes("The way to", "RAPt")
    person.presses("Show")
    person.sees("The shortest way from G4S to RAPt")
    person.keeps("GEXF", b"<?xml")
    person.keeps("GraphML", b"<?xml")
    person.keeps("CSV", b"id,")


def test_an_analyst_finds_the_gaps_and_the_market(person: Person) -> None:
    navigation = person.page.get_by_role("navigation", name="Main")
    person.follows("Gaps", within=navigation)
    person.sees(re.compile("^Which needs could nobody known meet"))
    person.opens("Choose the area, the pathway")
    person.chooses("Row by row", "Local authorities")
    person.presses("Show")
    person.sees("The largest gaps")
    heads = person.page.get_by_role("columnheader")
    expect(heads.filter(has_text=re.compile("^Authority$")).first).to_be_attached()
    person.keeps("CSV", b"area,")
    person.page.goto("/market?max_members=4")  # all areas of any size would take a minute
    person.sees("The market: every area's best line-up")
    person.reads("Every area's best line-up, each for itself", "Wales")
    person.keeps("CSV", b"id,")
    person.follows("Fairness", within=navigation)
    person.sees(re.compile("shown", re.IGNORECASE))


def test_a_charity_weighs_an_offer_and_compares_it(person: Person) -> None:
    person.follows("See whether the offer is any good", within=person.page.locator("main"))
    person.sees("Is this offer any good?")
    person.opens("How the price is paid")
    person.writes("Payment days", "60")
    person.presses("Work it out")
    person.sees("Your offer")
    expect(person.page).to_have_url(re.compile(r"/offer\?payment_days=60$"))
    expect(person.page.locator(".terms")).to_contain_text("Mobilisation payment: ask for")
    person.keeps("Excel", _ZIP)
    person.keeps("TOML", b"# An offer")
    person.follows("Add this offer to a comparison")
    person.sees("Offers side by side")
    person.follows("Fill one in")
    person.opens("Service 1")
    person.writes("Price for each person (£)", "2000")
    person.presses("Work it out")
    person.follows("Compare it with the 1 other")
    person.sees("Offers side by side")
    expect(person.page.get_by_role("table")).to_contain_text("best")


def test_a_provider_finds_out_how_ready_it_is_and_who_helps(person: Person) -> None:
    person.follows("For providers")
    person.follows("How ready are you?")
    person.follows("Start now")
    person.sees("Who are you, and what part would you like?")
    person.writes("Organisation", "Nakro")
    person.presses("Continue")
    expect(person.page.get_by_role("alert")).to_contain_text("Nacro")
    person.writes("Organisation", "Nacro")
    person.presses("Continue")
    person.sees("How large are you, and how large is the contract that you have in mind?")
    person.presses("Continue")
    person.sees("How long could you pay your way before you are paid?")
    person.writes("For how many months could your free reserves pay for all you do?", "1.5")
    person.presses("Continue")
    person.sees("How much would you depend on one contract?")
    person.follows("Leave this question, and check all answers")
    person.sees("Check your answers")
    person.follows("See how ready you are")
    person.sees("How ready is Nacro?")
    expect(person.page.get_by_role("table", name="At least, and at most")).to_contain_text("50%")
    person.keeps("CSV", b"part,key,name")
    person.follows("Who helps with the gaps")
    person.sees("Who helps Nacro to become ready?")
    expect(person.page.get_by_role("table", name="Support")).to_contain_text("expired")
