"""The documents tell the truth about the code."""

from __future__ import annotations

import math
import re
import shlex
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from pydantic_core import PydanticUndefined
from typer.main import get_command

from api.cli.app import app
from api.formats.brief_file import read_brief_file
from api.formats.serialise import (
    CHANGE_COLUMNS,
    DEMANDED_COLUMNS,
    DEPARTURE_COLUMNS,
    LINE_UP_COLUMNS,
    LINK_COLUMNS,
    MATCH_COLUMNS,
    NATIONAL_COLUMNS,
    PORTFOLIO_COLUMNS,
    REMEDY_COLUMNS,
    REPLACEMENT_COLUMNS,
    TRADEOFF_COLUMNS,
)
from api.formats.statement_file import EXAMPLE
from api.service.settings import Settings
from graph.questions import (
    Filters,
    GraphPath,
    Link,
    LinkKind,
    Match,
    MatchQuality,
    Neighbourhood,
    Node,
    Reached,
)
from graph.records.kinds import PlaceKind
from graph.records.provenance import Confidence
from graph.snapshot.snapshot import Snapshot
from graph.sources import IMPORTERS, importer
from matcher.answer import records as answer
from matcher.answer import stress_records
from matcher.brief.gates import programme_gates
from matcher.brief.request import BRIEF_FIELDS, Brief, resolve
from matcher.case.scoring import ScoringRules
from matcher.errors import BriefError
from matcher.lineups import recommend
from matcher.questions import findings, rescoring_records
from tests.builtin import read_builtin
from tests.tooling.write_brief_fields import with_table
from tests.tooling.write_sources import all_sources, sources

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted(
    path for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")] if path.is_file()
)


def test_the_answers_fields_are_documented_in_their_order() -> None:
    text = (ROOT / "docs" / "answer.md").read_text("utf-8")
    sections = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    records = {
        name: record
        for name, record in {
            **vars(answer),
            **vars(stress_records),
            **vars(findings),
            **vars(rescoring_records),
        }.items()
        if is_dataclass(record) and isinstance(record, type)
    }
    assert set(sections) - {"CSV"} == set(records)
    for name, record in records.items():
        documented = re.findall(r"^\| `(\w+)` \|", sections[name], re.MULTILINE)
        assert documented == [field.name for field in fields(record)], name


def test_the_columns_of_csv_are_documented() -> None:
    text = (ROOT / "docs" / "answer.md").read_text("utf-8").split("\n## CSV\n")[1]
    listed = {tuple(re.split(r",\s+", names)) for names in re.findall(r"`(\w+,[^`]*)`", text)}
    assert listed == {
        LINE_UP_COLUMNS,
        CHANGE_COLUMNS,
        REMEDY_COLUMNS,
        TRADEOFF_COLUMNS,
        PORTFOLIO_COLUMNS,
        NATIONAL_COLUMNS,
        DEMANDED_COLUMNS,
        REPLACEMENT_COLUMNS,
        DEPARTURE_COLUMNS,
    }


