"""A short agreement, written for the tests: two parts, lists, definitions, cross-references."""

AGREEMENT = """\
SUB-CONTRACT FOR REHABILITATION SERVICES

1. Definitions
"Payment Period" means 75 days.
"Forecast Volume" means the Prime's non-binding projection in Schedule 2.

2. Services
2.1 The Sub-contractor shall deliver the Services with reasonable skill and care.
2.2 The Sub-contractor's income shall depend on the number of starts, for which the Forecast
Volume is guidance only.

3. Payment
3.1 Subject to clause 3.2, the Prime shall pay each valid invoice within the Payment Period.
3.2 No sum is payable under clause 3.1 until the Authority has paid the Prime.

4. Conduct
4.1 The Sub-contractor shall not:
(a) speak to the press about the Services; or
(b) join any other bid for the Contract Package Area.

5. Termination
5.1 Either party may terminate on six months' notice, in which case the Prime shall pay the
Sub-contractor's reasonable exit costs.

Schedule 2 Charges
1. Price
1.1 The annual block fee of £180,000 is payable irrespective of the number of refer-
rals.
"""
