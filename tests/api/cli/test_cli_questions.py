"""The commands that ask more than for a line-up, and what stops them."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest

from api.formats.serialise import (
    CHANGE_COLUMNS,
    DEMANDED_COLUMNS,
    LINE_UP_COLUMNS,
    NATIONAL_COLUMNS,
    PORTFOLIO_COLUMNS,
    REMEDY_COLUMNS,
    TRADEOFF_COLUMNS,
)
from api.service.service import Service
from matcher.questions import counterfactual, findings, judging
from matcher.questions.portfolio import portfolio as portfolios

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.api.command import Matcher


ASKED: dict[str, tuple[tuple[str, ...], type, Sequence[str], tuple[str, ...]]] = {
    "judge": (
        ("judge", "First County", "--members", "Big Firm, Tiny Trust"),
        findings.Judgement,
        CHANGE_COLUMNS,
        ("of the best that keeps all rules", "Weakest link", "Best swap", "as given"),
    ),
    "complete": (
        ("complete", "First County", "--members", "Big Firm,Tiny Trust", "-k", "1"),
        findings.Completion,
        LINE_UP_COLUMNS,
        ("Keeping these members costs", "Line-up 1: score"),
    ),
    "why-not": (
        ("why-not", "Tiny Trust", "First County", "--max-members", "3"),
        findings.Counterfactual,
        REMEDY_COLUMNS,
        ("less than the best one", "smallest changes", "Its best line-up: score"),
    ),
    "tradeoffs": (
        ("tradeoffs", "First County"),
        findings.Tradeoffs,
        TRADEOFF_COLUMNS,
        ("no other betters on all three", "VCSE share"),
    ),
    "portfolio": (
        ("portfolio", "--lead", "Big Firm", "First County", "CPA2"),
        findings.Portfolio,
        PORTFOLIO_COLUMNS,
        ("Portfolio of Big Firm", "below the best there is", "Members in several areas"),
    ),
    "national": (
        ("national",),
        findings.National,
        NATIONAL_COLUMNS,
        ("All areas together", "below the best there is", "Who leads", "largest needs left over"),
    ),
    "market": (
        ("market",),
        findings.Market,
        DEMANDED_COLUMNS,
        ("Every area's best line-up", "In demand everywhere", "`matcher national`"),
    ),
}


@pytest.mark.parametrize("name", ASKED)
def test_each_question_has_a_table(small_matcher: Matcher, name: str) -> None:
    arguments, _, _, words = ASKED[name]
    code, out, err = small_matcher(*arguments)
    assert code == 0
    assert err == ""
    for word in words:
        assert word in " ".join(out.split())


@pytest.mark.parametrize("name", ASKED)
def test_each_question_has_json_of_its_record(small_matcher: Matcher, name: str) -> None:
    arguments, record, _, _ = ASKED[name]
    code, out, _ = small_matcher(*arguments, "--format", "json")
    assert code == 0
    assert list(json.loads(out)) == [field.name for field in fields(record)]


@pytest.mark.parametrize("name", ASKED)
def test_each_question_has_csv_with_its_columns(small_matcher: Matcher, name: str) -> None:
    arguments, _, columns, _ = ASKED[name]
    code, out, _ = small_matcher(*arguments, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out, newline="")))
    assert code == 0
    assert rows
    assert tuple(rows[0]) == tuple(columns)
    assert all(None not in row and None not in row.values() for row in rows)


def test_a_plan_has_its_own_time_unless_an_option_or_a_brief_gives_one(
    small_matcher: Matcher, tmp_path: Path
) -> None:
    silent, outspoken = tmp_path / "silent.toml", tmp_path / "outspoken.toml"
    silent.write_text("max_members = 3")
    outspoken.write_text("time_limit_s = 7")
    for given, seconds in (
        ((), 180),
        (("--brief", str(silent)), 180),
        (("--brief", str(outspoken)), 7),
        (("--brief", str(outspoken), "--time-limit", "2"), 2),
    ):
        out = small_matcher("national", *given, "--format", "json")[1]
        assert json.loads(out)["brief"]["time_limit_s"] == seconds


_ANSWERS: dict[str, Any] = {}
_NOT_ASKED = {"stop", "directory", "progress"}


def remembered(question: Callable[..., Any]) -> Callable[..., Any]:
    """Answer what was asked before as it was answered then."""

    def ask(facts: object, *asked: Any, **more: Any) -> Any:
        wishes = {name: value for name, value in more.items() if name not in _NOT_ASKED}
        key = f"{question.__name__} {asked} {wishes}"
        if key not in _ANSWERS:
            _ANSWERS[key] = question(facts, *asked, **more)
        return _ANSWERS[key]

    return ask


@pytest.fixture
def asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Search once for what several tests ask of the built-in programme, and only write it anew."""
    for place, name in (
        (Service, "recommend"),
        (judging, "judge"),
        (counterfactual, "why_not"),
        (portfolios, "portfolio"),
    ):
        monkeypatch.setattr(place, name, remembered(getattr(place, name)))


