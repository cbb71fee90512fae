"""Hostile and broken files: each is told clearly, none takes memory without end."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import struct
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import SourceError
from graph.records.entries import Reject
from graph.sources import lines, unpacking
from graph.sources.files import MOST_COLUMNS, Row, SourceFile, Value
from graph.sources.json_values import DEEPEST
from graph.sources.lines import CUT_OFF
from graph.sources.unpacking import EncodingTold

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TABLE = "id,name\n1,Alpha\n2,Beta\n"
ROWS = [Row(number=2, values={"id": "1", "name": "Alpha"}),
        Row(number=3, values={"id": "2", "name": "Beta"})]  # fmt: skip


def look(path: Path) -> SourceFile:
    return SourceFile.look_over(path, progress=lambda *_: None)


def a_file(folder: Path, content: bytes, name: str = "x.csv") -> SourceFile:
    (folder / name).write_bytes(content)
    return look(folder / name)


def a_table(folder: Path, text: str) -> list[Row | Reject]:
    return list(a_file(folder, text.encode()).table())


def zipped(*members: tuple[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", how) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return packed.getvalue()


def refused(path: Path, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        list(look(path).lines())


# What is no file


@pytest.mark.parametrize(
    ("name", "words"),
    [("missing.csv", "there is no file"), (".", "is a folder"), ("loop", "symbolic links")],
)
def test_what_cannot_be_opened_is_told(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "loop").symlink_to("loop")
    refused(tmp_path / name, words)


def test_a_name_that_no_file_can_have_is_told(tmp_path: Path) -> None:
    refused(tmp_path / "a\0b", "cannot be read")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    refused(tmp_path / "pipe", "is a pipe")


def test_a_device_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "zeros.csv").symlink_to("/dev/zero")
    refused(tmp_path / "zeros.csv", "is a device")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(TABLE)
    (tmp_path / "x.csv").chmod(0)
    refused(tmp_path / "x.csv", "Permission denied")


def test_a_link_to_a_file_is_followed(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(TABLE)
    (tmp_path / "link").symlink_to("x.csv")
    assert list(look(tmp_path / "link").table()) == ROWS


@pytest.mark.parametrize("content", [b"", b" \n\n", b"\xef\xbb\xbf", gzip.compress(b"", mtime=0)])
def test_a_file_without_a_word_is_empty(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(SourceError, match="is empty"):
        a_file(tmp_path, content)


def test_a_file_of_zero_bytes_is_no_text(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is no text"):
        a_file(tmp_path, b"\x7fELF\0\0\0")


def changed_in_place(path: Path) -> None:
    path.write_text(TABLE + "3,Gamma\n")


def cut_off(path: Path) -> None:
    os.truncate(path, 3)


def replaced(path: Path) -> None:
    path.with_name("new").write_text(TABLE)
    path.with_name("new").replace(path)


@pytest.mark.parametrize("change", [changed_in_place, cut_off, replaced])
@pytest.mark.parametrize("when", ["before", "amid"])
def test_a_file_that_changes_while_it_is_read_is_told(
    tmp_path: Path, change: Callable[[Path], None], when: str
) -> None:
    file = a_file(tmp_path, (TABLE + "2,Beta\n" * 300_000).encode())
    if when == "before":
        change(file.path)
    reading = file.table()
    if when == "amid" and change is not replaced:
        next(reading)
        change(file.path)
    elif when == "amid":  # what was opened stays whole
        assert len(list(file.table())) == 300_002
        return
    with pytest.raises(SourceError, match="changed while it was read"):
        list(reading)


# Packed files


def test_what_is_packed_is_read_as_what_is_not(tmp_path: Path) -> None:
    for content, name in (
        (TABLE.encode(), "x.csv"),
        (gzip.compress(TABLE.encode()), "x.csv.gz"),
        (gzip.compress(TABLE[:9].encode()) + gzip.compress(TABLE[9:].encode()), "x.csv.gz"),
        (zipped(("folder/", b""), ("x.csv", TABLE.encode())), "y.zip"),
        (zipped(("x.csv", TABLE.encode()), how=zipfile.ZIP_STORED), "y.zip"),
    ):
        file = a_file(tmp_path, content, name)
        assert (file.name, file.size) == ("x.csv", len(TABLE))
        assert list(file.table()) == ROWS


@pytest.mark.parametrize("pack", [gzip.compress, lambda text: zipped(("x.csv", text))])
def test_a_packed_file_that_is_cut_off_anywhere_is_told(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    whole = pack(np.random.default_rng(0).bytes(3000).hex().encode())
    for length in range(5, len(whole), 7):
        with pytest.raises(SourceError, match="cut off or damaged"):
            a_file(tmp_path, whole[:length])


@pytest.mark.parametrize("pack", [gzip.compress, lambda text: zipped(("x.csv", text))])
def test_a_packed_file_with_a_wrong_byte_is_read_or_told(
    tmp_path: Path, pack: Callable[[bytes], bytes]
) -> None:
    whole = bytearray(pack(TABLE.encode() * 5))
    told = 0
    for place in range(len(whole)):
        for byte in (0, 255, whole[place] ^ 1):
            damaged = bytes([*whole[:place], byte, *whole[place + 1 :]])
            try:
                list(a_file(tmp_path, damaged).table())
            except SourceError:
                told += 1
    assert told > len(whole)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (zipped(), "holds 0 files"),
        (zipped(("a", b"1"), ("b", b"2")), "holds 2 files"),
        (zipped(("x.csv", b"1,2"), how=zipfile.ZIP_LZMA), "packed in a way"),
        (zipped(("x.csv", b"1,2"), how=zipfile.ZIP_BZIP2), "packed in a way"),
        (zipped(("inner.zip", zipped(("x.csv", b"1,2")))), "is no text"),
        (gzip.compress(zipped(("x.csv", b"1,2"))), "is no text"),
    ],
    ids=range(6),
)
def test_a_zip_that_is_not_one_packed_text_is_told(
    tmp_path: Path, content: bytes, words: str
) -> None:
    with pytest.raises(SourceError, match=words):
        a_file(tmp_path, content)


def test_a_locked_zip_is_told(tmp_path: Path) -> None:
    packed = bytearray(zipped(("x.csv", TABLE.encode())))
    for start, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        packed[packed.index(start) + flags] |= 1
    with pytest.raises(SourceError, match="password"):
        a_file(tmp_path, bytes(packed))


def test_a_zip_whose_header_lies_about_the_size_is_told(tmp_path: Path) -> None:
    packed = bytearray(zipped(("x.csv", TABLE.encode() * 50)))
    for start, size in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = packed.index(start) + size
        packed[at : at + 4] = struct.pack("<I", 10)
    with pytest.raises(SourceError, match="cut off or damaged"):
        a_file(tmp_path, bytes(packed))


def test_a_list_of_very_many_members_is_not_read(tmp_path: Path) -> None:
    packed = zipped(*((f"{number}.csv", b"") for number in range(20_000)))
    with pytest.raises(SourceError, match="far too many files"):
        a_file(tmp_path, packed)


@pytest.mark.parametrize("pack", [gzip.compress, lambda text: zipped(("x.csv", text))])
def test_a_file_that_unpacks_beyond_all_measure_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: Callable[[bytes], bytes]
) -> None:
    monkeypatch.setattr(unpacking, "SMALL", 2**20)
    with pytest.raises(SourceError, match="250 times its size"):
        a_file(tmp_path, pack(b"1,2\n" * 2**20))


# How a text is written


@pytest.mark.parametrize("heading", ["start\v", "start\x1cend", "\x85start", '"the\nstart"'])
def test_the_headings_are_those_that_rows_have(tmp_path: Path, heading: str) -> None:
    """Whatever Python, unlike a table, takes for the end of a line."""
    file = a_file(tmp_path, f"id,{heading},name\n1,2,3\n".encode())
    (row,) = file.table()
    assert isinstance(row, Row)
    assert file.columns() == tuple(row.values)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_every_usual_way_to_write_a_table_is_read(tmp_path: Path, encoding: str, ends: str) -> None:
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    text = 'id,name\n1,"Café; two\nlines"\n2,naïve — “Hope”\n'.replace("\n", ends)
    file = a_file(tmp_path, mark + text.encode(encoding))
    inner = "\n" if ends == "\r" else ends
    assert file.columns() == ("id", "name")
    assert [row.values["name"] for row in file.table() if isinstance(row, Row)] == [
        f"Café; two{inner}lines", "naïve — “Hope”"
    ]  # fmt: skip


def test_bytes_that_are_no_letters_do_not_stop_the_reading(tmp_path: Path) -> None:
    for content in (b"id,name\n1,\x81\xff\n", b"\xff\xfei\0d\0\n\0\x00\xd8\n\0\x31"):
        assert len(list(a_file(tmp_path, content).table())) in {1, 2}


def test_windows_letters_late_in_a_long_file_are_read(tmp_path: Path) -> None:
    file = a_file(tmp_path, b"name\n" + b"x" * 79 + b"\n" * 40_000 + "Café\n".encode("cp1252"))
    *_, last = file.table()
    assert isinstance(last, Row)
    assert last.values == {"name": "Café"}


def test_a_byte_that_went_astray_garbles_no_other_letter(tmp_path: Path) -> None:
    whole = "id,name\n" + "1,Tŷ Gobaith\n" * 3
    for place in (0, 70_000, 2**20):
        file = a_file(tmp_path, whole.encode() + b"2,x\n" * place + b"3,Caf\xe9\n")
        first, *_, last = (row for row in file.table() if isinstance(row, Row))
        assert (first.values["name"], last.values["name"]) == ("Tŷ Gobaith", "Café")
        assert file.encoding == unpacking.MIXED
    told = '[{"name": "Tŷ"}, {"name": "caf'.encode() + b'\xe9"}]'
    values = a_file(tmp_path, told).json_items("item")
    assert [each.value["name"] for each in values if isinstance(each, Value)] == ["Tŷ", "café"]


def test_letters_of_windows_that_look_like_utf_8_stay_what_they_are(tmp_path: Path) -> None:
    text = "id,name\n1,“ST ANDRÉ”\n2,Café\n3,naïve\n4,“Zoë”\n"
    file = a_file(tmp_path, text.encode("cp1252"))
    assert file.encoding == "cp1252"
    assert [row.values["name"] for row in file.table() if isinstance(row, Row)] == [
        "“ST ANDRÉ”", "Café", "naïve", "“Zoë”"
    ]  # fmt: skip


@given(st.lists(st.binary(max_size=12), max_size=6), st.integers(1, 5))
def test_what_a_text_is_written_in_does_not_depend_on_how_it_is_cut(
    parts: list[bytes], step: int
) -> None:
    text = b"".join(parts)
    encodings = set()
    for size in (step, max(len(text), 1)):
        told = EncodingTold(text)
        for start in range(0, len(text), size):
            told.take(text[start : start + size])
        encodings.add(told.encoding)
    assert len(encodings) == 1


def test_json_is_read_however_it_is_written(tmp_path: Path) -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        text = '{"a": [{"name": "Café"}]}'
        (found,) = a_file(tmp_path, text.encode(encoding)).json_items("a.item")
        assert found == Value(number=1, value={"name": "Café"})


# Tables


def test_a_quotation_mark_that_nobody_closed_costs_its_own_row_only(tmp_path: Path) -> None:
    text = "".join(f'{number},"Name {number}"\n' for number in range(2, 5000))
    for bad in ('1,"Alpha\n', '1,"Al"pha\n'):
        first, *others = a_table(tmp_path, f"id,name\n{bad}{text}")
        assert isinstance(first, Reject)
        assert (first.row, first.rows, first.key) == (2, 1, "1")
        assert [row.number for row in others if isinstance(row, Row)] == [*range(3, 5001)]


def test_a_quotation_mark_that_is_open_at_the_end_is_told(tmp_path: Path) -> None:
    *rows, last = a_table(tmp_path, TABLE + '3,"Gamma\n')
    assert rows == ROWS
    assert isinstance(last, Reject)
    assert "not well formed" in last.reason


@pytest.mark.parametrize(
    ("end", "is_told"),
    [("3,G\n", False), ("3,Gam", False), ("3\n", False), ("3", True), ('3,"Gam', True)],
)
def test_a_table_whose_last_row_is_no_whole_one_may_be_cut_off(
    tmp_path: Path, end: str, is_told: bool
) -> None:
    *_, last = a_table(tmp_path, TABLE + end)
    assert (isinstance(last, Reject) and CUT_OFF in last.reason) == is_told


def test_only_the_last_row_of_a_table_can_be_cut_off(tmp_path: Path) -> None:
    found = a_table(tmp_path, "id,name\n1\n2,Beta")
    assert [isinstance(each, Reject) and CUT_OFF not in each.reason for each in found] == [
        True,
        False,
    ]


def test_what_cannot_be_read_again_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "MOST_TIMES_AGAIN", 0)
    (reject,) = a_table(tmp_path, 'id,name\n1,"Alpha\n2,Beta\n3,Gamma\n')
    assert isinstance(reject, Reject)
    assert reject.rows == 3
    assert "3 lines were left out" in reject.reason


def test_a_row_without_an_end_is_rejected_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "LONGEST_LINE", 2**16)
    monkeypatch.setattr(lines, "CHUNK", 2**12)
    endless = 'a"b,"c\n' * 20_000  # begins a cell, and ends it in the next line to begin another
    found = a_table(tmp_path, f'id,name\n1,"{endless}')
    assert all(isinstance(each, Reject) for each in found)
    assert sum(each.rows for each in found if isinstance(each, Reject)) == 20_000


def test_a_row_of_another_width_says_how_many_lines_it_has(tmp_path: Path) -> None:
    _, reject = a_table(tmp_path, 'id,name\n1,A\n2,"B\nC\nD",x\n')
    assert isinstance(reject, Reject)
    assert (reject.row, reject.rows) == (3, 3)
    assert "3 cells" in reject.reason
    assert "3 lines" in reject.reason


def test_rows_with_lines_in_them_have_the_number_of_their_first(tmp_path: Path) -> None:
    found = a_table(tmp_path, 'id,name\n1,"a\nb"\n\n2,c\n')
    assert [row.number for row in found if isinstance(row, Row)] == [2, 5]


def test_a_line_that_is_too_long_is_rejected_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "LONGEST_LINE", 100)
    monkeypatch.setattr(lines, "_TOO_LONG", "x" * 101)
    for chunk in (7, 64, 2**20):
        monkeypatch.setattr(lines, "CHUNK", chunk)
        long = "x" * 1000
        found = a_table(tmp_path, f"id,name\n1,Alpha\n9,{long}\n2,Beta\n8,{long}")
        rows = [row.number for row in found if isinstance(row, Row)]
        rejects = [reject.row for reject in found if isinstance(reject, Reject)]
        assert (rows, rejects) == ([2, 4], [3, 5])


def test_a_cell_that_is_too_long_is_rejected_alone(tmp_path: Path) -> None:
    found = a_table(tmp_path, f'id,name\n1,Alpha\n9,"{"x" * 200_000}"\n2,Beta\n')
    assert [each.number if isinstance(each, Row) else each.row for each in found] == [2, 3, 4]
    assert isinstance(found[1], Reject)


def test_the_limit_of_other_readers_stays_as_it_was(tmp_path: Path) -> None:
    before = csv.field_size_limit()
    reading = a_file(tmp_path, TABLE.encode()).table()
    next(reading)
    assert csv.field_size_limit() == before


def test_a_row_with_a_zero_byte_is_rejected(tmp_path: Path) -> None:
    found = a_table(tmp_path, TABLE + "x," + "y" * 70_000 + "\n3,Ga\0mma\n4,Delta\n")
    assert [isinstance(each, Reject) for each in found] == [False, False, False, True, False]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('id,"name\n1,2\n', "no header: the row is not well formed"),
        (",".join("x" * (MOST_COLUMNS + 1)) + "\n1\n", "2,001 columns"),
    ],
)
def test_a_header_that_cannot_be_read_is_told(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        a_table(tmp_path, text)


# JSON


@pytest.mark.parametrize(
    "line",
    [
        "[" * 100_000,
        "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1),
        '{"a":' * 50_000 + "1" + "}" * 50_000,
        "9" * 5000,
        "1e999",
        "NaN",
        '"\\ud800"',
        '{"\\udfff": 1}',
        '{"a": 1',
    ],
)
def test_a_line_of_json_that_no_store_can_keep_is_rejected(tmp_path: Path, line: str) -> None:
    found = list(a_file(tmp_path, f'{{"a": 1}}\n{line}\n2\n'.encode()).json_lines())
    assert found[0] == Value(number=1, value={"a": 1})
    assert isinstance(found[1], Reject)
    assert found[2] == Value(number=3, value=2)


@pytest.mark.parametrize("brackets", ["[]" * 50, "\\ud83d\\ude00" + "{" * 50])
def test_brackets_within_texts_and_whole_letters_do_no_harm(tmp_path: Path, brackets: str) -> None:
    line = f'{{"a": "{brackets}"}}'
    (found,) = a_file(tmp_path, line.encode()).json_lines()
    assert found == Value(number=1, value=json.loads(line))


@pytest.mark.parametrize("prefix", ["item", "a.item"])
@pytest.mark.parametrize(
    "value",
    [
        "[" * 100_000,
        '{"a":' * 50_000,
        "9" * 5000,
        "1e999",
        "NaN",
        "[1, 2",
        "tru",
        '"' + "x" * 7_000_000 + '"',
        "[" + "1," * 5_000_000 + "1]",
    ],
)
def test_a_list_with_what_no_store_can_keep_is_told(
    tmp_path: Path, prefix: str, value: str
) -> None:
    text = f"[1, {value}]" if prefix == "item" else f'{{"a": [1, {value}]}}'
    with pytest.raises(SourceError, match="is no JSON after item"):
        list(a_file(tmp_path, text.encode()).json_items(prefix))


def test_values_at_a_place_are_found_one_by_one(tmp_path: Path) -> None:
    text = '{"x": {"a": 0}, "a": [1, "two", null, [3], {"b": {"a": []}}], "b": [9]}'
    found = list(a_file(tmp_path, text.encode()).json_items("a.item"))
    assert [each.value for each in found if isinstance(each, Value)] == json.loads(text)["a"]


# Memory

_PEAK = """
import resource, sys
from pathlib import Path
from graph.errors import SourceError
from graph.sources.files import SourceFile
import json, zipfile
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    file = SourceFile.look_over(Path(sys.argv[1]), progress=lambda *_: None)
    reading = {"table": file.table, "json_lines": file.json_lines,
               "item": lambda: file.json_items("item"),
               "a.item": lambda: file.json_items("a.item")}[sys.argv[2]]
    for _ in reading():
        pass
