"""Which districts make up a county, and what later authorities were made of.

Registers name counties, for which a programme may have no place, and authorities that were formed
after the programme's places. All can be said in districts and unitary authorities of 2013. The
codes and names are those of the Office for National Statistics (Open Government Licence v3.0).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Area:
    """An area that is made of others: its name, and the codes of those."""

    name: str
    parts: tuple[str, ...]


def _numbered(prefix: str, *ranges: tuple[int, int]) -> tuple[str, ...]:
    return tuple(f"{prefix}{number:06}" for low, high in ranges for number in range(low, high + 1))


COUNTIES = {
    "E10000002": Area("Buckinghamshire", _numbered("E07", (4, 7))),
    "E10000003": Area("Cambridgeshire", _numbered("E07", (8, 12))),
    "E10000006": Area("Cumbria", _numbered("E07", (26, 31))),
    "E10000007": Area("Derbyshire", _numbered("E07", (32, 39))),
    "E10000008": Area("Devon", _numbered("E07", (40, 47))),
    "E10000009": Area("Dorset", _numbered("E07", (48, 53))),
    "E10000011": Area("East Sussex", _numbered("E07", (61, 65))),
    "E10000012": Area("Essex", _numbered("E07", (66, 77))),
    "E10000013": Area("Gloucestershire", _numbered("E07", (78, 83))),
    "E10000014": Area("Hampshire", _numbered("E07", (84, 94))),
    "E10000015": Area(
        "Hertfordshire", _numbered("E07", (95, 96), (98, 99), (102, 103), (240, 243))
    ),
    "E10000016": Area("Kent", _numbered("E07", (105, 116))),
    "E10000017": Area("Lancashire", _numbered("E07", (117, 128))),
    "E10000018": Area("Leicestershire", _numbered("E07", (129, 135))),
    "E10000019": Area("Lincolnshire", _numbered("E07", (136, 142))),
    "E10000020": Area("Norfolk", _numbered("E07", (143, 149))),
    "E10000021": Area("Northamptonshire", _numbered("E07", (150, 156))),
    "E10000023": Area("North Yorkshire", _numbered("E07", (163, 169))),
    "E10000024": Area("Nottinghamshire", _numbered("E07", (170, 176))),
    "E10000025": Area("Oxfordshire", _numbered("E07", (177, 181))),
    "E10000027": Area("Somerset", _numbered("E07", (187, 191))),
    "E10000028": Area("Staffordshire", _numbered("E07", (192, 199))),
    "E10000029": Area("Suffolk", _numbered("E07", (200, 206))),
    "E10000030": Area("Surrey", _numbered("E07", (207, 217))),
    "E10000031": Area("Warwickshire", _numbered("E07", (218, 222))),
    "E10000032": Area("West Sussex", _numbered("E07", (223, 229))),
    "E10000034": Area("Worcestershire", _numbered("E07", (234, 239))),
    "E11000001": Area("Greater Manchester", _numbered("E08", (1, 10))),
    "E11000002": Area("Merseyside", _numbered("E08", (11, 15))),
    "E11000003": Area("South Yorkshire", _numbered("E08", (16, 19))),
    "E11000005": Area("West Midlands", _numbered("E08", (25, 31))),
    "E11000006": Area("West Yorkshire", _numbered("E08", (32, 36))),
    "E11000007": Area("Tyne and Wear", _numbered("E08", (21, 24), (37, 37))),
}
"""Counties that have districts, and metropolitan counties, as in 2013."""

LATER = {
    "E06000058": Area(
        "Bournemouth, Christchurch and Poole", ("E06000028", "E06000029", "E07000048")
    ),
    "E06000059": Area("Dorset", _numbered("E07", (49, 53))),
    "E06000060": Area("Buckinghamshire", _numbered("E07", (4, 7))),
    "E06000061": Area(
        "North Northamptonshire", _numbered("E07", (150, 150), (152, 153), (156, 156))
    ),
    "E06000062": Area("West Northamptonshire", _numbered("E07", (151, 151), (154, 155))),
    "E06000063": Area("Cumberland", ("E07000026", "E07000028", "E07000029")),
    "E06000064": Area("Westmorland and Furness", ("E07000027", "E07000030", "E07000031")),
    "E06000065": Area("North Yorkshire", _numbered("E07", (163, 169))),
    "E06000066": Area("Somerset", _numbered("E07", (187, 191))),
    "E07000244": Area("East Suffolk", ("E07000205", "E07000206")),
    "E07000245": Area("West Suffolk", ("E07000201", "E07000204")),
    "E07000246": Area("Somerset West and Taunton", ("E07000190", "E07000191")),
}
"""Authorities formed after 2013, of those before."""

WIDER = {
    "K02000001": Area("United Kingdom", ("E92000001", "W92000004", "S92000003", "N92000002")),
    "K03000001": Area("Great Britain", ("E92000001", "W92000004", "S92000003")),
    "K04000001": Area("England and Wales", ("E92000001", "W92000004")),
}
"""What countries make up."""

CEREMONIAL = {
    "Berkshire": _numbered("E06", (36, 41)),
    "Cheshire": ("E06000006", "E06000007", "E06000049", "E06000050"),
    "Sussex": (*_numbered("E07", (61, 65), (223, 229)), "E06000043"),
    "Bedfordshire": ("E06000032", "E06000055", "E06000056"),
}
"""Counties that have no council; they have no code of their own here."""

RECODED = {
    "E06000048": "E06000057",  # Northumberland, 2013
    "E07000097": "E07000242",  # East Hertfordshire, 2013
    "E07000100": "E07000240",  # St Albans, 2013
    "E07000101": "E07000243",  # Stevenage, 2013
    "E07000104": "E07000241",  # Welwyn Hatfield, 2013
    "E08000020": "E08000037",  # Gateshead, 2013
    "E08000038": "E08000016",  # Barnsley, 2025
    "E08000039": "E08000019",  # Sheffield, 2025
    "E11000004": "E11000007",  # Tyne and Wear, 2013
    "W06000007": "W06000023",  # Powys, 2018
    "W06000017": "W06000024",  # Merthyr Tydfil, 2018
}
"""Two codes of one area; its boundary moved a little between them."""

OTHER_NAMES = {
    "Abertawe": "W06000011",
    "Anglesey": "W06000001",
    "Blaenau Gwent": "W06000019",
    "Bro Morgannwg": "W06000014",
    "Caerdydd": "W06000015",
    "Caerffili": "W06000018",
    "Casnewydd": "W06000022",
    "Castell-nedd Port Talbot": "W06000012",
    "Cymru": "W92000004",
    "Cymru a Lloegr": "K04000001",
    "Lloegr a Chymru": "K04000001",
    "Durham": "E06000047",
    "Folkestone and Hythe": "E07000112",
    "Greater London": "E12000007",
    "Hull": "E06000010",
    "Lloegr": "E92000001",
    "Merthyr Tudful": "W06000024",
    "Pen-y-bont ar Ogwr": "W06000013",
    "Rhondda Cynon Taff": "W06000016",
    "Sir Benfro": "W06000009",
    "Sir Ddinbych": "W06000004",
    "Sir Fynwy": "W06000021",
    "Sir Gaerfyrddin": "W06000010",
    "Sir Gar": "W06000010",
    "Sir y Fflint": "W06000005",
    "Telford": "E06000020",
    "Tor-faen": "W06000020",
    "UK": "K02000001",
    "Wrecsam": "W06000006",
    "Ynys Mon": "W06000001",
}
"""Other names of areas, the Welsh ones among them, by which one area alone is meant."""