@pytest.mark.no_cover  # other tests write the same tables
@pytest.mark.usefixtures("asked_once")
@pytest.mark.parametrize("width", [80, 120])
def test_no_table_is_wider_than_the_terminal(
    matcher: Matcher, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    for arguments in (
        ("lineups", "Essex", "-k", "1", "--max-members", "8", "--explain", "--stress"),
        ("judge", "Essex", "--members", "Nacro, Shelter"),
        ("why-not", "Ministry of Justice", "Essex"),
        ("portfolio", "--lead", "Sodexo", "Essex", "Wales"),
    ):
        out = matcher(*arguments)[1]
        assert max(len(line) for line in out.splitlines()) <= width


@pytest.mark.usefixtures("asked_once")
def test_an_explained_line_up_shows_what_adds_up_and_what_each_gate_costs(
    matcher: Matcher,
) -> None:
    out = matcher(
        "lineups", "Essex", "-k", "1", "--max-members", "8", "--explain", "--stress", "--no-reasons"
    )[1]
    for words in (
        "shared out",
        "What each member is worth",
        "How far a weight can move",
        "Volume 34% below forecast",
        "Volume 48% below forecast",
        "Every capacity at its low end",
        "What each member could take on here",
        "Results money 24 months late",
        "Each member gone",
        "Lifting",
        "Where the figures come from",
    ):
        assert words in out
    falls = out.split("Volume 34% below forecast, every", 1)[1].split("\n\n", 1)[0]
    lost = [int(amount) for amount in re.findall(r"£(\d+)k +[\d.]+%", falls)]
    assert len(lost) > 1
    assert lost == sorted(lost, reverse=True), "who loses most comes first"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("judge", "Essex"), "members: name at least one"),
        (("judge", "Essex", "--members", "Nacroo"), "Did you mean: Nacro"),
        (("complete", "Essex"), "members: name at least one"),
        (("complete", "Essex", "--members", "Nacroo"), "Did you mean: Nacro"),
        (("why-not", "Nacroo", "Essex"), "Did you mean: Nacro"),
        (("why-not", "Nacro", "Esex"), "Did you mean: Essex"),
        (("why-not", "Nacro"), "area: name one, here or in the brief's file"),
        (("tradeoffs", "Esex"), "Did you mean: Essex"),
        (("portfolio", "Essex"), "lead: a portfolio needs a lead"),
        (("portfolio", "--lead", "Serco"), "Name areas, or ask for --all"),
        (("portfolio", "--lead", "Serco", "--all", "Essex"), "Name areas, or ask for --all"),
        (("portfolio", "--lead", "Serco", "Essx", "Wails"), "2 mistakes in the brief"),
        (("market", "--gate", "nonsense"), "is not a gate; there are: funding_access"),
        (("lineups", "--brief", "/does/not/exist.toml"), "cannot be read"),
        (("lineups", "Essex", "--max-members", "1", "--gate", "local_or_small"), "max_members"),
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


def brief_file(path: Path, text: str) -> str:
    path.write_text(text, "utf-8")
    return str(path)


