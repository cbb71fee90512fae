"""The Dockerfile and compose.yaml fit together, and fit the program that they run."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from api.cli.app import app
from api.service.settings import Settings
from graph.stores.urls import sqlite_path
from tests.tooling.plain_yaml import read_plain_yaml

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
COMPOSE: dict[str, Any] = read_plain_yaml((ROOT / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
PASSWORD_SETTINGS = {"MATCHER_STORE_PASSWORD", "MATCHER_STORE_PASSWORD_FILE"}


def instructions(name: str) -> list[str]:
    """What follows an instruction's name, wherever it stands in the Dockerfile."""
    whole = DOCKERFILE.replace("\\\n", " ")
    return re.findall(rf"^(?:HEALTHCHECK .*)?{name} +(.*)$", whole, re.MULTILINE)


def tracked() -> set[str]:
    """The files of the repository."""
    listed = subprocess.run(
        ["/usr/bin/env", "git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(listed.stdout.splitlines())


def parsed(words: list[str]) -> str:
    """Parse a command line of ours; give the command's own name."""
    assert words[0] == "matcher"
    command: Any = get_command(app)
    arguments = words[1:]
    while hasattr(command, "commands"):
        command, arguments = command.commands[arguments[0]], arguments[1:]
    command.make_context("matcher", arguments).close()
    return str(command.name)


def test_what_is_copied_into_the_image_is_in_the_repository_and_not_ignored() -> None:
    files = tracked()
    ignore = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    allowed = {line[1:] for line in ignore if line.startswith("!")}
    sources = {
        source.rstrip("/")
        for line in instructions("COPY")
        if not line.startswith("--from")
        for source in line.split()[:-1]
    }
    assert {"requirements.lock", "graph", "matcher", "api"} <= sources
    assert sources == allowed
    for source in sources:
        assert source in files or any(name.startswith(f"{source}/") for name in files)


def test_the_image_installs_what_is_locked_and_names_no_address() -> None:
    assert "pip install --require-hashes -r requirements.lock" in DOCKERFILE
    for text in (DOCKERFILE, (ROOT / "compose.yaml").read_text("utf-8")):
        hosts = set(re.findall(r"https?://([^/\s:\"']+)", text))
        assert hosts <= {"127.0.0.1"}
        assert "index-url" not in text
    for image in [*instructions("FROM"), *(s["image"] for s in SERVICES.values())]:
        assert "/" not in image.split(" ")[0]


def test_the_image_runs_the_service_as_a_user_without_rights() -> None:
    (user,) = instructions("USER")
    assert user == "matcher"
    assert "useradd --uid 10001" in DOCKERFILE
    assert DOCKERFILE.index("USER ") < DOCKERFILE.index("matcher.engine.warming")


def test_the_image_starts_the_real_command() -> None:
    command = json.loads(instructions("CMD")[-1])
    assert parsed(command) == "serve"
    assert command[command.index("--host") + 1] == "0.0.0.0"  # noqa: S104  (inside the container)
    port = command[command.index("--port") + 1]
    assert instructions("EXPOSE") == [port]
    assert f"127.0.0.1:{port}/health/ready" in DOCKERFILE


def test_both_ask_the_same_whether_the_service_is_ready() -> None:
    asked = json.loads(instructions("CMD")[0])
    assert SERVICES["matcher"]["healthcheck"]["test"] == ["CMD", *asked]
    compile(asked[-1], "healthcheck", "exec")


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_can_be_started_and_watched(name: str) -> None:
    service = SERVICES[name]
    assert {"image", "build"} & set(service)
    if "build" in service:
        assert (ROOT / service["build"] / "Dockerfile").is_file()
    check = service["healthcheck"]
    assert check == {"disable": "true"} or {"test", "interval", "retries"} <= set(check)
    assert ("profiles" in service) == (check == {"disable": "true"})
    for needed, how in service.get("depends_on", {}).items():
        assert how == {"condition": "service_healthy"}
        assert "test" in SERVICES[needed]["healthcheck"]


@pytest.mark.parametrize("name", SERVICES)
def test_every_secret_and_volume_that_a_service_uses_is_defined(name: str) -> None:
    service = SERVICES[name]
    assert set(service["secrets"]) <= set(COMPOSE["secrets"])
    for value in service["environment"].values():
        if value.startswith("/run/secrets/"):
            assert value.removeprefix("/run/secrets/") in service["secrets"]
    for volume in service["volumes"]:
        source = volume.split(":")[0]
        assert source in COMPOSE["volumes"] or source.startswith("${DATA_FOLDER")


def test_secrets_are_files_that_never_reach_the_repository_or_the_image() -> None:
    ignored = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    for secret in COMPOSE["secrets"].values():
        assert secret["file"].startswith("./secrets/")
    assert "/secrets/" in ignored
    assert "!secrets" not in (ROOT / ".dockerignore").read_text("utf-8")
    for service in SERVICES.values():
        for name in service["environment"]:
            assert "PASSWORD" not in name or name.endswith("_FILE")


def test_the_services_settings_are_real() -> None:
    real = {f"MATCHER_{name.upper()}" for name in Settings.model_fields} | PASSWORD_SETTINGS
    named = {key for s in SERVICES.values() for key in s["environment"]}
    named |= set(re.findall(r"\b(MATCHER_\w+)", DOCKERFILE))
    assert {key for key in named if key.startswith("MATCHER_")} <= real
    assert {key for key in named if not key.startswith("MATCHER_")} == {
        "NEO4J_AUTH_FILE",
        "NEO4J_dbms_usage__report_enabled",
        "NEO4J_server_memory_heap_initial__size",
        "NEO4J_server_memory_heap_max__size",
        "NEO4J_server_memory_pagecache_size",
    }


def test_ports_are_offered_to_this_machine_only_unless_asked_otherwise() -> None:
    ports = [port for s in SERVICES.values() for port in s.get("ports", [])]
    assert len(ports) == 3
    for port in ports:
        host = re.sub(r"\$\{\w+:-(.*)\}", r"\1", port)
        assert host.startswith("127.0.0.1:")


def test_our_own_services_can_write_nowhere_but_where_they_must() -> None:
    for service in (SERVICES["matcher"], SERVICES["load"]):
        assert service["read_only"] == "true"
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["tmpfs"] == ["/tmp"]  # noqa: S108  (inside the container)
    assert "/var/cache/matcher" in DOCKERFILE
    assert SERVICES["matcher"]["volumes"] == ["cache:/var/cache/matcher"]


def test_the_database_is_filled_by_a_real_command_into_the_store_that_is_served() -> None:
    command = SERVICES["load"]["command"]
    assert parsed(command) == "copy"
    source, target = command[-2:]
    assert sqlite_path(source) == Path("/data/market.db")
    assert target == SERVICES["matcher"]["environment"]["MATCHER_STORE"]
    assert SERVICES["load"]["volumes"][0].endswith(":/data")


def test_the_server_is_of_the_version_that_is_supported() -> None:
    assert SERVICES["neo4j"]["image"] == "neo4j:5.26-community"


def test_the_commands_in_the_comments_are_those_of_the_services() -> None:
    text = (ROOT / "compose.yaml").read_text("utf-8")
    named = [shlex.split(line)[-1] for line in re.findall(r"docker compose run .*?load", text)]
    assert named == ["load"]


def test_plain_yaml_is_read_as_it_is_meant() -> None:
    text = '# note\na:\n  b: c:d\n  e:\n    - "f: g"\n    - h\ni: ["j", "k"]\nl:\n'
    expected = {"a": {"b": "c:d", "e": ["f: g", "h"]}, "i": ["j", "k"], "l": None}
    assert read_plain_yaml(text) == expected


@pytest.mark.parametrize(
    "text", ["a: &b c", "a: {b: c}", "a: b # c", "a: 1\na: 2", "a: 1\n- b", "a: 1\n   b: 2", "a"]
)
def test_yaml_that_is_not_plain_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"cannot read|not plain|twice"):
        read_plain_yaml(text)
