"""Pairs of records of which it is known whether they are of one organisation.

They are made from public lists of numbers (../shared/data; none of it is kept in this project) and
from made-up changes: `tests.benchmarks.register.corruption` for names, `moved` for addresses.

| kind | one record | the other |
|---|---|---|
| charity and company | a charity | its company, its name changed |
| two registers | a charity of England and Wales | its number in Scotland, likewise |
| former and working names | a charity with all its names | somebody who knows it by such a name |
| slips of the pen | any charity | the same as another source would write it |
| real | a charity | a grant's recipient as three funders wrote it |
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from graph.errors import IdentifierError
from graph.identity.names import domain_of, names_in, postcode_of
from graph.identity.subjects import Subject
from graph.records.identifiers import OrgId
from tests.benchmarks.register.corruption import corrupted

if TYPE_CHECKING:
    from collections.abc import Iterator

SHARED = Path("../shared/data")
_NUMBERS = SHARED / "identifiers"
REAL = "real"


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A record, and the charity that it is truly of.

    `part` is 0 or 1 for the half that the model may learn from (0) and the threshold is chosen on
    (1), and 2 for the half that it is reported on.
    """

    subject: Subject
    truth: OrgId
    kind: str
    part: int


@dataclass(slots=True)
class Scene:
    """A register of charities, and records of others that may be of them."""

    register: dict[OrgId, Subject] = field(default_factory=dict)
    labelled: list[Labelled] = field(default_factory=list)


def scene(seed: int) -> Scene:
    """Make the scene; the same seed makes the same one."""
    made = Scene()
    _add_register(made, Random(f"{seed} addresses"))  # noqa: S311
    rng = Random(f"{seed} changes")  # noqa: S311
    changed = [*_companies(), *_scottish(), *_other_names()]
    often = Counter(identifier for _, identifier, _, _ in changed)
    for kind, identifier, truth, name in changed:
        if truth in made.register and often[identifier] == 1:  # a number of two says nothing
            _add_changed(made, rng, kind, identifier, truth, name)
    for truth in list(made.register):
        identifier = OrgId.local(f"slip {truth}")
        _add_changed(made, rng, "slips of the pen", identifier, truth, "")
    _add_grants(made)
    return made


def part_of(truth: OrgId) -> int:
    """Give the part that all records of one charity are in."""
    number = int(hashlib.sha256(truth.encode()).hexdigest(), 16) % 4
    return min(number, 2)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _charity(text: str) -> OrgId | None:
    try:
        found = OrgId(text)
    except IdentifierError:
        return None
    return found if found.register in {"GB-CHC", "GB-NIC"} else None


def _add_register(made: Scene, rng: Random) -> None:
    """Take in the charities of all lists; one without an address gets a made-up one.

    One that a grant names gets none: a made-up address beside a real one says that they are two.
    """
    for row in _rows(SHARED / "charities" / "sample.csv"):
        _add(made, row["org_id"], row["name"], row["postcode"], row["web"])
    for row in _rows(_NUMBERS / "charity-company-numbers.csv"):
        _add(made, row["org_id_a"], row["name"])
    for row in _rows(_NUMBERS / "dual-registered-uk-charities.csv"):
        _add(made, f"GB-CHC-{row['E&W Charity Number']}", row["Charity Name (E&W)"])
    for row in _rows(_NUMBERS / "charity-names.csv"):
        if (charity := _charity(row["org_id"])) in made.register:
            _add(made, str(charity), row["alternative_name"])
    funded = {_charity(number) for _, number, _, _, _ in _grants()}
    for subject in made.register.values():
        invented, has_web = _postcode(rng), rng.random() < 0.5
        if subject.organisation in funded:
            continue
        subject.postcode = subject.postcode or invented
        if not subject.domain and has_web:
            subject.domain = f"{subject.organisation.number}.example"


def _add(made: Scene, identifier: str, name: str, postcode: str = "", web: str = "") -> None:
    charity = _charity(identifier)
    if charity is None:
        return
    subject = made.register.setdefault(
        charity, Subject(organisation=charity, source="charities", sector="vcse")
    )
    subject.names += [each for each in names_in(name) if each not in subject.names]
    subject.postcode = subject.postcode or postcode_of(postcode)
    subject.domain = subject.domain or domain_of(web)