def test_a_brief_file_says_what_options_do(matcher: Matcher, tmp_path: Path) -> None:
    file = brief_file(
        tmp_path / "brief.toml",
        'area = "Essex"\nlead = "Seetec"\nmust = ["St Giles Trust"]\nas_of = 2013-12-31\nk = 1\n'
        "[gates]\nguarantee = 0.5\nmarket_share = false\n",
    )
    typed = matcher(
        "lineups", "Essex", "--lead", "Seetec", "--must", "St Giles Trust", "-k", "1",
        "--as-of", "2013-12-31", "--gate", "guarantee=0.5", "--gate", "market_share=off",
        "-f", "json",
    )[1]  # fmt: skip
    assert matcher("lineups", "--brief", file, "-f", "json")[1] == typed


def test_what_is_typed_goes_before_the_file(matcher: Matcher, tmp_path: Path) -> None:
    file = brief_file(tmp_path / "brief.toml", 'area = "Essex"\nk = 3\nmax_members = 4\n')
    out = matcher("lineups", "Wales", "-k", "1", "--brief", file, "-f", "json")[1]
    answer = json.loads(out)
    assert answer["area"]["name"] == "Wales"
    assert answer["brief"]["k"] == 1
    assert answer["brief"]["max_members"] == 4


def test_mistakes_of_file_and_options_come_at_once(matcher: Matcher, tmp_path: Path) -> None:
    file = brief_file(tmp_path / "brief.toml", 'area = "Esex"\nk = "three"\ncolour = 1\n')
    code, out, err = matcher("lineups", "--brief", file, "--equity", "7")
    assert (code, out) == (2, "")
    assert err.startswith("4 mistakes in the brief")


def test_more_line_ups_than_there_are_is_said(matcher: Matcher) -> None:
    alone = ("--max-members", "1", "--gate", "womens_provider=off")
    code, out, err = matcher("lineups", "Essex", "-k", "20", *alone, "-f", "json")
    answer = json.loads(out)
    assert code == 0
    assert answer["complete"]
    assert len(answer["lineups"]) < 20
    assert f"only {len(answer['lineups'])} of 20 line-ups differ as asked" in err


def test_a_contradiction_names_the_rules_and_what_would_help(matcher: Matcher) -> None:
    code, _, err = matcher(
        "lineups", "Essex", "--max-members", "2", "--gate", "local_or_small=2", "--must", "Serco"
    )
    assert code == 2
    assert "These rules cannot all be kept (without any one of them, the others can):" in err
    assert "max_members: 2 is too few; 3 is enough" in err


def test_a_body_that_cannot_bid_is_said_to_be_one(matcher: Matcher) -> None:
    out = " ".join(matcher("why-not", "Ministry of Justice", "Essex")[1].split())
    assert "There is no line-up with it that keeps the rules." in out
    assert "is a government body, which cannot join a bid." in out


