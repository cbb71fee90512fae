"""Link a generated register of charities with one of companies of the same size.

    python -m tests.benchmarks.memory tests.benchmarks.linking 170000

prints how many pairs are truly of one organisation, found, and found wrongly; then the peak in MB.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from graph.identity.clusters import clusters
from graph.identity.linking import Linked, link
from graph.identity.names import domain_of, names_in, phone_of, postcode_of
from graph.identity.subjects import Subject
from graph.packs.reading import builtin, read_pack
from graph.records.identifiers import OrgId
from graph.stores import DEFAULT_PROGRAMME
from tests.benchmarks.register.bodies import Population

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.register.bodies import Address, Charity, Company

SEED = 7


def subjects(population: Population, organisations: int) -> Iterator[Subject]:
    """Yield the charities, then the companies; neither says a number of the other."""
    for number in range(organisations):
        yield _charity(population.charity(number))
    for number in range(organisations):
        yield _company(population.company(number))


def _charity(of: Charity) -> Subject:
    names = (of.name, *(name for _, name in of.former), *of.working)
    return _subject(OrgId(of.org_id), "charities", names, of.address, "vcse")


def _company(of: Company) -> Subject:
    names = (of.name, *(name for _, name in of.former))
    sector = "private" if of.category == "Private Limited Company" else "vcse"
    return _subject(OrgId(f"GB-COH-{of.number}"), "companies", names, of.address, sector)


def _subject(
    identifier: OrgId, source: str, names: tuple[str, ...], address: Address, sector: str
) -> Subject:
    return Subject(
        organisation=identifier,
        source=source,
        names=[each for name in names for each in names_in(name)],
        postcode=postcode_of(address.postcode),
        domain=domain_of(address.web) if source == "charities" else "",
        phone=phone_of(address.phone) if source == "charities" else "",
        sector=sector,
    )


def linked(population: Population, organisations: int) -> Linked:
    """Link them as `matcher identity link` does."""
    began = perf_counter()

    def told(words: str) -> None:
        sys.stderr.write(f"{perf_counter() - began:6.1f} s {words}\n")

    with tempfile.TemporaryDirectory() as scratch:
        found = link(
            subjects(population, organisations), scratch=Path(scratch), seed=SEED, progress=told
        )
    told(f"{len(found.links):,} links")
    return found


def main() -> None:
    """Link as many as the command line says."""
    organisations = int(sys.argv[1])
    places = read_pack(builtin(DEFAULT_PROGRAMME)).places
    population = Population(places, seed=SEED)
    found = linked(population, organisations)
    same = clusters((), (), found.links, ()).canonical
    true = right = wrong = 0
    for number in range(organisations):
        charity = population.charity(number)
        company = population.company(number)
        who = same.get(OrgId(f"GB-COH-{company.number}"))
        is_one = charity.company is not None
        true += is_one
        right += who == charity.org_id if is_one else 0
        wrong += who is not None and not (is_one and who == charity.org_id)
    sys.stdout.write(f"{true} {right} {wrong}\n")


if __name__ == "__main__":
    main()