except SourceError as error:
    print(error, file=sys.stderr)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""
_HOSTILE: dict[str, tuple[str, bytes, bytes, bytes, int]] = {
    "a field without an end": ("table", b"id,name\n1,", b"x" * 2**20, b"\n2,Beta\n", 300),
    "a quotation mark that nobody closed": (
        "table",
        b'id,name\n1,"',
        b"2,Beta\n" * 2**17,
        b"",
        100,
    ),
    "rows that begin others": ("table", b'id,name\n1,"', b'a"b,"c\n' * 2**17, b"", 10),
    "quotation marks": ("table", b"id,name\n", b'"\n' * 2**19, b"", 10),
    "commas": ("table", b"id,name\n", (b"," * 2**20 + b"\n"), b"", 20),
    "brackets": ("json_lines", b"", b"[" * 2**20, b"", 100),
    "a letter without an end": ("a.item", b'{"a": ["', b"x" * 2**20, b'"]}', 300),
    "a list within an item": ("a.item", b'{"a": [[', b"1," * 2**19, b"1]]}", 100),
    "an item without an end": ("item", b"[[", b"1," * 2**19, b"1]]", 100),
    "blanks": ("item", b"[", b" " * 2**20, b"1]", 300),
}


@pytest.mark.long
@pytest.mark.parametrize("case", _HOSTILE)
def test_a_large_hostile_file_takes_bounded_memory(tmp_path: Path, case: str) -> None:
    """Each has tens or hundreds of megabytes; reading takes less than 150 more than a start."""
    how, begin, part, end, times = _HOSTILE[case]
    path = tmp_path / "hostile"
    with path.open("wb") as file:
        file.write(begin)
        for _ in range(times):
            file.write(part)
        file.write(end)
    assert peak_mb(path, how) < 150


@pytest.mark.long
@pytest.mark.parametrize("pack", ["gzip", "zip"])
def test_a_bomb_takes_bounded_memory(tmp_path: Path, pack: str) -> None:
    """A gigabyte and more of zeros in a megabyte."""
    path = tmp_path / "bomb"
    if pack == "gzip":
        with gzip.open(path, "wb") as packed:
            for _ in range(1200):
                packed.write(b"0" * 2**20)
    else:
        with (
            zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
            archive.open("x.csv", "w", force_zip64=True) as member,
        ):
            for _ in range(1200):
                member.write(b"0" * 2**20)
    assert peak_mb(path, "table") < 100


def peak_mb(path: Path, how: str) -> int:
    """The megabytes by which a process of its own grows that reads a file."""
    done = subprocess.run(
        [sys.executable, "-c", _PEAK, path, how], capture_output=True, text=True, check=True
    )
    return int(done.stdout)
