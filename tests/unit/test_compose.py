"""docker-compose.yml says what the program understands: settings, ports, and folders that two services share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from hub.settings import NAMES, load_settings

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = [name for name, each in SERVICES.items() if each.get("image") == "qayidis-hub" and name != "sandbox"]


def ports(service: str) -> dict[str, str]:
    """What is published, by the port inside: by default on this machine alone."""
    found = {}
    for each in SERVICES[service].get("ports", ()):
        outside, _, inside = each.rpartition(":")
        assert outside.startswith("127.0.0.1:"), each
        found[inside] = outside.removeprefix("127.0.0.1:")
    return found


@pytest.mark.parametrize("service", OURS)
def test_every_variable_is_a_setting(service: str) -> None:
    names = {name.removeprefix("HUB_").lower() for name in SERVICES[service]["environment"]}

    assert names <= set(NAMES)


def test_agencies_reach_the_api_and_the_door_of_files() -> None:
    environment = SERVICES["serve"]["environment"]

    settings, _ = load_settings({"HUB_SFTP_PORT": str(environment["HUB_SFTP_PORT"])})

    assert ports("serve") == {"8080": "${HUB_PORT:-8080}", str(settings.sftp_port): "${HUB_SFTP_PORT:-8022}"}
    assert "EXPOSE 8080 8022" in (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert [name for name in OURS if "HUB_SFTP_PORT" in SERVICES[name]["environment"]] == ["serve"]


def test_whoever_accepts_and_whoever_works_share_one_folder_and_that_of_the_simulated_agencies() -> None:
    for service in ("serve", "relay", "work"):
        assert SERVICES[service]["volumes"] == ["data:/data", "sandbox:/data/sandbox"]
    assert SERVICES["sandbox"]["volumes"] == ["sandbox:/data"]
    assert {"data", "sandbox"} <= set(COMPOSE["volumes"])


def test_what_is_kept_has_a_volume_and_what_is_needed_a_service() -> None:
    for each in SERVICES.values():
        for mount in each.get("volumes", ()):
            source = mount.split(":")[0]
            assert source in COMPOSE["volumes"] or (ROOT / source).exists(), mount
        assert set(each.get("depends_on", ())) <= set(SERVICES)
