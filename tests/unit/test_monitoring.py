"""The files for Prometheus and Grafana: what they name is there, and docker compose loads them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import CollectorRegistry, generate_latest

from hub.api.metrics import Collected, Known
from hub.telemetry.measures import REGISTRY

ROOT = Path(__file__).parents[2]
MONITORING = ROOT / "monitoring"
DASHBOARD = MONITORING / "grafana" / "dashboards" / "qayidis-hub.json"


def read_yaml(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def told_names() -> set[str]:
    """Every name that `/metrics` may tell."""
    row = {
        "destination": "a.b",
        "state": "due",
        "n": 1,
        "oldest": 1,
        "kind": "message.accepted",
        "label": "x",
        "name": "a.b",
        "breaker": "closed",
        "paused_by": None,
        "maintenance_from": None,
        "maintenance_until": None,
    }
    store = CollectorRegistry()
    store.register(Collected(Known(1, [row], [row], [row], 0, 0, None, [row], 0)))
    text = (generate_latest(store) + generate_latest(REGISTRY)).decode()
    types = re.findall(r"^# TYPE (\S+) (\S+)$", text, re.MULTILINE)
    return {name for name, _ in types} | {f"{name}_bucket" for name, kind in types if kind == "histogram"}


def alerts() -> list[dict[str, Any]]:
    (group,) = read_yaml(MONITORING / "alerts.yml")["groups"]
    found: list[dict[str, Any]] = group["rules"]
    return found


def panels() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(DASHBOARD.read_text(encoding="utf-8"))["panels"]
    return found


def expressions() -> Iterator[str]:
    yield from (rule["expr"] for rule in alerts())
    yield from (target["expr"] for panel in panels() for target in panel["targets"])


def test_every_figure_that_is_asked_for_is_told_by_the_hub() -> None:
    asked = {name for text in expressions() for name in re.findall(r"\bhub_[a-z_]+", text)}

    assert asked
    assert asked - told_names() == set()


def test_every_alert_says_what_it_is_and_what_to_do() -> None:
    for rule in alerts():
        assert rule["labels"]["severity"] in ("person", "watch"), rule["alert"]
        assert rule["annotations"]["summary"], rule["alert"]
        assert rule["annotations"]["description"], rule["alert"]


def test_panels_do_not_lie_on_each_other() -> None:
    taken: dict[tuple[int, int], str] = {}
    for panel in panels():
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24
        for x in range(place["x"], place["x"] + place["w"]):
            for y in range(place["y"], place["y"] + place["h"]):
                assert taken.setdefault((x, y), panel["title"]) == panel["title"]


@pytest.mark.parametrize("service", ["prometheus", "grafana"])
def test_compose_loads_files_that_are_there_and_listens_on_loopback_only(service: str) -> None:
    compose = read_yaml(ROOT / "docker-compose.yml")
    described = compose["services"][service]

    for volume in described["volumes"]:
        source = volume.split(":")[0]
        assert (ROOT / source).exists() if source.startswith(".") else source in compose["volumes"]
    assert all(port.startswith("127.0.0.1:") for port in described["ports"])


def test_grafana_asks_the_prometheus_that_reads_the_hub() -> None:
    (source,) = read_yaml(MONITORING / "grafana/provisioning/datasources/prometheus.yml")["datasources"]
    (job,) = read_yaml(MONITORING / "prometheus.yml")["scrape_configs"]

    assert source["url"] == "http://prometheus:9090"
    assert {panel["datasource"]["uid"] for panel in panels()} == {source["uid"]}
    assert job["static_configs"] == [{"targets": ["serve:8080"]}]
    assert "serve" in read_yaml(ROOT / "docker-compose.yml")["services"]
