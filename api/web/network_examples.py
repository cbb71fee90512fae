"""Hand-made examples of networks for OpenAPI, as those of `api.web.examples`."""

from __future__ import annotations

from typing import Any

from api.web.examples import STAMP, plain
from matcher.questions import network_records as records

_AS_OF = "2020-01-01"
_TIE = records.NetworkTie(
    first="ZZ-PMS-catch22",
    first_name="Catch22",
    second="ZZ-PMS-serco",
    second_name="Serco",
    works=("HMP Doncaster payment by results pilot", "HMP Thameside (Belmarsh West)"),
    first_year=2011,
    last_year=2014,
    strength=0.457,
)


def _node(identifier: str, name: str, sector: str, **figures: Any) -> records.NetworkNode:  # noqa: ANN401
    return records.NetworkNode(
        id=identifier,
        name=name,
        kind="charity" if sector == "vcse" else "private-company",
        sector=sector,
        community=1,
        **figures,
    )


NETWORK = plain(
    records.Network(
        **STAMP,
        as_of=_AS_OF,
        focus="ZZ-PMS-catch22",
        focus_name="Catch22",
        depth=1,
        to=None,
        to_name=None,
        area=None,
        pathway=None,
        kind=None,
        sector=None,
        first_year=None,
        last_year=None,
        min_strength=0.0,
        organisations=128,
        ties_in_all=352,
        notes=("10 more are not shown: a limit of 2 keeps the nearest and then the most central.",),
        path=None,
        communities=(
            records.Community(
                number=1,
                name="Catch22, Serco and 15 more",
                organisations=17,
                shown=2,
                works=20,
                pathway="ete",
                area="London",
            ),
        ),
        brokers=(
            records.Broker(
                id="ZZ-PMS-catch22",
                name="Catch22",
                betweenness=0.21311,
                communities=(1, 3),
                cut_off=5,
            ),
        ),
        nodes=(
            _node(
                "ZZ-PMS-catch22",
                "Catch22",
                "vcse",
                partners=11,
                strength=5.418,
                centrality=2.868,
                betweenness=0.21311,
                distance=0,
                x=0.0,
                y=0.0,
            ),
            _node(
                "ZZ-PMS-serco",
                "Serco",
                "private",
                partners=4,
                strength=1.5,
                centrality=1.232,
                betweenness=0.0207,
                distance=1,
                x=1.98,
                y=0.31,
            ),
        ),
        ties=(_TIE,),
    )
)
TIES: dict[str, Any] = {
    **STAMP,
    "as_of": _AS_OF,
    "ties": [plain(_TIE)],
}
