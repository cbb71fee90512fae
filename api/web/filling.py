"""Forms filled in: each field with what was typed or holds otherwise, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams

    from api.web.problems import Problem

Options = Sequence[tuple[str, str]]
"""The values that a field may have, each with its label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a form as a page shows it.

    Attributes
    ----------
    name : of the parameter
    value : as it was typed, or the default
    options : the values to choose from; none for a field that is typed in
    lines : the height of a field that takes a line for each entry; 0 for one line
    attributes : further ones of the element, such as ``min``
    mistakes : what is wrong with the value
    """

    name: str
    label: str
    hint: str
    value: str
    options: Options = ()
    lines: int = 0
    attributes: Mapping[str, object] = field(default_factory=dict)
    mistakes: tuple[str, ...] = ()

    @property
    def element(self) -> Mapping[str, object]:
        """The attributes of its element; what is wrong is shown as it was typed."""
        plain = {"type": "text"}
        return plain if self.mistakes else {**plain, **self.attributes}


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The parameters of a question, as pages let people fill them in.

    Attributes
    ----------
    words, labels : of each parameter, in the order of the form
    hints : what a form says of a parameter instead of its words
    options : of the parameters with few values
    attributes : of the elements that parameters are typed into
    lines : the heights of the parameters that take several entries
    """

    words: Mapping[str, str]
    labels: Mapping[str, str]
    hints: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, Options] = field(default_factory=dict)
    attributes: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)

    def told_by_options(self) -> Form:
        """The same form, whose lists of options need no further words."""
        return replace(self, hints=dict.fromkeys(self.options, ""))

    def filled(
        self,
        asked: QueryParams,
        default: object,
        *,
        problem: Problem | None = None,
        names: Sequence[str] = (),
    ) -> list[Field]:
        """Fill in the fields called `names`, or all."""
        return [
            Field(
                name=name,
                label=self.labels[name],
                hint=self.hints.get(name, self.words[name]),
                value=typed(asked, name) or written(getattr(default, name)),
                options=self.options.get(name, ()),
                lines=self.lines.get(name, 0),
                attributes=self.attributes.get(name, {}),
                mistakes=mistakes_of(problem, name),
            )
            for name in names or self.words
        ]


def typed(asked: QueryParams, name: str) -> str:
    """Give what was typed for a parameter, an entry a line."""
    return "\n".join(text for text in asked.getlist(name) if text.strip())


def written(value: object) -> str:
    r"""Write a default as somebody would type it.

    >>> written(True), written(0.5), written(None), written(("a", "b"))
    ('true', '0.5', '', 'a\nb')
    """
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, tuple):
        return "\n".join(map(str, value))
    return "" if value is None else str(value)


def mistakes_of(problem: Problem | None, name: str) -> tuple[str, ...]:
    """Give what a problem says of one parameter."""
    errors = [] if problem is None else problem.members.get("errors", [])
    return tuple(each["message"] for each in errors if each["field"] == name)  # type: ignore[attr-defined]
