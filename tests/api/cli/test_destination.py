"""Where data go: files keep their mode, links go on pointing, pipes are written to."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from api.cli.destination import CommandError, ReaderGone, write_file
from tests.unprivileged import unprivileged

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXT = "line-ups\n"


@pytest.fixture
def umask() -> Iterator[Any]:
    """Set the umask for one test."""
    before = os.umask(0o022)
    yield os.umask
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("old", [0o600, 0o640, 0o644, 0o660, 0o755])
def test_a_file_keeps_its_mode(tmp_path: Path, umask: Any, old: int) -> None:
    umask(0o077)
    path = tmp_path / "answer.json"
    path.write_text("old", "utf-8")
    path.chmod(old)
    write_file(path, TEXT)
    assert (path.read_text("utf-8"), mode(path)) == (TEXT, old)
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(("mask", "expected"), [(0o077, 0o600), (0o022, 0o644), (0o002, 0o664)])
def test_a_new_file_gets_what_the_umask_leaves(
    tmp_path: Path, umask: Any, mask: int, expected: int
) -> None:
    umask(mask)
    write_file(tmp_path / "answer.json", TEXT)
    assert mode(tmp_path / "answer.json") == expected


def test_a_file_is_never_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until the draft takes its place, the old file is there."""
    path, seen = tmp_path / "answer.json", []
    path.write_text("old", "utf-8")
    monkeypatch.setattr(
        "api.cli.destination.os.fsync", lambda _: seen.append(path.read_text("utf-8"))
    )
    write_file(path, TEXT)
    assert (seen, path.read_text("utf-8")) == (["old"], TEXT)


@pytest.mark.parametrize("there", [True, False])
def test_a_link_goes_on_pointing_at_the_file_that_is_written(tmp_path: Path, there: bool) -> None:
    (tmp_path / "folder").mkdir()
    target, link = tmp_path / "folder" / "real.json", tmp_path / "link.json"
    if there:
        target.write_text("old", "utf-8")
    link.symlink_to(target)
    write_file(link, TEXT)
    assert link.is_symlink()
    assert link.readlink() == target
    assert target.read_text("utf-8") == TEXT


def test_a_named_pipe_is_written_to_and_stays_one(tmp_path: Path) -> None:
    path, read = tmp_path / "pipe", []
    os.mkfifo(path)
    reader = threading.Thread(target=lambda: read.append(path.read_text("utf-8")))
    reader.start()
    write_file(path, TEXT)
    reader.join()
    assert read == [TEXT]
    assert stat.S_ISFIFO(path.stat().st_mode)


def test_a_pipe_whose_reader_leaves_is_no_mistake(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    reader = threading.Thread(target=lambda: os.close(os.open(path, os.O_RDONLY)))
    reader.start()
    with pytest.raises(ReaderGone):
        write_file(path, TEXT * 100_000)
    reader.join()


def test_a_full_device_is_said_to_be_full() -> None:
    with pytest.raises(
        CommandError, match=r"^/dev/full cannot be written: No space left on device.$"
    ):
        write_file(Path("/dev/full"), TEXT)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"is a folder\. Name a file in it"):
        write_file(tmp_path, TEXT)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"The folder .*none does not exist\. Make it first"):
        write_file(tmp_path / "none" / "answer.json", TEXT)


def test_nothing_is_lost_when_the_disk_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "answer.json"
    path.write_text("old", "utf-8")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("api.cli.destination.os.fsync", full)
    with pytest.raises(CommandError, match=r"No space left on device\. Nothing was changed"):
        write_file(path, TEXT)
    assert path.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("refusal", [errno.EBUSY, errno.EACCES])
def test_a_file_whose_place_no_draft_can_take_is_written_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusal: int
) -> None:
    """Such as a file that is mounted by itself, or that stands in a folder of somebody else."""
    path = tmp_path / "answer.json"
    path.write_text("old", "utf-8")
    refuse_to_replace(monkeypatch, refusal)
    write_file(path, TEXT)
    assert path.read_text("utf-8") == TEXT
    assert list(tmp_path.iterdir()) == [path]


def test_such_a_file_is_as_before_if_that_fails_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, tries = tmp_path / "answer.json", []
    path.write_text("old", "utf-8")
    refuse_to_replace(monkeypatch, errno.EBUSY)
    write = type(path).write_bytes

    def full_at_first(self: Path, content: bytes) -> int:
        tries.append(content)
        if len(tries) == 1:
            write(self, content[:3])
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(self, content)

    monkeypatch.setattr(type(path), "write_bytes", full_at_first)
    with pytest.raises(CommandError, match="Nothing was changed"):
        write_file(path, TEXT)
    assert path.read_text("utf-8") == "old"


def refuse_to_replace(monkeypatch: pytest.MonkeyPatch, refusal: int) -> None:
    def refuse(_draft: Path, _path: Path) -> None:
        raise OSError(refusal, os.strerror(refusal))

    monkeypatch.setattr("pathlib.Path.replace", refuse)


def test_a_file_that_may_only_be_read_is_left_alone(tmp_path: Path) -> None:
    """Its folder may be written, so that a draft could take its place."""
    path = tmp_path / "answer.json"
    path.write_text("old", "utf-8")
    path.chmod(0o444)
    script = (
        "import sys; from pathlib import Path; from api.cli.destination import write_file\n"
        "write_file(Path(sys.argv[1]), 'new')"
    )
    done = unprivileged("-c", script, str(path))
    assert "cannot be written: Permission denied. Nothing was changed." in done.stderr
    assert path.read_text("utf-8") == "old"


@pytest.mark.parametrize("name", ["/dev/stdout", "-", "/dev/fd/1"])
def test_standard_output_can_be_named_as_a_file(store: str, tmp_path: Path, name: str) -> None:
    """What stands in the file before stays, as with any command of a group."""
    path = tmp_path / "both.csv"
    script = '(echo first; "$0" -m api.cli --store "$1" areas -f csv -o "$2") > "$3"'
    command = ["/bin/sh", "-c", script, sys.executable, store, name, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert path.read_text("utf-8").startswith("first\nid,codes")
    assert "cannot" not in done.stderr