def _postcode(rng: Random) -> str:
    area = rng.choice(
        ("B", "BS", "CF", "E", "EX", "L", "LE", "LS", "M", "NE", "NR", "PL", "S", "SW")
    )
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    unit = rng.choice(letters) + rng.choice(letters)
    return f"{area}{rng.randint(1, 20)} {rng.randint(1, 9)}{unit}"


def moved(postcode: str, rng: Random) -> str:
    """Give the postcode that another source has.

    Of ten, six are the same, one is near by (another unit of the sector), two are elsewhere, and
    one is missing.
    """
    chance = rng.random()
    if chance < 0.6:
        return postcode
    if chance < 0.7:
        return postcode[:-2] + "".join(rng.sample("ABDEFGHJLNPQRSTUWXYZ", 2))
    return _postcode(rng) if chance < 0.9 else ""


def _add_changed(
    made: Scene, rng: Random, kind: str, identifier: OrgId, truth: OrgId, name: str
) -> None:
    """Add a record of a charity as another source might have it."""
    charity = made.register[truth]
    if not name and not charity.names:
        return
    written, _ = corrupted((name or charity.names[0]).upper(), rng)
    subject = Subject(
        organisation=identifier,
        source=kind,
        names=list(names_in(written)),
        postcode=moved(charity.postcode, rng),
        domain=charity.domain if rng.random() < 0.4 else "",
        sector="private" if identifier.register == "GB-COH" and rng.random() < 0.4 else "vcse",
    )
    made.labelled.append(Labelled(subject=subject, truth=truth, kind=kind, part=part_of(truth)))


def _companies() -> Iterator[tuple[str, OrgId, OrgId, str]]:
    for row in _rows(_NUMBERS / "charity-company-numbers.csv"):
        if charity := _charity(row["org_id_a"]):
            yield "charity and company", OrgId(row["org_id_b"]), charity, row["name"]


def _scottish() -> Iterator[tuple[str, OrgId, OrgId, str]]:
    for row in _rows(_NUMBERS / "dual-registered-uk-charities.csv"):
        if charity := _charity(f"GB-CHC-{row['E&W Charity Number']}"):
            identifier = OrgId(f"GB-SC-{row['Scottish Charity Number']}")
            yield "two registers", identifier, charity, row["Charity Name (E&W)"]


def _other_names() -> Iterator[tuple[str, OrgId, OrgId, str]]:
    for place, row in enumerate(_rows(_NUMBERS / "charity-names.csv")):
        if charity := _charity(row["org_id"]):
            identifier = OrgId.local(f"other name {place}")
            yield "former and working names", identifier, charity, row["alternative_name"]


def _add_grants(made: Scene) -> None:
    """Add the recipients of grants, by the names and addresses that funders gave them."""
    seen: set[tuple[str, ...]] = set()
    for source, number, name, postcode, web in _grants():
        charity = _charity(number)
        if charity is None or (source, number, name, postcode) in seen:
            continue
        seen.add((source, number, name, postcode))
        subject = Subject(
            organisation=OrgId.local(f"{source} {len(seen)}"),
            source=source,
            names=list(names_in(name)),
            postcode=postcode_of(postcode),
            domain=domain_of(web),
            sector="vcse",
        )
        made.labelled.append(
            Labelled(subject=subject, truth=charity, kind=REAL, part=part_of(charity))
        )


def _grants() -> Iterator[tuple[str, str, str, str, str]]:
    text = (SHARED / "grants_360giving" / "lloyds_bank_foundation.json").read_text("utf-8")
    for grant in json.loads(text)["grants"]:
        for who in grant["recipientOrganization"]:
            yield "lloyds", who["id"], who["name"], who.get("postalCode", ""), who.get("url", "")
    for row in _rows(SHARED / "local_vcse" / "dulverton_grants_2005_2014.csv"):
        yield "dulverton", row["recipient"], row["recipient_name"], row["postcode"], ""
    for row in _rows(SHARED / "local_vcse" / "esmee_fairbairn_grants_2008_2015.csv"):
        yield "esmee", row["recipient"], row["recipient_name"], "", ""
