"""What a reading of a contract's terms is made of."""

from __future__ import annotations

from collections.abc import Callable  # noqa: TC003  (a dataclass field)
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a term is for a small charity that signs as it stands."""

    RED = "red"
    AMBER = "amber"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """The worst first: 0 for red, 1 for amber, 2 for a note."""
        return tuple(Severity).index(self)


class Kind(StrEnum):
    """What a small charity must look at; the order is that of the report."""

    PAYMENT = "payment"
    VOLUME = "volume"
    PBR = "pbr"
    CLAWBACK = "clawback"
    SERVICE_CREDITS = "service_credits"
    LIABILITY = "liability"
    GUARANTEE = "guarantee"
    TUPE = "tupe"
    TERMINATION = "termination"
    GAGGING = "gagging"
    EXCLUSIVITY = "exclusivity"
    DATA_IP = "data_ip"
    AUDIT = "audit"
    INSURANCE = "insurance"
    VARIATION = "variation"
    SET_OFF = "set_off"
    ASSIGNMENT = "assignment"
    DISPUTES = "disputes"
    MOBILISATION = "mobilisation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A numbered part of a contract.

    `number` is as the contract writes it, with the numbers it stands under (``5.2(a)``); empty for
    words before the first number. `part` is ``""`` for the body, or the schedule's name.
    """

    number: str
    heading: str
    text: str
    part: str = ""

    @property
    def label(self) -> str:
        """How people would cite it.

        >>> Clause(number="5.2", heading="", text="", part="Schedule 2").label
        'Schedule 2, 5.2'
        """
        return ", ".join(each for each in (self.part, self.number) if each) or "unnumbered"


@dataclass(frozen=True, slots=True)
class Rule:
    """One way of saying something about a kind, and how bad that is.

    A rule holds where each pattern of `when` is found in a passage in plain words
    (`matcher.terms.plain`), none of `unless` is, and `test` says yes.
    """

    name: str
    severity: Severity
    when: tuple[str, ...]
    unless: tuple[str, ...] = ()
    test: Callable[[str], bool] | None = None


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules of one kind, tried in order: the first that holds decides.

    `alike` are words that only look like the kind; they are taken out first. A passage without any
    of the `stems` is not about the kind: to look for them is quick.
    """

    kind: Kind
    stems: tuple[str, ...]
    rules: tuple[Rule, ...]
    alike: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of a finding, each None where the words name none."""

    days: int | None = None
    months: float | None = None
    share: float | None = None
    amount_gbp: int | None = None
