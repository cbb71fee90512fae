"""The command line: what people type, what they see, and where it goes."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

from graph.packs.reading import builtin
from graph.stores.urls import sqlite_url
from matcher.answer.records import Answer, LineUp, Member

if TYPE_CHECKING:
    from pathlib import Path

    from tests.api.command import Matcher


def test_a_line_up_is_shown_with_its_proof_gaps_and_reasons(matcher: Matcher) -> None:
    code, out, err = matcher("lineups", "Essex", "-k", "1")
    assert code == 0
    assert err == ""
    for words in (
        "Essex (CPA19)",
        "Facts as of 2013-09-19",
        "nobody named here has been",
        "proven optimal",
        "Needs that could be met, by pathway",
        "Largest gaps",
        "Why each member",
        "[estimated: ",
    ):
        assert words in " ".join(out.split())


def test_reasons_can_be_left_out(matcher: Matcher) -> None:
    assert "Why each member" not in matcher("lineups", "Essex", "-k", "1", "--no-reasons")[1]


@pytest.mark.parametrize("area", ["19", "CPA19", "C18", "essex"])
def test_an_area_goes_by_any_of_its_names(matcher: Matcher, area: str) -> None:
    code, out, _ = matcher("lineups", area, "-k", "1", "--format", "json")
    assert code == 0
    assert json.loads(out)["area"] == {
        "id": "CPA19",
        "codes": {"CPA": "19", "Delius": "C18"},
        "name": "Essex",
    }


def test_json_of_one_area_has_the_documented_shape(matcher: Matcher) -> None:
    answer = json.loads(matcher("--format", "json", "lineups", "Essex", "-k", "1")[1])
    assert list(answer) == [field.name for field in fields(Answer)]
    assert list(answer["lineups"][0]) == [field.name for field in fields(LineUp)]
    assert list(answer["lineups"][0]["members"][0]) == [field.name for field in fields(Member)]


def test_the_same_question_gives_the_same_bytes(matcher: Matcher) -> None:
    first, second = (matcher("-f", "json", "lineups", "Merseyside", "-k", "2") for _ in range(2))
    assert first == second


def test_all_areas_give_a_list_in_the_order_of_their_numbers(matcher: Matcher) -> None:
    code, out, err = matcher("lineups", "--all", "-k", "1", "--max-members", "10", "-f", "json")
    answers = json.loads(out)
    assert code == 0
    assert err.startswith("Each area is answered for itself. So capacity is counted more than once")
    assert err.endswith("`matcher national` counts it once.\n")
    assert [answer["area"]["id"] for answer in answers] == [f"CPA{n}" for n in range(1, 22)]
    assert all(line_up["proven_optimal"] for answer in answers for line_up in answer["lineups"])


def test_csv_has_a_row_for_each_member_and_each_part_that_is_retained(matcher: Matcher) -> None:
    """The rows of each of the two line-ups are all of the volume and the whole price."""
    out = matcher("lineups", "Essex", "-k", "2", "-f", "csv")[1]
    rows = list(csv.DictReader(io.StringIO(out, newline="")))
    assert {row["rank"] for row in rows} == {"1", "2"}
    own = [row for row in rows if not row["retained"]]
    assert sum(float(row["share_of_volume"]) for row in own) == pytest.approx(2.0, abs=0.01)
    assert sum(float(row["share_of_value"]) for row in rows) == pytest.approx(2.0, abs=0.01)
    assert "through-the-gate:prison-chelmsford" in {row["retained"] for row in rows}
    assert {row["member"] for row in rows if row["retained"]} <= {row["lead"] for row in rows}


def test_options_reach_the_engine(matcher: Matcher) -> None:
    out = matcher(
        "lineups", "Essex", "-f", "json", "-k", "1", "--max-members", "4",
        "--must", "St Giles Trust,YSS", "--never", "Serco", "--lead", "Seetec",
        "--as-of", "2013-12-31", "--min-vcse-share", "0.4",
    )[1]  # fmt: skip
    answer = json.loads(out)
    names = {member["name"] for member in answer["lineups"][0]["members"]}
    assert {"St Giles Trust", "YSS", "Seetec Business Technology Centre"} <= names
    assert len(names) <= 4
    assert answer["as_of"] == "2013-12-31"
    assert answer["brief"]["min_vcse_share"] == 0.4
    assert len(answer["brief"]["must"]) == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("lineups", "Esex"), "Did you mean: Essex"),
        (("lineups", "Essex", "--must", "Nacroo"), "Did you mean: Nacro"),
        (("lineups", "Essex", "--must", "Nacro", "--never", "nacro"), "also in 'must'"),
        (("lineups", "Essex", "-k", "0"), "k: 0 is not between 1 and 20"),
        (("lineups", "Essex", "--lead", "Anawim"), "name another lead"),
        (("lineups", "Essex", "--as-of", "yesterday"), "--as-of"),
        (("lineups", "Essex", "--all"), "Name one area, or ask for --all"),
        (("lineups", "Essex", "--format", "xml"), "xml"),
        (("organisations", "--kind", "club"), "kind"),
        (("organisation", "Nobody In Particular"), "No organisation is called"),
        (("frobnicate",), "frobnicate"),
        (("serve", "--port", "99999"), "port"),
        (("data", "check", "/does/not/exist"), "there is no such folder"),
    ],
)
def test_what_cannot_be_done_is_said_without_a_traceback(
    matcher: Matcher, arguments: tuple[str, ...], message: str
) -> None:
    code, out, err = matcher(*arguments)
    assert code == 2
    assert out == ""
    assert message in err
    assert "Traceback" not in err


def test_all_mistakes_come_at_once(matcher: Matcher) -> None:
    err = matcher("lineups", "Essx", "-k", "0", "--max-members", "0", "--equity", "7")[2]
    assert err.startswith("4 mistakes in the brief")


def test_a_mistake_of_the_program_says_how_to_report_it(
    matcher: Matcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        message = "a lost screw"
        raise RuntimeError(message)

    monkeypatch.setattr("api.cli.listing.list_areas", broken)
    code, _, err = matcher("areas")
    assert code == 1
    assert "RuntimeError: a lost screw" in err
    assert "MATCHER_DEBUG=1" in err
    monkeypatch.setenv("MATCHER_DEBUG", "1")
    with pytest.raises(RuntimeError):
        matcher("areas")


def test_an_interrupt_ends_with_its_own_code(
    matcher: Matcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("api.cli.listing.list_areas", stopped)
    assert matcher("areas")[::2] == (130, "Interrupted; nothing was written.\n")


def test_areas_are_listed_with_both_numbers(matcher: Matcher) -> None:
    out = matcher("areas")[1]
    assert "19   C18" in out
    rows = list(csv.DictReader(io.StringIO(matcher("areas", "-f", "csv")[1], newline="")))
    assert len(rows) == 21
    assert rows[5]["codes"] == "CPA=6;Delius=C07"


def test_organisations_are_found_by_what_they_do_and_where(matcher: Matcher) -> None:
    out = matcher("organisations", "--area", "Merseyside", "--cohort", "women", "-f", "json")[1]
    assert any(row["name"] == "PSS" for row in json.loads(out))
    code, out, _ = matcher("organisations", "--search", "zzzz")
    assert code == 0
    assert "0 of organisations called something like 'zzzz'" in out
    code, out, _ = matcher("organisations", "--search", "&")
    assert (code, "0 of organisations" in out, "has no word in it" in " ".join(out.split())) == (
        0,
        True,
        True,
    )


def test_an_organisation_is_shown_with_the_origin_of_each_fact(matcher: Matcher) -> None:
    out = matcher("organisation", "Nacro", "-f", "csv")[1]
    rows = list(csv.DictReader(io.StringIO(out, newline="")))
    assert {"capabilities", "work", "sizes"} <= {row["what"] for row in rows}
    assert all(row["confidence"] and row["sources"] for row in rows)
    assert {row["counts"] for row in rows} == {"yes", "no"}
    assert "Nacro" in matcher("organisation", "Nacro")[1]


def test_an_organisations_affiliations_and_flags_are_shown_with_source_and_day(
    matcher: Matcher,
) -> None:
    out = matcher("organisation", "G4S", "-f", "csv", "--as-of", "2013-09-18")[1]
    rows = [row for row in csv.DictReader(io.StringIO(out, newline="")) if row["what"] == "flags"]
    told = {(row["fact"].split(";")[0], row["known_from"], row["sources"]) for row in rows}
    assert ("investigation", "2013-07-11", "GK") in told
    assert ("withdrawal", "2013-12", "S65") in told
    assert {row["fact"].split(";")[0] for row in rows if row["counts"] == "no"} == {"withdrawal"}
    out = matcher("organisation", "Working Links", "-f", "csv")[1]
    assert "with shareholder; Capgemini; 2000; 2016-06" in out
    assert "memory-high: GK" in matcher("organisation", "Working Links")[1]


def test_data_check_counts_and_names_what_was_verified(matcher: Matcher) -> None:
    code, out, err = matcher("data", "check")
    assert code == 0
    assert "The programme is sound." in err
    assert "organisations" in out
    assert "add up to the programme's expected" in " ".join(out.split())
    counts = json.loads(matcher("data", "check", str(builtin()), "-f", "json")[1])["counts"]
    assert counts["areas"] == 21


def test_data_check_names_every_mistake_of_a_pack(matcher: Matcher, tmp_path: Path) -> None:
    code, out, err = matcher("data", "check", str(tmp_path))
    assert code == 2
    assert out == ""
    assert "areas.csv: is missing, and every programme needs it" in err
    assert "programme.toml: cannot be read" in err
    missing = matcher("data", "check", str(tmp_path / "nowhere"))
    assert "nowhere: there is no such folder; matcher data new FOLDER" in " ".join(
        missing[2].split()
    )
    assert "1 mistake" in missing[2]


def test_output_goes_to_a_file_whole(matcher: Matcher, tmp_path: Path) -> None:
    path = tmp_path / "answer.json"
    code, out, err = matcher("lineups", "Essex", "-k", "1", "-f", "json", "--output", str(path))
    assert (code, out) == (0, "")
    assert f"Written to {path}" in err
    assert json.loads(path.read_text("utf-8"))["area"]["name"] == "Essex"
    assert [p.name for p in tmp_path.iterdir()] == ["answer.json"]


def test_a_table_in_a_file_has_no_colours(matcher: Matcher, tmp_path: Path) -> None:
    path = tmp_path / "answer.txt"
    matcher("lineups", "Essex", "-k", "1", "-o", str(path))
    text = path.read_text("utf-8")
    assert "Line-up 1" in text
    assert "\x1b" not in text


def test_a_file_that_cannot_be_written_leaves_the_old_one(
    matcher: Matcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "areas.csv"
    path.write_text("old", "utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    matcher("areas")
    monkeypatch.setattr("api.cli.destination.os.fsync", full)
    code, _, err = matcher("areas", "-f", "csv", "-o", str(path))
    assert code == 2
    assert "No space left on device. Nothing was changed." in err
    assert path.read_text("utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["areas.csv"]


def test_a_missing_folder_is_named(matcher: Matcher) -> None:
    code, _, err = matcher("areas", "-o", "/does/not/exist/areas.txt")
    assert code == 2
    assert err == "The folder /does/not/exist does not exist. Make it first.\n"


def test_a_foreign_store_is_refused(matcher: Matcher, tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear all", "utf-8")
    matcher.store = sqlite_url(path)
    code, _, err = matcher("areas")
    assert code == 2
    assert "is not a store of this service" in err


def in_a_process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as people do."""
    return subprocess.run(
        [sys.executable, "-m", "api.cli", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


def test_the_store_comes_from_the_environment_or_the_users_folder(
    store: str, tmp_path: Path
) -> None:
    named = in_a_process("areas", "-f", "csv", MATCHER_STORE=store)
    assert named.returncode == 0
    own = in_a_process("areas", "-f", "csv", XDG_DATA_HOME=str(tmp_path), MATCHER_STORE="")
    assert own.stdout == named.stdout
    assert (tmp_path / "partnership-matcher" / "matcher.db").exists()


def test_help_imports_nothing_heavy() -> None:
    heavy = "numpy scipy networkx fastapi highspy sklearn rich.markdown"
    code = (
        "import sys; from api.cli import run; run(['lineups', '--help']); "
        f"sys.exit(','.join(m for m in '{heavy}'.split() if m in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == ""
    assert "--max-members" in done.stdout


@pytest.mark.parametrize(
    "command",
    [
        *("", "lineups", "areas", "organisations", "serve", "data check"),
        *("search", "neighbours", "path", "network", "gaps"),
    ],
)
def test_every_help_has_an_example(command: str) -> None:
    done = in_a_process(*command.split(), "--help")
    assert done.returncode == 0
    assert f"matcher {command}".strip() in done.stdout
    assert "xample" in done.stdout


def test_a_reader_that_leaves_early_is_no_error(store: str) -> None:
    script = '"$0" -m api.cli --store "$1" organisations -f csv | head -n 1'
    pipe = subprocess.run(
        ["/bin/bash", "-c", script, sys.executable, store],
        capture_output=True,
        text=True,
        check=False,
    )
    assert pipe.stdout.startswith("id,name")
    assert pipe.stderr == ""
