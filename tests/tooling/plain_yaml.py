"""Reads the plain part of YAML that compose.yaml is written in, so that no parser is needed.

Maps and lists by indentation, lists of quoted texts on one line, plain and double-quoted texts,
and comments on lines of their own. Anything else is an error.
"""

from __future__ import annotations

import json
import re
from typing import Any

_LINE = re.compile(r"( *)(- |[\w-]+:(?: |$))?(.*)")


def read_plain_yaml(text: str) -> Any:
    """Read a document; every scalar is a text, and what has no value is None."""
    rows = [line.rstrip() for line in text.splitlines()]
    lines = [row for row in rows if row.strip() and not row.lstrip().startswith("#")]
    value, rest = _block(lines, 0)
    if rest:
        message = f"cannot read: {rest[0]!r}"
        raise ValueError(message)
    return value


def _block(lines: list[str], indent: int) -> tuple[Any, list[str]]:
    """Read the lines that stand at one indentation, and give the lines after them."""
    entries: list[tuple[str, Any]] = []
    while lines and _indent(lines[0]) == indent:
        match = _LINE.fullmatch(lines[0])
        if match is None or not match[2]:
            message = f"cannot read: {lines[0]!r}"
            raise ValueError(message)
        head, scalar, lines = match[2], match[3], lines[1:]
        if not scalar and lines and _indent(lines[0]) > indent:
            value, lines = _block(lines, _indent(lines[0]))
        else:
            value = _scalar(scalar)
        entries.append((head.rstrip(": "), value))
    return _joined(entries), lines


def _joined(entries: list[tuple[str, Any]]) -> Any:
    if all(head == "-" for head, _ in entries):
        return [value for _, value in entries]
    found = dict(entries)
    if "-" in found or len(found) < len(entries):
        message = f"a list among keys, or a key twice: {sorted(head for head, _ in entries)}"
        raise ValueError(message)
    return found


def _scalar(text: str) -> Any:
    if not text:
        return None
    if text[0] in '["':
        return json.loads(text)
    if text[0] in "&*{'|>!%@`" or " #" in text or ": " in text:
        message = f"not plain: {text!r}"
        raise ValueError(message)
    return text


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
