"""The questions of the self-assessment: one table, of which all else is made.

The form, the file of answers, the options, the JSON, the document and the errors follow from the
fields of `Answers`. Where the marks of a score were chosen by this project, the question says so.
"""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003  (read at run time)
from dataclasses import dataclass

from matcher.brief.fields import Range
from matcher.readiness.question import YES_PARTLY_NO, Choice, Theme, asks, questions_of

THEMES: Mapping[Theme, tuple[str, str]] = {
    Theme.SIZE: (
        "Size and the contract",
        "How large are you, and how large is the contract that you have in mind?",
    ),
    Theme.RESERVES: ("Reserves and cash", "How long could you pay your way before you are paid?"),
    Theme.SHARE: (
        "Share of income from one contract",
        "How much would you depend on one contract?",
    ),
    Theme.RISK: ("Appetite for risk", "How much risk could you bear?"),
    Theme.EVIDENCE: ("Evidence", "How do you show that your work makes a difference?"),
    Theme.SAFEGUARDING: ("Safeguarding", "How do you keep people safe?"),
    Theme.SECURITY: ("Security of information", "How do you keep what you know of people safe?"),
    Theme.INSURANCE: ("Insurance", "Are you insured for this work?"),
    Theme.STAFF: ("Staff transfer (TUPE)", "Could you take on staff who transfer to you?"),
    Theme.PREMISES: ("Premises and prison access", "Where would you see people?"),
    Theme.BOARD: ("Board's consent", "Does your board agree?"),
}
"""The name of each theme, and the question that its page asks, in their order."""

