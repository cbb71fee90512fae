"""A hand-made example of who needs working capital, for OpenAPI."""

from __future__ import annotations

from datetime import date

from api.web.examples import STAMP, plain
from matcher.answer.records import AreaLabel
from matcher.readiness import investor_records as records

_ESSEX = AreaLabel(id="CPA19", codes={"CPA": "19", "Delius": "C18"}, name="Essex")

INVESTORS = plain(
    records.Investors(
        status="suggested",
        **STAMP,
        as_of="2013-09-19",
        areas=(
            records.InvestorArea(
                area=_ESSEX, score=0.2852, proven_optimal=True, seats=20, amount_gbp=810064.88
            ),
        ),
        total=20,
        amount_gbp=810064.88,
        unpaid=1,
        borrowers=(
            records.Borrower(
                id="ZZ-PMS-safer-places",
                name="Safer Places",
                sector="vcse",
                seats=1,
                areas=1,
                amount_gbp=5658.13,
                share_of_turnover=None,
                back_by=date(2018, 11, 1),
            ),
        ),
        borrowers_total=20,
        needs=(
            records.CapitalNeed(
                rank=1,
                area=_ESSEX,
                id="ZZ-PMS-safer-places",
                name="Safer Places",
                kind="charity",
                sector="vcse",
                role="tier-3",
                pathways=("women_abuse",),
                value_gbp=18408.0,
                results_gbp=0.0,
                basis="unknown",
                amount_gbp=5658.13,
                needed_by=date(2015, 8, 1),
                back_by=date(2018, 11, 1),
                back_months=47,
                share_of_turnover=None,
                offer={"from_area": "CPA19", "from_member": "ZZ-PMS-safer-places"},
            ),
        ),
        assumptions=(
            records.Assumption(
                field="payment_days",
                label="Payment days",
                value="30 days",
                why="Assumed; change it in the question.",
            ),
        ),
        notes=("Nobody named has been asked, and nobody has said that it wants to borrow.",),
    )
)
