"""Generated organisations, each made from the seed and its number alone, so that none is kept.

One in five charities is a company as well; the register of companies has as many rows as there are
charities, and the others are strangers: community interest companies and firms.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate, islice
from random import Random
from typing import TYPE_CHECKING, Any

from graph.records.kinds import PlaceKind
from tests.benchmarks.register.causes import CAUSES, Cause
from tests.benchmarks.register.corruption import Writing, corrupted
from tests.benchmarks.register.words import POSTCODE_AREAS, WORDS, write

if TYPE_CHECKING:
    from collections.abc import Sequence

    from graph.records.model import Place

EXTRACTED = date(2025, 11, 1)
"""The day of which all the files are."""
FIRST_CHARITY, FIRST_COMPANY = 8_000_001, 90_000_001
"""Where the made-up numbers begin: beyond all that the registers have given out."""
_PREDECESSORS, _GROUP_MEMBERS = 9_000_001, 20
_OLDEST = date(1961, 4, 1)
_LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
_SHARES = tuple(accumulate(cause.share for cause in CAUSES))


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where an organisation can be written to; empty where the register has a gap."""

    street: str
    town: str
    postcode: str
    phone: str
    email: str
    web: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """A row of the register of companies.

    Attributes
    ----------
    writing : how its name differs from the charity's that it is
    former : earlier names, and when each was given up
    """

    number: str
    name: str
    writing: Writing = Writing.SAME
    category: str
    status: str = "Active"
    incorporated: date
    sic: tuple[str, ...]
    address: Address
    former: tuple[tuple[date, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Charity:
    """An organisation on the Commission's register.

    Attributes
    ----------
    number : its place among the generated ones
    place : where it is; `works_in` are all places where it works
    company : it is that company as well; `company_stated` tells whether the register says so
    former, working : other names
    group : names of linked charities
    predecessor : the number of a removed charity that it took over from
    income : by year, the latest first, in GBP
    employees, volunteers : at the end of the latest year
    """

    number: int
    charity_number: int
    name: str
    cause: Cause
    place: Place
    works_in: tuple[Place, ...]
    registered: date
    is_cio: bool
    activities: str
    objects: str
    address: Address
    company: Company | None
    company_stated: bool
    former: tuple[tuple[date, str], ...]
    working: tuple[str, ...]
    group: tuple[str, ...]
    predecessor: int | None
    income: tuple[tuple[date, int, int], ...] = field(default=())
    employees: int = 0
    volunteers: int = 0

    @property
    def org_id(self) -> str:
        """The org-id of its charity number."""
        return f"GB-CHC-{self.charity_number}"


class Population:
    """All generated organisations, by number."""

    def __init__(self, places: Sequence[Place], *, seed: int) -> None:
        """Take a programme's places; each of its authorities has about the same number."""
        self.seed = seed
        self._regions = {place.code: place for place in places if place.kind is PlaceKind.REGION}
        self._wide = [p for p in places if p.kind is PlaceKind.COUNTRY or p.name == "London"]
        self.authorities = [place for place in places if place.kind is PlaceKind.AUTHORITY]

    def funders(self, organisations: int) -> tuple[Charity, ...]:
        """Give those that make grants: a dozen of the charities for relief in need."""
        found = (
            each for each in map(self.charity, range(organisations)) if each.cause.key == "relief"
        )
        return tuple(islice(found, 12)) or (self.charity(0),)

    def lot(self, number: int, *, of: int) -> Random:
        """Give the source of chance for one thing, in one of the kinds of things."""
        return Random((self.seed * 64 + of) * 1_000_000_007 + number)  # noqa: S311  (no secret)

    def charity(self, number: int) -> Charity:
        """Make a charity."""
        rng = self.lot(number, of=0)
        cause = rng.choices(CAUSES, cum_weights=_SHARES)[0]
        where = rng.randrange(len(self.authorities))
        place = self.authorities[where]
        words = {**WORDS, "town": (_town(place),)}
        words["parish"] = (write("{parish}", words, rng),) if rng.random() < 0.9 else words["town"]
        name = write(rng.choice(cause.names), words, rng)
        is_company, registered = rng.random() * 100 < cause.companies, _day(rng, _OLDEST, EXTRACTED)
        former = _former(rng, cause, words, registered)
        address = self._address(rng, place, name)
        legal = name.upper() + (" LIMITED" if is_company and rng.random() < 0.3 else "")
        income = _income(rng, cause, registered)
        latest = income[0][1] if income else 0
        return Charity(
            number=number,
            charity_number=FIRST_CHARITY + number,
            name=legal,
            cause=cause,
            place=place,
            works_in=self._works_in(rng, where),
            registered=registered,
            is_cio=not is_company and rng.random() < 0.25,
            activities=_text(rng, write(rng.choice(cause.activities), words, rng), gap=0.02),
            objects=_text(rng, write(rng.choice(cause.objects), words, rng).upper(), gap=0.01),
            address=address,
            company=_company(rng, number, legal, registered, former, address)
            if is_company
            else None,
            company_stated=rng.random() < 0.85,
            former=former,
            working=(_working(name),) if rng.random() < 0.12 else (),
            group=tuple(
                f"{write('{founder}', words, rng)} Fund".upper()
                for _ in range(rng.randint(1, 3) if rng.random() < 1 / _GROUP_MEMBERS else 0)
            ),
            predecessor=_PREDECESSORS + number if rng.random() < 0.03 else None,
            income=income,
            employees=int(latest * rng.uniform(0.3, 0.7) / 28_000),
            volunteers=rng.randint(2, 40) if rng.random() < 0.6 else 0,
        )

    def stranger(self, number: int) -> Company:
        """Make a company that is no charity."""
        rng = self.lot(number, of=1)
        place = rng.choice(self.authorities)
        words = {**WORDS, "town": (_town(place),)}
        words["parish"] = (write("{parish}", words, rng),)
        is_cic = rng.random() < 0.12
        bare = write("{venture}" if is_cic else "{firm}", words, rng).upper()
        incorporated = _day(rng, date(1990, 1, 1), EXTRACTED)
        kind = "Community Interest Company" if is_cic else "Private Limited Company"
        return Company(
            number=str(FIRST_COMPANY + number),
            name=bare + (" C.I.C." if is_cic else rng.choice((" LIMITED", " LTD", " LTD."))),
            category=kind,
            status="Active" if rng.random() < 0.93 else "Active - Proposal to Strike off",
            incorporated=incorporated,
            sic=("88990 - Other social work activities without accommodation n.e.c.",)
            if is_cic
            else ("82990 - Other business support service activities n.e.c.",),
            address=self._address(rng, place, bare),
            former=(
                (_day(rng, incorporated, EXTRACTED), f"{write('{firm}', words, rng)} Ltd".upper()),
            )
            if rng.random() < 0.08
            else (),
        )

    def company(self, number: int) -> Company:
        """Give a row of the register of companies: the charity of that number, or a stranger."""
        return self.charity(number).company or self.stranger(number)

    def _works_in(self, rng: Random, where: int) -> tuple[Place, ...]:
        if rng.random() < 0.08:
            return (rng.choice(self._wide),)
        return tuple(self.authorities[where : where + rng.choices((1, 2, 3), (7, 2, 1))[0]])

    def _address(self, rng: Random, place: Place, name: str) -> Address:
        region = next((self._regions[p].name for p in place.parents if p in self._regions), "Wales")
        area = rng.choice(POSTCODE_AREAS.get(region, POSTCODE_AREAS["Wales"]))
        inward = f"{rng.randint(1, 9)}{rng.choice(_LETTERS)}{rng.choice(_LETTERS)}"
        domain = (
            "".join(c for c in name.lower().replace("the ", "") if c.isalnum())[:30] + ".example"
        )
        has_web, has_mail = rng.random() < 0.45, rng.random() < 0.7
        mail = domain if has_web and rng.random() < 0.8 else "mail.example"
        return Address(
            street=f"{rng.randint(1, 180)} Invented {rng.choice(('Street', 'Road', 'Lane'))}",
            town=place.name,
            postcode=f"{area}{rng.randint(1, 28)} {inward}" if rng.random() < 0.97 else "",
            phone=f"01632 960{rng.randint(0, 999):03}" if rng.random() < 0.75 else "",
            email=f"{rng.choice(('info', 'office', 'admin'))}@{mail}" if has_mail else "",
            web=rng.choice(("www.", "http://www.", "https://")) + domain if has_web else "",
        )


def _town(place: Place) -> str:
    return place.name.split(",")[0]


def _day(rng: Random, first: date, last: date) -> date:
    return first + timedelta(days=int(rng.random() * max((last - first).days, 1)))


def _text(rng: Random, text: str, *, gap: float) -> str:
    """Leave a few out, and put into a few what the real register has in them."""
    text, lot = (text[:1].upper() + text[1:]).strip(), rng.random()
    if lot < gap:
        return ""
    if lot < gap + 0.01:
        return text.replace("'", "\u00bf").replace(". ", '. "', 1)
    return text


def _working(name: str) -> str:
    words = [word for word in name.split() if word[0].isupper()]
    initials = "".join(word[0] for word in words)
    return initials if len(initials) > 3 else name.split(maxsplit=1)[0]


def _former(
    rng: Random, cause: Cause, words: dict[str, Any], registered: date
) -> tuple[tuple[date, str], ...]:
    if rng.random() >= 0.1:
        return ()
    return ((_day(rng, registered, EXTRACTED), write(rng.choice(cause.names), words, rng).upper()),)


def _company(
    rng: Random,
    number: int,
    name: str,
    registered: date,
    former: tuple[tuple[date, str], ...],
    address: Address,
) -> Company:
    """A charity's company: of the same name, a slightly different one, or still of the former."""
    written, how = corrupted(name, rng)
    if former and rng.random() < 0.2:
        written, how = former[0][1], Writing.FORMER
    upper = written.upper()
    if not upper.endswith((" LTD", " LIMITED")) and rng.random() < 0.5:
        upper += " LIMITED"
    moved = Random(number).random() < 0.15  # noqa: S311  (no secret)
    return Company(
        number=str(FIRST_COMPANY + number),
        name=upper,
        writing=Writing.SAME
        if upper.removesuffix(" LIMITED") == name.removesuffix(" LIMITED")
        else how,
        category="PRI/LTD BY GUAR/NSC (Private, limited by guarantee, no share capital)",
        incorporated=registered - timedelta(days=rng.randint(10, 800)),
        sic=("88990 - Other social work activities without accommodation n.e.c.",),
        address=_other_office(address, rng) if moved else address,
        former=former if how is not Writing.FORMER else (),
    )


def _other_office(address: Address, rng: Random) -> Address:
    outward = address.postcode.split(" ", 1)[0] or "ZE9"
    return Address(
        street=f"{rng.randint(1, 90)} Invented Court",
        town=address.town,
        postcode=f"{outward} {rng.randint(1, 9)}{rng.choice(_LETTERS)}{rng.choice(_LETTERS)}",
        phone="",
        email="",
        web="",
    )


def _income(rng: Random, cause: Cause, registered: date) -> tuple[tuple[date, int, int], ...]:
    """End of year, income and spending, the latest first; a few have sent nothing yet."""
    if rng.random() < 0.04:
        return ()
    latest, years = rng.lognormvariate(*cause.income), []
    month, day = rng.choice(((3, 31), (12, 31), (8, 31), (6, 30), (9, 30)))
    first = 2024 if rng.random() < 0.85 else 2023
    for year in range(first, max(first - 5, registered.year), -1):
        years.append((date(year, month, day), int(latest), int(latest * rng.uniform(0.8, 1.15))))
        latest *= rng.uniform(0.85, 1.12)
    return tuple(years)