_TIERS = "Justice Committee HC 1004 (2013-14), ch. 4 The creation of the market"
_PACKAGE = (
    "Ministry of Justice and Cabinet Office: cross-government reforms benefit charities "
    "and mutuals (May 2013)"
)
_PAYMENT = "MoJ payment mechanism straw man (May 2013)"
_FIRST_RESULTS = "getthedata: TR the first results"
_ISPA = "ISPA explanatory guide"
_VOLUMES = "Justice Committee HC 482 (2017-19)"
_BID_CANDY = (
    "Third Sector 1352244: will the sector be properly involved? (mid 2015)",
    "Third Sector 1367258; NPC voluntary sector perspective",
)
_KNOWN = "General knowledge of the sector; no page was read"
_SHARE = Range(least=0, most=1)
_POUNDS = Range(least=0, most=10_000_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What an organisation says of itself; None or a blank where it has not said."""

    turnover_gbp: float | None = asks(
        Theme.SIZE,
        "Turnover",
        "What is your turnover a year?",
        help="Your income in your last accounts, in pounds.",
        why="Tier 1 must bear significant financial risk, tier 2 works at scale and has a sizeable "
        "turnover, tier 3 is small and special. The first gates are figured from turnover.",
        sources=(_TIERS,),
        todo="Look for a part that fits your size: a smaller contract, a lower tier, or a "
        "consortium that bids with others.",
        unit="pounds",
        range=_POUNDS,
        marks=((0.0, 0.0), (1.0, 1.0)),
        against="turnover_wanted_gbp",
    )
    contract_value_gbp: float | None = asks(
        Theme.SIZE,
        "Value of the contract",
        "What would the contract pay you in a year?",
        help="In pounds a year. Leave it blank if you have no offer in mind.",
        why="It says how much of your income would hang on one contract, and which funds could "
        "help you: one asks for £0.5 million over the whole contract.",
        sources=("ICRF FAQ",),
        todo="Ask the prime provider for a value and for the volume behind it.",
        unit="pounds a year",
        range=_POUNDS,
    )
    contract_years: float | None = asks(
        Theme.SIZE,
        "Years of the contract",
        "For how many years would it run?",
        help="In years. The contracts of 2014 were to run for 7 to 10.",
        why="The value of all its years together decides which funds could help you.",
        sources=(_TIERS,),
        todo="Ask the prime provider for the term, and for what ends it early.",
        unit="years",
        range=Range(least=0, most=20, open_least=True),
    )
    reserves_months: float | None = asks(
        Theme.RESERVES,
        "Free reserves",
        "For how many months could your free reserves pay for all you do?",
        help="Free reserves, divided by what you spend in a month.",
        why="Prime providers are paid a month in arrears, and results about two years late. When a "
        "prime provider failed in 2019, some subcontractors were left unpaid.",
        sources=(_PAYMENT, _FIRST_RESULTS, "ITV 3 June 2019"),
        chosen=True,
        todo="Agree faster payment, a payment in advance or a credit line before you sign.",
        unit="months",
        range=Range(least=0, most=240),
        marks=((0.0, 0.0), (3.0, 1.0)),
    )
    funding_access_gbp: float | None = asks(
        Theme.RESERVES,
        "Access to funding",
        "How much money could you show that you have access to?",
        help="Reserves, credit and what owners or investors have promised, in pounds. It matters "
        "for the prime provider; leave it blank otherwise.",
        why="Bidders had to show access to half of a year's value of any area they bid for. "
        "Searches figure it from turnover where nobody states it.",
        sources=("Bevan Brittan: Reducing reoffending, will you make the cut? parts 1-3",),
        todo="Find partners or investors who put money behind the bid, or join as a subcontractor.",
        unit="pounds",
        range=_POUNDS,
        marks=((0.0, 0.0), (1.0, 1.0)),
        against="funding_wanted_gbp",
    )
    contract_share: float | None = asks(
        Theme.SHARE,
        "Share of income from one contract",
        "What share of your income would come from your largest contract, this one included?",
        help="As a part of one: 0.25 is a quarter.",
        why="The sector's rule of thumb is no more than 25 to 30 % from one contract. The "
        "programme's figure for it is a gate of searches.",
        sources=(_KNOWN,),
        todo="Ask for a smaller share of the work, or grow the rest of your income first.",
        unit="share",
        range=_SHARE,
        marks=((1.0, 1.0), (2.0, 0.0)),
        against="exposure_share",
    )
    results_share: float | None = asks(
        Theme.RISK,
        "Payment by results",
        "What share of the payment could you leave to results that are paid two years late?",
        help="As a part of one: 0.1 is a tenth. 0 if you could leave none.",
        why="Tier 2 bears a part of payment by results; tier 3 bears little or none.",
        sources=(_TIERS, _FIRST_RESULTS),
        todo="Ask for no more payment by results than you can lose, or for none in tier 3.",
        unit="share",
        range=_SHARE,
        marks=((0.0, 0.0), (1.0, 1.0)),
        against="results_wanted_share",
    )
    fewer_referrals: str = asks(
        Theme.RISK,
        "A third fewer referrals",
        "What would you do if a third fewer people were referred to you than forecast?",
        help="Think of staff and rent that you pay whoever comes.",
        why="Work fell by up to 34 % below forecast in 2015-16, and was projected to fall by 48 %.",
        sources=(_VOLUMES, "gov.uk: changes to CRC contracts"),
        chosen=True,
        todo="Ask for a guaranteed minimum of volume or a fixed part of the price.",
        choices=(
            Choice("carry-on", "Carry on: our costs would fall with the work", 1.0),
            Choice("reserves", "Pay for it from reserves for a year", 0.6),
            Choice("close", "Close the service or lose staff", 0.0),
        ),
    )
    evidence: str = asks(
        Theme.EVIDENCE,
        "Evidence of impact",
        "What is the best evidence that your work reduces reoffending or meets a need?",
        help="The Justice Data Lab compares the people you worked with with others like them.",
        why="Evidence of impact was asked for in 2013, and few had any.",
        sources=(
            _PACKAGE,
            "Justice Data Lab Mar and Jul 2014; NPC",
        ),
        chosen=True,
        todo="Send your data to the Justice Data Lab, or agree an evaluation with a university.",
        choices=(
            Choice("comparison", "A comparison with people like them, such as the Data Lab's", 1.0),
            Choice("no-effect", "A comparison that found no difference, or a worse one", 0.5),
            Choice("outcomes", "What changed for people, before and after", 0.6),
            Choice("outputs", "How many people we worked with", 0.3),
            Choice("none", "None yet", 0.0),
        ),
    )
    outcome_records: str = asks(
        Theme.EVIDENCE,
        "Records of outcomes",
        "Do you record what you did, and what came of it, for each person?",
        help="With enough to find them again: name, date of birth, dates of the work.",
        why="Results are paid by cohorts of people, and the Data Lab needs to know who they were.",
        sources=(_PAYMENT, "Justice Data Lab Mar and Jul 2014; NPC"),
        todo="Begin to record outcomes for each person, with their consent.",
        choices=YES_PARTLY_NO,
    )
    safeguarding: str = asks(
        Theme.SAFEGUARDING,
        "Safeguarding policy",
        "Do you have a safeguarding policy that your board reviews, and somebody who leads on it?",
        help="Partly: there is a policy, but nobody has reviewed it in the last year.",
        why="Buyers and prime providers ask for it before anybody may work with people at risk.",
        sources=(_KNOWN,),
        todo="Write or review the policy, name a lead and train staff and volunteers.",
        choices=YES_PARTLY_NO,
    )
    vetting: str = asks(
        Theme.SAFEGUARDING,
        "Vetting",
        "Are all staff and volunteers who meet people checked and vetted?",
        help="Criminal records checks, and the prison service's own vetting for work in prisons. A "
        "record need not bar anybody: lived experience counts.",
        why="Rules about personnel are among the clauses that prime providers must pass on.",
        sources=(_ISPA,),
        todo="Have everybody checked who meets people; begin early with vetting for prisons.",
        choices=YES_PARTLY_NO,
    )
    certificate: str = asks(
        Theme.SECURITY,
        "Security of information",
        "Which standard of information security do you meet?",
        help="Cyber Essentials began in June 2014; before that, a policy is what can be asked.",
        why="Rules about information assurance must be passed on to subcontractors. Inspectors "
        "later called such agreements burdensome and out of proportion.",
        sources=(_ISPA, "HM Inspectorate of Probation: supply chains (Apr 2018)", _KNOWN),
        chosen=True,
        todo="Adopt a policy, then Cyber Essentials; ask the prime provider what it pays for.",
        choices=(
            Choice("iso-27001", "ISO 27001", 1.0),
            Choice("cyber-essentials", "Cyber Essentials", 0.8),
            Choice("policy", "A policy of our own that staff are trained in", 0.5),
            Choice("none", "None yet", 0.0),
        ),
    )
    case_system: str = asks(
        Theme.SECURITY,
        "Case records",
        "Do you keep case records in a secure system that you could report from each month?",
        help="Partly: there is a system, but reports are made by hand.",
        why="Rules about data, audit and access must be passed on to subcontractors.",
        sources=(_ISPA,),
        todo="Ask whether the prime provider gives you its system, and who pays for it.",
        choices=YES_PARTLY_NO,
    )
    insurance: str = asks(
        Theme.INSURANCE,
        "Insurance",
        "Do your covers meet what the contract would ask for?",
        help="Employers' and public liability, professional indemnity. Partly: you have them, but "
        "nobody has compared the sums.",
        why="Rules about insurance must be passed on to subcontractors.",
        sources=(_ISPA,),
        todo="Ask the prime provider for the sums, and your broker for a price; put it in yours.",
        choices=YES_PARTLY_NO,
    )
    tupe: str = asks(
        Theme.STAFF,
        "Experience of TUPE",
        "Have you taken on staff who transferred to you with their terms?",
        help="By the Transfer of Undertakings regulations.",
        why="The sale of a company's shares shielded the prime provider from transfers, and not "
        "its subcontractors.",
        sources=("Clinks: who cares about CRCs? (ACEVO Solutions)",),
        chosen=True,
        todo="Take advice on transfers before you sign, and ask for a list of the staff.",
        choices=(
            Choice("done", "Yes, and it went well", 1.0),
            Choice("advised", "No, but we have taken advice", 0.6),
            Choice("no-staff", "No staff would transfer to us", 1.0),
            Choice("none", "No", 0.0),
        ),
    )
    pensions: str = asks(
        Theme.STAFF,
        "Pensions",
        "Do you know what the pensions of staff who transfer would cost you?",
        help="Such as the local government pension scheme and its deficit. Yes also if none would "
        "transfer.",
        why="Terms without an indemnity for a deficit of the local government scheme are a warning "
        "sign.",
        sources=("Clinks: who cares about CRCs? (ACEVO Solutions)",),
        todo="Ask for an indemnity for pension deficits from before the transfer.",
        choices=YES_PARTLY_NO,
    )
    premises: str = asks(
        Theme.PREMISES,
        "Premises",
        "Do you have places to see people where they live?",
        help="Partly: in some of the local authorities. Women need a place of their own.",
        why="Coverage is local, and women's centres ask for space for women only.",
        sources=("CGM CRC women's centres",),
        todo="Agree the use of rooms with a partner who is there already.",
        choices=YES_PARTLY_NO,
    )
    prison_access: str = asks(
        Theme.PREMISES,
        "Prison access",
        "Can your staff work inside the prisons that release people to the area?",
        help="Partly: in some, or only as visitors.",
        why="Work through the gate begins twelve weeks before release, in the resettlement prison.",
        sources=(_KNOWN,),
        todo="Ask the prison and the prime provider for access, keys and vetting.",
        choices=(*YES_PARTLY_NO, Choice("not-needed", "We would not work in prison", 1.0)),
    )
    board_consent: str = asks(
        Theme.BOARD,
        "Board's consent",
        "Has your board agreed that you may be named in this bid?",
        help="In writing, and for this bid. Nobody is shown as a partner without it.",
        why="Charities were named in bids of 2014 to win them, some without knowing it, and got no "
        "work.",
        sources=_BID_CANDY,
        todo="Put the bid before your board, and tell the prime provider in writing.",
        choices=YES_PARTLY_NO,
    )
    board_limits: str = asks(
        Theme.BOARD,
        "Board's limits",
        "Has your board set the least price, the largest loss and what would make you leave?",
        help="Partly: it has talked about it and written nothing down.",
        why="A college and a mutual withdrew in 2014 over a guarantee of about £16 million and "
        "open liabilities.",
        sources=("On Probation Blog: more mutual news, June 2014",),
        todo="Agree limits with your board before you talk about price.",
        choices=YES_PARTLY_NO,
    )


QUESTIONS = questions_of(Answers)
"""The questions, in the order of the form."""
QUESTION = {question.name: question for question in QUESTIONS}
