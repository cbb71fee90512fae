"""What generated charities are for: how they name themselves and what they write, by cause.

A template's words in braces are drawn from `words.WORDS`, again and again until none is left.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One kind of charity.

    Attributes
    ----------
    key : its name
    share : how many of a hundred charities are of it
    pathways : what those of them do that work in justice; empty for most causes
    companies : how many of a hundred of them are companies as well
    names, activities, objects : templates
    what, who, how : codes of the Commission's classification
    income : mean and deviation of the logarithm of its yearly income in GBP
    """

    key: str
    share: float
    companies: float = 17.0
    pathways: tuple[str, ...] = ()
    names: tuple[str, ...]
    activities: tuple[str, ...]
    objects: tuple[str, ...]
    what: tuple[int, ...]
    who: tuple[int, ...]
    how: tuple[int, ...] = (306,)
    income: tuple[float, float] = (9.6, 1.5)


CAUSES = (
    Cause(
        key="homelessness",
        share=2.0,
        companies=45.0,
        pathways=("accommodation",),
        names=(
            "{town} {shelter}",
            "{virtue} {shelter}",
            "{saint}'s {shelter} {town}",
            "{virtue} Homes",
        ),
        activities=(
            "We {give} {beds} for {homeless} in {town}. {more}",
            "{beds} and {tenancy} for {homeless}, so that nobody in {town} sleeps rough. {more}",
            "Helping people who leave prison or hospital without a home to find {beds}. {more}",
        ),
        objects=(
            (
                "THE RELIEF OF POVERTY AND HARDSHIP AMONG {homeless} IN {town} BY THE "
                "PROVISION OF {beds}"
            ),
        ),
        what=(105, 107),
        who=(206, 207),
        income=(12.4, 1.4),
    ),
    Cause(
        key="work",
        share=2.2,
        companies=45.0,
        pathways=("ete",),
        names=("{town} {skills}", "{virtue} {skills}", "{town} Furniture Reuse", "{virtue} Works"),
        activities=(
            "We {give} {training} for {jobless} in {town}. {more}",
            "A {enterprise} where {jobless} learn a trade and gain a reference. {more}",
            "{training}, work placements and a mentor for people with convictions. {more}",
        ),
        objects=(
            (
                "THE RELIEF OF UNEMPLOYMENT FOR THE BENEFIT OF THE PUBLIC IN {town}, "
                "INCLUDING {training}"
            ),
        ),
        what=(102, 113),
        who=(206, 207),
        how=(306, 307),
        income=(12.2, 1.3),
    ),
    Cause(
        key="recovery",
        share=1.0,
        companies=45.0,
        pathways=("drugs_alcohol",),
        names=("{town} {recovery}", "{virtue} {recovery}", "{saint}'s {recovery}"),
        activities=(
            "{treatment} for people with drug and alcohol problems in {town}. {more}",
            "Peer-led recovery: {groups}, {treatment} and a path back to work. {more}",
        ),
        objects=(
            (
                "TO PRESERVE AND PROTECT THE HEALTH OF THOSE WHO MISUSE DRUGS OR ALCOHOL, "
                "AND OF THEIR FAMILIES"
            ),
        ),
        what=(103,),
        who=(206,),
        income=(12.6, 1.4),
    ),
    Cause(
        key="mind",
        share=1.8,
        companies=45.0,
        pathways=("health",),
        names=("{town} {minds}", "{virtue} {minds}", "{minds} {town}"),
        activities=(
            "{counselling} for adults with anxiety, depression or trauma in {town}. {more}",
            "We support people in mental distress with {counselling} and {groups}. {more}",
        ),
        objects=(
            "THE PRESERVATION AND PROTECTION OF GOOD MENTAL HEALTH AMONG THE INHABITANTS OF {town}",
        ),
        what=(103, 104),
        who=(203, 207),
        how=(306, 307),
        income=(11.6, 1.3),
    ),
    Cause(
        key="money",
        share=1.6,
        companies=45.0,
        pathways=("finance",),
        names=("{town} {advice}", "{virtue} {advice}", "Citizens' Desk {town}"),
        activities=(
            "Free {debt} for anyone in {town}. {more}",
            "We {give} {debt}, help with benefits and a credit union account. {more}",
        ),
        objects=("THE RELIEF OF POVERTY IN {town} BY THE PROVISION OF ADVICE AND INFORMATION",),
        what=(105,),
        who=(207,),
        how=(307,),
        income=(12.0, 1.2),
    ),
    Cause(
        key="families",
        share=2.0,
        companies=45.0,
        pathways=("children_families",),
        names=("{town} {kin}", "{virtue} {kin}", "{kin} of {town}", "{saint}'s {kin}"),
        activities=(
            "{parenting} for parents under strain, and for families of prisoners. {more}",
            (
                "We keep families together with {parenting}, {groups} and home visits in "
                "{town}. {more}"
            ),
        ),
        objects=(
            "TO RELIEVE THE NEEDS OF PARENTS AND CHILDREN IN {town} WHO ARE IN NEED OF SUPPORT",
        ),
        what=(101, 105),
        who=(201, 207),
        income=(11.4, 1.4),
    ),
    Cause(
        key="women",
        share=1.0,
        companies=45.0,
        pathways=("women_abuse", "womens_services"),
        names=("{town} Women's {refuge}", "{virtue} Women's {refuge}", "{refuge} for Women {town}"),
        activities=(
            "{safe} for women and children who flee domestic abuse in {town}. {more}",
            "A women's centre with {safe}, {counselling} and {groups}. {more}",
        ),
        objects=(
            (
                "TO RELIEVE THE DISTRESS AND SUFFERING OF WOMEN WHO HAVE BEEN SUBJECT TO "
                "ABUSE, AND THEIR CHILDREN"
            ),
        ),
        what=(103, 107),
        who=(206,),
        income=(12.4, 1.2),
    ),
    Cause(
        key="mentoring",
        share=0.6,
        companies=45.0,
        pathways=("mentoring", "through_the_gate", "attitudes"),
        names=("{virtue} Mentoring", "{town} Prisoners' Friends", "{virtue} Beyond the Gate"),
        activities=(
            "Volunteers mentor people in prison and meet them at the gate. {more}",
            (
                "We {give} mentoring, {groups} and courses on thinking before acting to "
                "people on probation in {town}. {more}"
            ),
        ),
        objects=(
            "THE REHABILITATION OF OFFENDERS AND EX-OFFENDERS AND THE PREVENTION OF RE-OFFENDING",
        ),
        what=(101,),
        who=(206,),
        how=(304, 306),
        income=(11.6, 1.6),
    ),
    Cause(
        key="hall",
        share=9.0,
        names=("{parish} Village Hall", "{parish} Community Centre", "{parish} Memorial Hall"),
        activities=("Running the hall for {users}. {more}", "A hall for hire to {users}."),
        objects=(
            (
                "THE PROVISION AND MAINTENANCE OF A VILLAGE HALL FOR THE USE OF THE "
                "INHABITANTS OF {parish}"
            ),
        ),
        what=(116,),
        who=(207,),
        how=(305,),
    ),
    Cause(
        key="church",
        share=16.0,
        companies=2.0,
        names=(
            "The Parochial Church Council of the Ecclesiastical Parish of {saint}, {parish}",
            "{parish} {chapel}",
            "{saint}'s {chapel}",
            "{virtue} {chapel} {town}",
        ),
        activities=(
            "Public worship, pastoral care and {church_work} in {parish}. {more}",
            "Promoting in the parish the whole mission of the church.",
        ),
        objects=("THE ADVANCEMENT OF THE CHRISTIAN FAITH IN {parish} AND ELSEWHERE",),
        what=(108,),
        who=(207,),
        income=(10.6, 1.2),
    ),
    Cause(
        key="school",
        share=11.0,
        names=(
            "Friends of {parish} School",
            "{parish} Primary School Parent Teacher Association",
            "{parish} Pre-School",
            "{saint}'s Playgroup {parish}",
        ),
        activities=(
            "Raising money for {equipment} at the school. {more}",
            "Care and play for children from two to five years old. {more}",
        ),
        objects=("TO ADVANCE THE EDUCATION OF PUPILS IN THE SCHOOL BY PROVIDING {equipment}",),
        what=(102,),
        who=(201,),
        how=(305, 306),
    ),
    Cause(
        key="youth",
        share=8.0,
        names=("{ordinal} {parish} Scout Group", "{parish} Youth Club", "{town} Young {virtue}"),
        activities=(
            "{youth_work} for young people in {parish}. {more}",
            "Weekly meetings and camps for boys and girls.",
        ),
        objects=("THE DEVELOPMENT OF YOUNG PEOPLE IN ACHIEVING THEIR FULL POTENTIAL",),
        what=(102, 110),
        who=(201,),
    ),
    Cause(
        key="relief",
        share=9.0,
        companies=2.0,
        names=(
            "{founder} Charity",
            "{parish} Relief in Need Charity",
            "The {founder} Almshouses",
            "{founder} Educational Foundation",
        ),
        activities=(
            "Grants to people in need who live in {parish}.",
            "Almshouses for older people of {parish}. {more}",
        ),
        objects=("RELIEVING PERSONS RESIDENT IN {parish} WHO ARE IN NEED, HARDSHIP OR DISTRESS",),
        what=(105,),
        who=(202, 207),
        how=(301,),
        income=(8.6, 1.4),
    ),
    Cause(
        key="health",
        share=6.0,
        names=(
            "Friends of {town} Hospital",
            "{town} Hospice",
            "{illness} Support {town}",
            "{virtue} {illness} Trust",
        ),
        activities=(
            "Comforts for patients, and {equipment} for the wards. {more}",
            "Support and information for people with {illness} and those who care for them. {more}",
        ),
        objects=("THE RELIEF OF SICKNESS AND THE PRESERVATION OF HEALTH AMONG PEOPLE IN {town}",),
        what=(103,),
        who=(203, 207),
        income=(10.4, 1.8),
    ),
    Cause(
        key="older",
        share=5.0,
        names=("Age Friends {town}", "{parish} Lunch Club", "{town} Good Neighbours"),
        activities=(
            "{company} for older people in {parish}. {more}",
            "Lifts to the doctor, shopping and {company}.",
        ),
        objects=("THE RELIEF OF ELDERLY PEOPLE IN {town} AND THE SURROUNDING AREA",),
        what=(101, 104),
        who=(202,),
    ),
    Cause(
        key="arts",
        share=8.0,
        names=("{town} {ensemble}", "{parish} {ensemble}", "{virtue} {ensemble}"),
        activities=("{concerts} in {town} and around. {more}", "{concerts} for all ages."),
        objects=("TO ADVANCE THE EDUCATION OF THE PUBLIC IN THE ARTS, ESPECIALLY IN {town}",),
        what=(109,),
        who=(207,),
    ),
    Cause(
        key="sport",
        share=5.0,
        names=("{parish} Cricket Club", "{town} Swimming Club", "{parish} Recreation Ground"),
        activities=("Coaching and matches for all in {parish}. {more}", "Keeping the ground open."),
        objects=("THE PROMOTION OF COMMUNITY PARTICIPATION IN HEALTHY RECREATION IN {parish}",),
        what=(110, 116),
        who=(201, 207),
        how=(305,),
    ),
    Cause(
        key="nature",
        share=5.0,
        names=(
            "{parish} Wildlife Group",
            "{town} {animals} Rescue",
            "{virtue} {animals} Sanctuary",
        ),
        activities=(
            "Rescue, care and new homes for {animals}. {more}",
            "Looking after woods and meadows near {parish}. {more}",
        ),
        objects=(
            "THE CONSERVATION OF NATURE AND THE RELIEF OF SUFFERING OF ANIMALS IN NEED OF CARE",
        ),
        what=(111, 112),
        who=(207,),
    ),
    Cause(
        key="abroad",
        share=4.8,
        names=("{virtue} Overseas", "{virtue} for Children Abroad", "{founder} Overseas Fund"),
        activities=(
            "Wells, schools and clinics for poor villages abroad. {more}",
            "Sponsoring {equipment} for schools overseas.",
        ),
        objects=("THE RELIEF OF POVERTY AND THE ADVANCEMENT OF EDUCATION OVERSEAS",),
        what=(106,),
        who=(201, 207),
        how=(302,),
        income=(10.2, 1.6),
    ),
    Cause(
        key="umbrella",
        share=1.0,
        companies=45.0,
        pathways=("infrastructure",),
        names=(
            "{town} Voluntary Action",
            "Council for Voluntary Service {town}",
            "Volunteer {town}",
        ),
        activities=("Advice, training and a voice for voluntary groups in {town}. {more}",),
        objects=("TO PROMOTE ANY CHARITABLE PURPOSES FOR THE BENEFIT OF THE COMMUNITY IN {town}",),
        what=(101, 113),
        who=(205,),
        how=(307, 309),
        income=(12.4, 1.0),
    ),
)