def test_the_records_of_graph_questions_are_documented() -> None:
    text = (ROOT / "docs" / "questions.md").read_text("utf-8")
    sections = dict(re.findall(r"^## (\w+)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL))
    for record in (Match, Neighbourhood, GraphPath, Reached, Link, Node):
        documented = re.findall(r"^\| `(\w+)` \|", sections[record.__name__], re.MULTILINE)
        assert documented == [field.name for field in fields(record)], record.__name__
    listed = {
        tuple(re.split(r",\s+", names)) for names in re.findall(r"`(\w+,[^`]*)`", sections["CSV"])
    }
    assert listed == {MATCH_COLUMNS, LINK_COLUMNS}


def test_the_words_of_graph_questions_are_documented_in_their_order() -> None:
    text = (ROOT / "docs" / "questions.md").read_text("utf-8")
    links = text.split("| link |")[1].split("\n\n")[0]
    assert re.findall(r"^\| `([\w-]+)` \|", links, re.MULTILINE) == list(LinkKind)
    tiers = text.split("| quality |")[1].split("\n\n")[0]
    assert re.findall(r"^\| `(\w+)` \|", tiers, re.MULTILINE) == list(MatchQuality)
    filters = re.findall(r"^\| `--[\w-]+` \| `(\w+)` \|", text, re.MULTILINE)
    assert filters == [field.name for field in fields(Filters)]


def test_the_briefs_fields_are_documented_as_they_are() -> None:
    """`make brief` writes the table anew."""
    text = (ROOT / "docs" / "brief.md").read_text("utf-8")
    assert with_table(text) == text
    assert all(field.sentence in text for field in BRIEF_FIELDS.values())


def _is_accepted(snapshot: Snapshot, brief: Brief) -> bool:
    try:
        resolve(snapshot, brief)
    except BriefError:
        return False
    return True


def test_the_gates_are_documented_with_their_figures() -> None:
    text = (ROOT / "docs" / "brief.md").read_text("utf-8").split("## Gates")[1]
    rows = re.findall(r"^\| `(\w+)` \| ([\d.]+) \| (on|off) \|", text, re.MULTILINE)
    gates = programme_gates(Snapshot(read_builtin())).gates
    assert {name: (float(figure), state == "on") for name, figure, state in rows} == {
        key.value: (gate.figure, gate.on) for key, gate in gates.items()
    }


def test_the_example_brief_is_read_without_a_mistake(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "brief.md").read_text("utf-8")
    example = re.search(r"```toml\n(.*?)```", text, re.DOTALL)
    assert example
    (tmp_path / "brief.toml").write_text(example[1], "utf-8")
    brief, mistakes = read_brief_file(tmp_path / "brief.toml")
    assert mistakes == ()
    assert _is_accepted(Snapshot(read_builtin()), brief)


def test_the_example_of_a_missing_organisation_is_the_one_that_is_printed() -> None:
    assert f"```toml\n{EXAMPLE}```" in (ROOT / "docs" / "organisation.md").read_text("utf-8")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_that_a_document_names_exists(path: Path) -> None:
    text = path.read_text("utf-8")
    linked = re.findall(r"\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)", text)
    named = re.findall(r"`((?:graph|matcher|api|tests|docs|notebooks)/[\w/.\-]+\.\w+)`", text)
    assert [name for name in linked if not (path.parent / name).exists()] == []
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_setting_is_documented_with_its_default() -> None:
    text = (ROOT / "docs" / "operating.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `MATCHER_(\w+)` \| (.*?) \|", text, re.MULTILINE))
    assert set(rows) == {name.upper() for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        if field.default not in {PydanticUndefined, ""}:
            assert rows[name.upper()] == re.sub(r"\.0$", "", str(field.default))


def test_every_source_is_listed() -> None:
    text = (ROOT / "SOURCES.md").read_text("utf-8")
    listed = re.findall(r"^\| (\S+) \|", text, re.MULTILINE)[1:]
    assert text == sources()
    assert listed == [source.id for source in all_sources()]


def test_the_scorings_numbers_are_those_of_the_code() -> None:
    text = (ROOT / "docs" / "scoring.md").read_text("utf-8")
    cells = dict(re.findall(r"^\| (\w+) \| (.*?) \|", text, re.MULTILINE))
    stated = {part: [float(number) for number in _PLAIN.findall(cells[part])] for part in cells}
    rules = ScoringRules()
    chance = rules.presence
    kinds = ("authority", "police-area", "contract-area", "region", "country")
    near, elsewhere = rules.presence_known_near, rules.presence_known_elsewhere
    beside = [near[PlaceKind.COUNTRY], elsewhere[PlaceKind.COUNTRY]]
    assert stated["place"] == [*(chance[PlaceKind(kind)] for kind in kinds), *beside]
    assert chance[PlaceKind.TRUST] == chance[PlaceKind.POLICE_AREA]
    believed = [(count, fit) for count, fit in enumerate(rules.presence_by_sites, 1)]
    assert stated["sites"] == [number for pair in believed for number in pair]
    (_, smallest), *larger = rules.presence_by_size
    steps = [number for foot, fit in larger for number in (foot / 1e6, fit)]
    assert stated["size"] == [smallest, *steps]
    assert stated["setting"] == [1.0, *rules.custody_fit.values(), rules.custody_else]
    assert stated["justice"] == [*rules.justice_fit.values(), rules.unmarked_fit]
    assert stated["cohort"] == [1.0, 1.0, rules.generic_women_fit, rules.subgroup_fit]
    remembered = (Confidence.MEMORY_HIGH, Confidence.MEMORY_MEDIUM, Confidence.MEMORY_LOW)
    assert stated["confidence"] == [1.0, *(rules.confidence_fit[mark] for mark in remembered)]
    none_known, *by_level = rules.evidence_fit
    levels = [1.0, 5.0]  # "Nesta level 1 to 5"
    after = [none_known, rules.worse_fit]  # no difference, worse
    assert stated["evidence"] == [none_known, rules.track_record_fit, *levels, *by_level, *after]
    (trusted,) = re.findall(r"(\d+) needs a year \((\d+) to (\d+)\)", text)
    (focus,) = re.findall(r"The factor ([\d.]+) keeps", text)
    (ceiling,) = re.findall(r"at most (\d+) % of the area's needs", text)
    assert rules.unknown_capacity == (float(trusted[1]), float(trusted[0]), float(trusted[2]))
    assert float(focus) == rules.focus
    (staff,) = re.findall(r"capacity is (\d+) % \((\d+) to (\d+) %\)", text)
    low, middle, high = rules.workforce_share
    assert [float(share) for share in staff] == pytest.approx([middle * 100, low * 100, high * 100])
    (each,) = re.findall(r"volunteers x (\d+) needs each \((\d+) to (\d+)\)", text)
    assert rules.volunteer_needs == (float(each[1]), float(each[0]), float(each[2]))
    (expenses,) = re.findall(r"price is its expenses\*\*: (\d+) %", text)
    assert float(expenses) == rules.expenses_share * 100
    (least,) = re.findall(r"from one million pounds on [^.]* at least ([\d.]+) % of", text)
    assert float(least) == rules.tier_2_share * 100
    assert rules.large_gbp == 1e6
    assert float(ceiling) == rules.minimum_ceiling * 100


def test_the_affinities_of_the_page_are_those_of_the_code() -> None:
    text = (ROOT / "docs" / "scoring.md").read_text("utf-8")
    learnt = ScoringRules().pair_log_odds
    formulas = [
        float(number) for number in re.findall(r"^    ln r = ([\d.]+) \*", text, re.MULTILINE)
    ]
    assert formulas == [learnt["closely-together"], learnt["resource-allocation"]]
    (of_two,) = re.findall(r"and ([\d.]+) where a contract of just the two became known", text)
    (shared,) = re.findall(r"has a little \(([\d.]+) where that partner has only those", text)
    assert float(of_two) == round(1 - 2 ** -learnt["closely-together"], 2)
    assert float(shared) == round(1 - math.exp(-learnt["resource-allocation"] / 2), 2)


_PLAIN = re.compile(r"\d+(?:\.\d+)?")


def test_every_recorded_rule_is_said_to_apply() -> None:
    text = (ROOT / "docs" / "scoring.md").read_text("utf-8")
    section = text.split("## Which recorded rules apply")[1].split("\n## ")[0]
    named = set(re.findall(r"`(\w+)`", section))
    assert {rule.key for rule in read_builtin().rules} <= named


def test_the_briefs_default_share_is_that_of_the_programmes_rule() -> None:
    rules = {rule.key: rule.value for rule in read_builtin().rules}
    assert Brief(area="Essex").min_vcse_share == rules["vcse_share"]


def test_the_example_of_the_readme_is_what_is_answered_today() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    answer = recommend(Snapshot(read_builtin()), Brief(area="Merseyside", k=1))
    best = answer.lineups[0]
    parts = " + ".join(f"{name} {value:.6f}" for name, value in best.criteria.items())
    assert f"data version {answer.data_version}" in text
    assert f"Score {best.score:.6f} = {parts}\n" in text


def test_every_command_of_the_readme_exists() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    targets = set(re.findall(r"^make ([a-z-]+)", text, re.MULTILINE))
    makefile = (ROOT / "Makefile").read_text("utf-8")
    known = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
    assert {"run", "test"} <= targets <= known


def test_the_sources_have_the_options_that_their_page_gives_them() -> None:
    text = (ROOT / "docs/sources.md").read_text("utf-8").replace("\\\n", " ")
    given: dict[str, set[str]] = {}
    commands = re.findall(r"^\.venv/bin/matcher import (\S+)(.*)$", text, re.MULTILINE)
    for source, rest in commands:
        given.setdefault(source, set()).update(re.findall(r"--option '?([a-z-]+)=", rest))
    sections = re.findall(r"^## [^\n]*`(\S+)`\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    for source, section in sections:
        given[source] |= set(re.findall(r"`--option ([a-z-]+)=", section))
    assert given.keys() == IMPORTERS.keys()
    assert {name: options - importer(name).options.keys() for name, options in given.items()} == {
        name: set() for name in IMPORTERS
    }
    assert {"consortia", "ocds", "360giving"} <= {
        name for name, options in given.items() if options
    }


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_of_a_document_can_be_parsed(path: Path) -> None:
    """Each is parsed with its options and arguments, and not run. None wants another PATH."""
    text = path.read_text("utf-8").replace("\\\n", " ")
    bare = re.findall(r"^(?:\$ )?matcher (?!.* {3}api/)", text, re.MULTILINE)  # but for the map
    assert not bare, "write .venv/bin/matcher"
    in_tables = re.findall(
        r"^\| you ask \| `\.venv/bin/matcher \.\.\.`.*?\n\n", text, re.MULTILINE | re.DOTALL
    )
    rows = [row.split("|")[2] for table in in_tables for row in table.strip().splitlines()[2:]]
    lines = re.findall(r"^\.venv/bin/matcher (.*)$", text, re.MULTILINE)
    for line in [*lines, *re.findall(r"`([^`]+)`", " ".join(rows))]:
        command, arguments = get_command(app), shlex.split(line, comments=True)
        while hasattr(command, "commands"):
            named = [word for word in arguments if word in command.commands]
            if not named and getattr(command, "invoke_without_command", False):
                break
            word = named[0] if named else "show"  # `matcher organisation NAME` shows it
            arguments = arguments[arguments.index(word) + 1 :] if named else arguments
            command = command.commands[word]
        command.make_context("matcher", arguments).close()


def _commands_in_a_table(text: str) -> list[str]:
    """The commands of the table whose second column is headed `.venv/bin/matcher ...`."""
    (_, _, after) = text.partition("| you ask | `.venv/bin/matcher ...` |")
    rows = after.partition("\n\n")[0].splitlines()[2:]
    return re.findall(r"`([^`]+)`", " ".join(row.split("|")[2] for row in rows))
