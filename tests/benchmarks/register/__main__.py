"""Write a generated register as files in the sources' own formats, and the truth about it.

    python -m tests.benchmarks.register FOLDER --organisations 170000 --seed 0

makes in FOLDER

- ``charity-commission/json`` and ``charity-commission/txt``: the public extract, one zip a table
- ``companies``: BasicCompanyData, with as many rows as there are charities
- ``grants``: 360Giving JSON, one grant for every ten charities
- ``contracts``: OCDS JSON lines, one notice for every hundred
- ``truth``: which identifiers are one organisation (``identities.csv``: the first column says
  which), who belongs to whose group (``groups.csv``), and what each charity does (``work.csv``)
"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from graph.packs.reading import builtin, read_pack
from tests.benchmarks.register.bodies import EXTRACTED, Charity, Population
from tests.benchmarks.register.charity_commission import rows
from tests.benchmarks.register.corruption import Writing
from tests.benchmarks.register.others import COMPANY_FIELDS, company_row, grant, release
from tests.benchmarks.register.tables import TABLES
from tests.benchmarks.register.writing import extract_json, extract_text, packed, table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

LABEL = """Generated for measuring. No organisation, address, text or number in these files is real:
every name and sentence was made by a grammar from made-up words, web addresses end in .example,
telephone numbers are those kept for drama, streets are Invented ones, and the numbers of charities
(8000001 and up) and companies (90000001 and up) are beyond all that the registers have given out.
A name that is also a real organisation's is so by chance.
"""
FORMATS = {"json": extract_json, "txt": extract_text}


def write_register(
    folder: Path,
    *,
    organisations: int,
    seed: int = 0,
    formats: Sequence[str] = tuple(FORMATS),
    progress: Callable[[int], None] = lambda _: None,
) -> None:
    """Write all files.

    Parameters
    ----------
    folder : where to; files of the same names are replaced
    organisations : how many live charities; the files of other sources follow from it
    seed : of all chance: the same seed gives the same bytes
    formats : of the Commission's extract: ``json``, ``txt``
    progress : told after every thousand charities
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "README.txt").write_text(LABEL, "utf-8")
    people = Population(read_pack(builtin()).places, seed=seed)
    with ExitStack() as files:
        same = files.enter_context(
            table(folder / "truth" / "identities.csv", ("organisation", "id", "name", "written"))
        )
        _write_registers(folder, people, files, same, organisations, formats, progress)
        _write_grants(folder, people, same, organisations)
        _write_contracts(folder, people, same, organisations)


def _write_registers(
    folder: Path,
    people: Population,
    files: ExitStack,
    same: Callable[[Sequence[object]], object],
    organisations: int,
    formats: Sequence[str],
    progress: Callable[[int], None],
) -> None:
    tables = {
        name: [
            files.enter_context(
                FORMATS[form](
                    folder / "charity-commission" / form / f"publicextract.{name}.zip", name, fields
                )
            )
            for form in formats
        ]
        for name, fields in TABLES.items()
    }
    name = f"BasicCompanyDataAsOneFile-{EXTRACTED}"
    companies = files.enter_context(packed(folder / "companies" / f"{name}.zip", f"{name}.csv"))
    companies.write(",".join(COMPANY_FIELDS) + "\r\n")
    groups = files.enter_context(table(folder / "truth" / "groups.csv", ("member", "group")))
    work = files.enter_context(table(folder / "truth" / "work.csv", ("id", "cause", "pathways")))
    for number in range(organisations):
        charity = people.charity(number)
        for where, cells in rows(charity):
            for write in tables[where]:
                write(cells)
        company = charity.company or people.stranger(number)
        companies.write(",".join(f'"{cell}"' for cell in company_row(company)) + "\r\n")
        for row in _identities(charity):
            same((number, *row))
        for linked in range(1, len(charity.group) + 1):
            groups((f"{charity.org_id}-{linked}", charity.org_id))
        work((charity.org_id, charity.cause.key, " ".join(charity.cause.pathways)))
        if number % 1000 == 0:
            progress(number)


def _identities(charity: Charity) -> list[tuple[str, str, Writing]]:
    found = [(charity.org_id, charity.name, Writing.SAME)]
    if charity.company:
        company = charity.company
        found.append((f"GB-COH-{company.number}", company.name, company.writing))
    if charity.predecessor:
        found.append((f"GB-CHC-{charity.predecessor}", charity.name, Writing.SAME))
    return found


def _write_grants(
    folder: Path,
    people: Population,
    same: Callable[[Sequence[object]], object],
    organisations: int,
) -> None:
    (folder / "grants").mkdir(exist_ok=True)
    with (folder / "grants" / "grants.json").open("w", encoding="utf-8") as file:
        file.write('{"grants": [')
        funders = people.funders(organisations)
        for number in range(max(organisations // 10, 1)):
            value, recipient, sighting = grant(
                people, number, funders=funders, organisations=organisations
            )
            file.write((", " if number else "") + json.dumps(value, ensure_ascii=False))
            same((recipient.number, *sighting))
        file.write("]}")


def _write_contracts(
    folder: Path,
    people: Population,
    same: Callable[[Sequence[object]], object],
    organisations: int,
) -> None:
    (folder / "contracts").mkdir(exist_ok=True)
    with (folder / "contracts" / "releases.jsonl").open("w", encoding="utf-8") as file:
        for number in range(max(organisations // 100, 1)):
            value, suppliers = release(people, number, organisations=organisations)
            file.write(json.dumps(value, ensure_ascii=False) + "\n")
            for supplier, sighting in suppliers:
                same((supplier.number, *sighting))


def main() -> None:
    """Read the command line."""
    parser = ArgumentParser(prog="python -m tests.benchmarks.register", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--organisations", type=int, default=170_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--formats", nargs="+", choices=FORMATS, default=tuple(FORMATS))
    given = parser.parse_args()
    if given.organisations < 1:
        parser.error("--organisations must be 1 or more")
    write_register(
        given.folder,
        organisations=given.organisations,
        seed=given.seed,
        formats=given.formats,
        progress=lambda done: print(f"{done:,} charities", file=sys.stderr),  # noqa: T201
    )


if __name__ == "__main__":
    main()