def interrupted(store: str, hook: str, *arguments: str) -> tuple[int, str, str]:
    """Run a command in a process that presses Ctrl-C for itself where the hook says."""
    script = (
        "import os, signal\n"
        "def press(): os.kill(os.getpid(), signal.SIGINT)\n"
        f"{hook}\n"
        "from api.cli import main; main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "--store", store, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


_AFTER_THE_FIRST_AREA = """
from api.service.service import Service
every = Service.recommend_all
def recommend_all(*given, **options):
    for place, answer in enumerate(every(*given, **options)):
        yield answer
        if place == 0:
            press()
Service.recommend_all = recommend_all
"""
_AFTER_THE_FIRST_ROUND = """
from matcher.questions.portfolio import portfolio as module
whole = module.portfolio
def portfolio(*given, progress, **options):
    def tell(done, gap):
        progress(done, gap)
        press()
    return whole(*given, progress=tell, **options)
module.portfolio = portfolio
"""
_NOTHING_FOUND = """
from matcher.engine.proof import Engine, Standing
nothing = Standing(members=None, value=float("-inf"), bound=float("inf"), finished=False)
Engine.best = lambda *given, **options: nothing
"""
_BEFORE_ANYTHING = """
from api.cli import session
real = session.stoppable
def stoppable():
    press_later = real()
    class Pressing:
        def __enter__(self):
            stop = press_later.__enter__()
            press()
            return stop
        def __exit__(self, *error):
            return press_later.__exit__(*error)
    return Pressing()
session.stoppable = stoppable
"""


def test_ctrl_c_gives_the_best_so_far_and_its_own_exit_code(store: str) -> None:
    code, out, err = interrupted(
        store, _AFTER_THE_FIRST_AREA, "lineups", "--all", "-k", "3", "-f", "json"
    )
    answers: list[dict[str, Any]] = json.loads(out)
    assert code == 130
    assert "Stopping: the best so far follows." in err
    assert "areas have no answer: stopped before their turn." in err
    assert "Traceback" not in err
    assert 1 <= len(answers) < 21
    for line_up in (line_up for answer in answers for line_up in answer["lineups"]):
        assert line_up["bound"] >= line_up["score"]
        assert line_up["proven_optimal"] or line_up["gap"] > 0


def test_ctrl_c_at_once_gives_a_first_line_up_and_how_far_it_may_be_from_the_best(
    store: str,
) -> None:
    code, out, err = interrupted(store, _BEFORE_ANYTHING, "lineups", "Essex")
    assert code == 130
    assert "Line-up 1" in out
    assert "below the best)" in out or "(proven optimal)" in out
    assert "Stopping: the best so far follows." in err


def test_hardly_any_time_gives_a_first_line_up_too(matcher: Matcher) -> None:
    code, out, _ = matcher("lineups", "Essex", "--time-limit", "0.0001", "-k", "1")
    assert code == 0
    assert re.search(
        r"^Line-up 1: score 0\.\d+ \((proven optimal|at most .* below the best)\)",
        out,
        re.MULTILINE,
    )


def test_ctrl_c_before_the_first_line_up_says_that_there_is_none(store: str) -> None:
    code, out, err = interrupted(store, _BEFORE_ANYTHING + _NOTHING_FOUND, "lineups", "Essex")
    assert code == 130
    assert out == ""
    assert "Stopped before a first line-up was found." in err


def test_ctrl_c_on_a_portfolio_writes_what_there_is(store: str) -> None:
    code, out, err = interrupted(
        store, _AFTER_THE_FIRST_ROUND, "portfolio", "--lead", "Interserve",
        "Essex", "Merseyside", "Northumbria", "South Yorkshire", "Norfolk and Suffolk",
        "--gate", "market_share=off", "--gate", "exposure=0.1", "-f", "json",
    )  # fmt: skip
    found = json.loads(out)
    assert code == 130
    assert "Stopping" in err
    assert found["rounds"] == 1
    assert found["bound"] > found["score"] > 0


def test_an_answer_says_whom_the_brief_was_understood_to_name(small_matcher: Matcher) -> None:
    """A place stands for its area, and words for the one whose name has them."""
    asked = ("--must", "tiny", "--never", "The Hostels Trust Ltd", "--gate", "funding_access=off")
    code, out, err = small_matcher("lineups", "Ayton", *asked, "-k", "1", "--no-reasons")
    assert (code, err) == (0, "")
    assert "First County (CPA1)" in out
    assert "Must be in: Tiny Trust (ZZ-PMS-tiny-trust)" in out
    assert "Must not be in: Hostel Trust (ZZ-PMS-hostel-trust)" in out
    out = small_matcher("why-not", "tiny", "Ayton", "--lead", "big")[1]
    assert "Tiny Trust in First County (CPA1)" in out
    assert "Lead: Big Firm (ZZ-PMS-big-firm)" in out
    assert "Must" not in out


def test_members_are_split_at_commas_unless_one_is_called_so(small_matcher: Matcher) -> None:
    """Words that one name alone has do not make a list that name."""
    out = small_matcher("judge", "Ayton", "--members", "Trust, Tiny", "-f", "json")[2]
    assert "More than one organisation is called 'Trust'" in out
