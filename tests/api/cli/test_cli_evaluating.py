"""`matcher evaluate`."""

from __future__ import annotations

import json
from itertools import product
from typing import TYPE_CHECKING

import pytest

from tests.api.service.test_contract_files import contract

if TYPE_CHECKING:
    from pathlib import Path

    from tests.api.command import Matcher


@pytest.fixture
def contracts(tmp_path: Path) -> Path:
    """Two primes that each take the same local bodies in three regions."""
    path = tmp_path / "contracts.jsonl"
    rows = [
        contract(
            number,
            region=region,
            providers={
                "prime_provider_code": prime,
                "subcontractor_codes": [f"SHELTER_{region}", f"CENTRE_{region}"],
            },
        )
        for number, (prime, region) in enumerate(product(("ONE", "OTHER"), ("J", "D", "A")))
    ]
    path.write_text("\n".join(map(json.dumps, rows)))
    return path


def test_tells_how_the_model_did_beside_the_others(matcher: Matcher, contracts: Path) -> None:
    code, out, err = matcher("evaluate", "contracts", "--train", str(contracts))
    assert code == 0, err
    head, first, *_ = out[out.index("In short: recall at ten") :].splitlines()[1:]
    assert head.split() == ["Left", "out", "Among", "Asked", "Model", "Signal", "Counts", "Chance"]
    assert first.split()[:4] == ["Line-up", "6", "subcontractors", "6"]
    assert len(first.split()) == len(head.split()) + 1  # two words head one column, and two two
    assert "Lead left out, among" in out
    assert "Method: " not in out, "it fits a terminal of 80 columns"
    assert "The control ranks bodies without any history first" in " ".join(out.split())


def test_a_file_that_is_not_there_is_named(matcher: Matcher, contracts: Path) -> None:
    code, _, err = matcher(
        "evaluate", "contracts", "--train", str(contracts), "--test", "away.jsonl"
    )
    assert code == 2
    assert err == "there is no file away.jsonl; check its name and the folder that it is in\n"


def test_gives_every_figure_as_json(matcher: Matcher, contracts: Path) -> None:
    card = contracts.with_name("card.md")
    _, out, _ = matcher(
        *("evaluate", "contracts", "--train", str(contracts), "--format", "json"),
        f"--card={card}",
    )
    report = json.loads(out)
    assert f"`contracts.jsonl`, data version `{report['data']['contracts.jsonl']}`" in (
        card.read_text(encoding="utf-8")
    )
    assert report["asked_about"] == 6
    assert report["fields"]["contracts.jsonl"]["lead"] == "providers.prime_provider_code"
    codes, few = report["notes"]
    assert "6 of 6 providers are known by a code alone, such as SHELTER_J" in codes
    assert "the contracts asked about have 6 line-ups in all" in few
    (found,) = [
        each
        for each in report["results"]
        if (each["method"], each["left_out"], each["field"])
        == ("model", "lead left out", "subcontractors")
    ]
    assert found["figures"].keys() >= {"recall@5", "recall@10", "recall@20", "mrr", "ndcg@10"}
    assert 0 <= found["figures"]["mrr"]["low"] <= found["figures"]["mrr"]["high"] <= 1


def test_says_what_is_wrong_with_a_file(matcher: Matcher, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.jsonl"
    wrong.write_text('{"prime": "A", "partners": ["B"]}')
    code, _, err = matcher("evaluate", "contracts", "--train", str(wrong))
    assert code == 2
    assert "--option subcontractors=FIELD" in err
    code, _, err = matcher(
        *("evaluate", "contracts", "--train", str(wrong), "--option", "subcontractors=partners")
    )
    assert code == 2
    assert "there is nothing to learn from" in " ".join(err.split())
