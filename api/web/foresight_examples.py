"""An example of the answer about how well partners are foreseen."""

from __future__ import annotations

from api.records.foresight import Foresight, Trial
from api.web.examples import STAMP, plain

FORESIGHT = plain(
    Foresight(
        data={STAMP["programme"]: STAMP["data_version"]},
        learnt_from="2008-04-30",
        learnt_to="2022-12-05",
        works=107,
        questions=2104,
        pairs=790233,
        trials=(
            Trial(
                taught="Transforming Rehabilitation, works before 2014 teach, later ones asked",
                asked="for the work",
                questions=346,
                found_in_ten=0.45,
                drawn_by_lot=0.003,
                said_of_first=0.13,
                first_came_true=0.19,
                order=0.31,
                order_by_works=0.15,
                order_by_best_signal=0.17,
            ),
        ),
    )
)
