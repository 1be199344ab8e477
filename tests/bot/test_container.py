"""The container file says what the operator's book promises."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from bot.settings import Settings, env_name
from tests.needed import program, skipped_without

ROOT = Path(__file__).parents[2]
COMPOSE = program("docker-compose")


def test_the_image_runs_as_nobody_special_and_installs_by_hash() -> None:
    lines = (ROOT / "Dockerfile").read_text("utf-8").splitlines()

    users = [line.split()[1] for line in lines if line.startswith("USER ")]
    assert users == ["belboom"]
    assert any("--require-hashes -r requirements.lock" in line for line in lines)
    assert not any(line.startswith(("ADD ", "ARG ")) for line in lines)


def test_nothing_secret_can_get_into_the_image() -> None:
    patterns = (ROOT / ".dockerignore").read_text("utf-8").splitlines()

    assert patterns[1] == "*", "all is left out that is not named"
    named = {pattern[1:] for pattern in patterns if pattern.startswith("!")}
    assert named.isdisjoint({".env", "data", "keys", "secrets", ".git", "tests"})


def test_only_settings_that_exist_are_given_to_the_container() -> None:
    text = (ROOT / "docker-compose.yml").read_text("utf-8") + (ROOT / "Dockerfile").read_text("utf-8")

    given = set(re.findall(r"\b(BELBOOM_[A-Z_]+)", text))

    assert given
    assert given - {env_name(field) for field in Settings.model_fields} == set()


@pytest.mark.docker
@skipped_without(COMPOSE, "docker-compose")
def test_the_service_is_shut_in_as_promised() -> None:
    assert COMPOSE is not None, "docker-compose is not installed"
    told = subprocess.run(
        [COMPOSE, "-f", str(ROOT / "docker-compose.yml"), "config"], check=True, capture_output=True, text=True
    ).stdout

    for promise in (
        "read_only: true",
        "no-new-privileges:true",
        "user: 10001:10001",
        "- ALL",
        "source: telegram_token",
    ):
        assert promise in told.replace("'", "").replace('"', ""), promise
    assert json.dumps(told).count("/srv/belboom") == 1, "one volume"
