"""Every page and state that a browser can be shown, with the built-in data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class State:
    """A page as it stands at one address."""

    name: str
    address: str
    status: int = 200


_RESERVES = "/readiness/questions/reserves"
_OWN = "members=Ingeus UK&members=Nacro&members=Shelter"

STATES = (
    State("the start page", "/"),
    State("all areas", "/areas"),
    State("an area", "/areas/CPA19"),
    State("question lead", "/areas/CPA19/brief/lead"),
    State("question members", "/areas/CPA19/brief/members?must=Nacro"),
    State("question size", "/areas/CPA19/brief/size"),
    State("question gates", "/areas/CPA19/brief/gates"),
    State("question weights", "/areas/CPA19/brief/weights"),
    State("question answer", "/areas/CPA19/brief/answer"),
    State("a wrong answer", "/areas/CPA19/brief/members?must=nobody&answered=yes", 422),
    State("wrong gates", "/areas/CPA19/brief/gates?gate-exposure=all&answered=yes", 422),
    State("all answers", "/areas/CPA19/brief?must=Nacro&k=2"),
    State("mistakes in all answers", "/areas/CPA19/brief?k=many&must=nobody", 422),
    State("line-ups", "/areas/CPA19/lineups"),
    State("one line-up of six", "/areas/CPA19/lineups?k=1&max_members=6"),
    State("mistakes in a brief", "/areas/CPA19/lineups?k=many&must=nobody&colour=red", 422),
    State("a brief that none keeps", "/areas/CPA19/lineups?max_members=1&lead=Nacro", 422),
    State(
        "a line-up of one's own",
        f"/areas/CPA19/line-up?{_OWN}&must=Nacro",
    ),
    State("nobody in a line-up", "/areas/CPA19/line-up"),
    State("mistakes in a line-up", "/areas/CPA19/line-up?members=Nakro&k=many", 422),
    State(
        "who could replace one",
        f"/areas/CPA19/replacements?{_OWN}&of=Nacro",
    ),
    State(
        "two line-ups",
        f"/areas/CPA19/compare?{_OWN}&other=Ingeus UK&other=Sova",
    ),
    State(
        "a line-up under stress",
        f"/areas/CPA19/stress?{_OWN}&max_members=4&time_limit_s=20",
    ),
    State("a line-up judged", f"/areas/CPA19/judge?{_OWN}&max_members=4&time_limit_s=20"),
    State("a line-up completed", "/areas/CPA19/complete?members=Nacro&max_members=4&k=2"),
    State("whom to complete", "/areas/CPA19/complete"),
    State("what the best rests on", "/areas/CPA19/explanation?max_members=4&time_limit_s=20"),
    State("trade-offs", "/areas/CPA19/trade-offs?max_members=3&time_limit_s=20"),
    State("mistakes about trade-offs", "/areas/CPA19/trade-offs?max_members=many", 422),
    State("sources", "/sources"),
    State("why not somebody", "/areas/CPA19/why-not?organisation=Clinks&max_members=6"),
    State("organisations", "/organisations"),
    State("organisations that are charities", "/organisations?kind=charity&area=CPA19"),
    State("mistakes in a search", "/organisations?kind=charty&limit=0", 422),
    State("an organisation", "/organisations/Nacro"),
    State("partners", "/organisations/Nacro/partners"),
    State("mistakes in a question", "/organisations/Nacro/partners?limit=many", 422),
    State("the network", "/network"),
    State("the network of one", "/network?focus=Nacro"),
    State("a path between two", "/network?focus=Nacro&to=Shelter"),
    State("mistakes about a network", "/network?to=Atlantis&depth=many", 422),
    State("who did what with whom", "/network/ties"),
    State("what is near one", "/neighbours?of=Nacro&links=all&depth=1"),
    State("the way between two", "/path?of=Nacro&to=area:Essex&links=all"),
    State("no way between two", "/path?of=Nacro&to=Shelter"),
    State("mistakes about links", "/neighbours?of=Nobody&depth=99", 422),
    State("unmet needs", "/gaps"),
    State("unmet needs of one area", "/gaps?area=Wales&cohorts=true"),
    State("mistakes about unmet needs", "/gaps?area=Atlantis&limit=0", 422),
    State("where one is needed", "/organisations/Nacro/needed?limit=5"),
    State("mistakes about needs", "/organisations/Nacro/needed?limit=many&where=Mars", 422),
    State("for providers", "/providers"),
    State("how to tell of oneself", "/statement"),
    State("readiness not asked about", "/readiness"),
    State("who asks how ready it is", "/readiness/questions/who"),
    State("question reserves", "/readiness/questions/reserves?organisation=Nacro"),
    State("a wrong answer on reserves", f"{_RESERVES}?reserves_months=-1&answered=yes", 422),
    State("all answers on readiness", "/readiness/questions?organisation=Nacro&insurance=no"),
    State("how ready one is", "/readiness?organisation=Nacro&role=lead&insurance=no"),
    State("mistakes about readiness", "/readiness?role=king&reserves_months=-1", 422),
    State("who helps", "/support?organisation=Nacro&contract_value_gbp=200000&contract_years=7"),
    State("mistakes about support", "/support?theme=x&investment=maybe", 422),
    State("investors have not asked", "/investors"),
    State("who needs working capital", "/investors?areas=CPA19&max_members=6"),
    State("mistakes about working capital", "/investors?areas=Mars&limit=0", 422),
    State("the market", "/market?max_members=4"),
    State("mistakes about the market", "/market?max_members=many", 422),
    State("a plan of two areas", "/national?areas=CPA19%0ACPA20&max_members=4&time_limit_s=20"),
    State("a portfolio not asked for", "/portfolio"),
    State("a portfolio of two areas", "/portfolio?lead=Nacro&areas=CPA19%0ACPA20&max_members=4"),
    State("mistakes about a portfolio", "/portfolio?lead=Nobody&areas=Mars", 422),
    State("what terms are looked for", "/terms"),
    State("fairness", "/fairness"),
    State("how well partners are foreseen", "/evaluation"),
    State("no offers to compare", "/offers"),
    State("two offers", "/offers?offer=payment_days%3D60&offer=title%3DEarly%26payment_days%3D10"),
    State("mistakes in a comparison", "/offers?offer=payment_days%3Dsoon", 422),
    State("the example of an offer", "/offer"),
    State(
        "an offer", "/offer?title=Mentoring in Essex&results_share=30%25&fee_for_use_share=70%25"
    ),
    State(
        "mistakes in an offer", "/offer?payment_days=soon&service1_people_low=-5&colour=red", 422
    ),
    State("an area that does not exist", "/areas/Esex", 404),
    State("an organisation that does not exist", "/organisations/Nakro", 404),
    State("an address that does not exist", "/nowhere", 404),
    State("a form that does not exist", "/areas/CPA19.docx", 404),
    State("what an error means", "/problems/busy"),
)
