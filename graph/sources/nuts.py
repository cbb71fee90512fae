"""The areas of the statistical regions that notices name: NUTS 2, and ITL 2 after it.

The codes are those of 2013 to 2021 (``UKD6``); ITL 2 has the same behind ``TL``. Later editions
gave new codes to areas that changed. What is in which is as the Office for National Statistics has
it (Open Government Licence v3.0).
"""

from __future__ import annotations

from graph.sources.boundaries import COUNTIES, Area


def _inside(*, counties: tuple[int, ...] = (), **numbers: tuple[int, ...]) -> tuple[str, ...]:
    """Give the codes of authorities: all of some counties, and others by their numbers."""
    own = [f"{kind}{number:06}" for kind, those in numbers.items() for number in those]
    parts = (COUNTIES[f"E10{number:06}"].parts for number in counties)
    return (*own, *(code for of_county in parts for code in of_county))


_METROPOLITAN = {number: COUNTIES[f"E11{number:06}"].parts for number in (1, 2, 3, 5, 6, 7)}

NUTS_2 = {
    "UKC1": Area("Tees Valley and Durham", _inside(E06=(1, 2, 3, 4, 5, 47))),
    "UKC2": Area("Northumberland and Tyne and Wear", (*_inside(E06=(57,)), *_METROPOLITAN[7])),
    "UKD1": Area("Cumbria", _inside(counties=(6,))),
    "UKD3": Area("Greater Manchester", _METROPOLITAN[1]),
    "UKD4": Area("Lancashire", _inside(counties=(17,), E06=(8, 9))),
    "UKD6": Area("Cheshire", _inside(E06=(7, 49, 50))),
    "UKD7": Area("Merseyside", (*_inside(E06=(6,)), *_METROPOLITAN[2])),
    "UKE1": Area("East Yorkshire and Northern Lincolnshire", _inside(E06=(10, 11, 12, 13))),
    "UKE2": Area("North Yorkshire", _inside(counties=(23,), E06=(14,))),
    "UKE3": Area("South Yorkshire", _METROPOLITAN[3]),
    "UKE4": Area("West Yorkshire", _METROPOLITAN[6]),
    "UKF1": Area("Derbyshire and Nottinghamshire", _inside(counties=(7, 24), E06=(15, 18))),
    "UKF2": Area(
        "Leicestershire, Rutland and Northamptonshire", _inside(counties=(18, 21), E06=(16, 17))
    ),
    "UKF3": Area("Lincolnshire", _inside(counties=(19,))),
    "UKG1": Area(
        "Herefordshire, Worcestershire and Warwickshire", _inside(counties=(31, 34), E06=(19,))
    ),
    "UKG2": Area("Shropshire and Staffordshire", _inside(counties=(28,), E06=(20, 21, 51))),
    "UKG3": Area("West Midlands", _METROPOLITAN[5]),
    "UKH1": Area("East Anglia", _inside(counties=(3, 20, 29), E06=(31,))),
    "UKH2": Area("Bedfordshire and Hertfordshire", _inside(counties=(15,), E06=(32, 55, 56))),
    "UKH3": Area("Essex", _inside(counties=(12,), E06=(33, 34))),
    "UKI3": Area("Inner London - West", _inside(E09=(1, 7, 13, 20, 32, 33))),
    "UKI4": Area("Inner London - East", _inside(E09=(12, 14, 19, 22, 23, 25, 28, 30))),
    "UKI5": Area("Outer London - East and North East", _inside(E09=(2, 4, 10, 11, 16, 26, 31))),
    "UKI6": Area("Outer London - South", _inside(E09=(6, 8, 21, 24, 29))),
    "UKI7": Area("Outer London - West and North West", _inside(E09=(3, 5, 9, 15, 17, 18, 27))),
    "UKJ1": Area(
        "Berkshire, Buckinghamshire and Oxfordshire",
        _inside(counties=(2, 25), E06=(36, 37, 38, 39, 40, 41, 42)),
    ),
    "UKJ2": Area("Surrey, East and West Sussex", _inside(counties=(11, 30, 32), E06=(43,))),
    "UKJ3": Area("Hampshire and Isle of Wight", _inside(counties=(14,), E06=(44, 45, 46))),
    "UKJ4": Area("Kent", _inside(counties=(16,), E06=(35,))),
    "UKK1": Area(
        "Gloucestershire, Wiltshire and Bristol/Bath area",
        _inside(counties=(13,), E06=(22, 23, 24, 25, 30, 54)),
    ),
    "UKK2": Area("Dorset and Somerset", _inside(counties=(9, 27), E06=(28, 29))),
    "UKK3": Area("Cornwall and Isles of Scilly", _inside(E06=(52, 53))),
    "UKK4": Area("Devon", _inside(counties=(8,), E06=(26, 27))),
    "UKL1": Area(
        "West Wales and The Valleys",
        _inside(W06=(1, 2, 3, 4, 8, 9, 10, 11, 12, 13, 16, 18, 19, 20, 24)),
    ),
    "UKL2": Area("East Wales", _inside(W06=(5, 6, 14, 15, 21, 22, 23))),
}
"""The areas of England and Wales, of the authorities of 2013."""
