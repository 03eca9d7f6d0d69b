"""What codes of security servers mean, in both spellings; a service's own pass unchanged."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from connectors.outcome import Breach, Busy, Exchanged, Outcome, Rejected, Unknown
from connectors.xroad.faults import read_xroad_code, xroad_outcome
from tests.acceptance.checkout import PROJECT


@pytest.mark.parametrize(
    ("old", "new", "kind", "code"),
    [
        (
            "Server.ServerProxy.ServiceFailed.MissingBody",
            "server.serverproxy.service_failed.missing_body",
            Breach,
            "answer",
        ),
        (
            "Server.ClientProxy.ServiceFailed.InconsistentResponse",
            "server.clientproxy.service_failed.inconsistent_response",
            Breach,
            "answer",
        ),
        ("Server.ClientProxy.NetworkError", "server.clientproxy.network_error", Unknown, "network"),
        (
            "Server.ServerProxy.ServiceFailed.HttpError",
            "server.serverproxy.service_failed.http_error",
            Unknown,
            "network",
        ),
        ("Server.ClientProxy.IOError", "server.clientproxy.io_error", Unknown, "network"),
        ("Server.ServerProxy.MaintenanceMode", "server.serverproxy.maintenance_mode", Busy, "not_ready"),
        ("Server.ClientProxy.OutdatedGlobalConf", "server.clientproxy.global_conf_outdated", Busy, "not_ready"),
        (
            "Server.ServerProxy.LoggingFailed.TimestamperFailed",
            "server.serverproxy.logging_failed.timestamper_failed",
            Busy,
            "not_ready",
        ),
        ("Server.ServerProxy.ServiceDisabled", "server.serverproxy.service_disabled", Busy, "disabled"),
        ("Server.ServerProxy.AccessDenied", "server.serverproxy.access_denied", Rejected, "access"),
        ("Server.ServerProxy.UnknownService", "server.serverproxy.unknown_service", Rejected, "access"),
        ("Server.ClientProxy.UnknownMember", "server.clientproxy.unknown_member", Rejected, "access"),
        ("Client.MissingHeaderField", "client.missing_header_field", Rejected, "message"),
        ("Server.ClientProxy.InconsistentHeaders", "server.clientproxy.inconsistent_headers", Rejected, "message"),
        ("Server.ServerProxy.ServiceType", "server.serverproxy.service_type", Rejected, "message"),
        ("Server.ServerProxy.InternalError", "server.serverproxy.internal_error", Unknown, "failed"),
        (
            "Server.ServerProxy.OpMonitor.InternalError",
            "server.serverproxy.opmonitor.internal_error",
            Unknown,
            "failed",
        ),
        ("Server.ServerProxy", "server.serverproxy", Unknown, "failed"),
    ],
)
def test_both_spellings_of_a_code_mean_the_same(old: str, new: str, kind: type[Outcome], code: str) -> None:
    outcomes = [xroad_outcome(each, Exchanged()) for each in (old, new)]

    assert [type(each) for each in outcomes] == [kind, kind]
    assert {each.code for each in outcomes if each is not None} == {f"agency.xroad_{code}"}
    assert [each.detail for each in outcomes if each is not None] == [old, new]


@pytest.mark.parametrize(
    "code", ["Client", "soap:Client", "Server", "ClientError", "Server.ServerProxyOfOurs", "900", ""]
)
def test_a_services_own_code_is_not_read_here(code: str) -> None:
    assert xroad_outcome(code, Exchanged()) is None


def test_only_a_failure_of_the_service_itself_may_have_come_after_the_work() -> None:
    fault = read_xroad_code("Server.ServerProxy.ServiceFailed.HttpError")

    assert fault is not None
    assert fault.service_ran


def test_every_published_code_means_the_same_in_both_spellings() -> None:
    material = Path(os.environ.get("HUB_TEST_MATERIAL", PROJECT.parent / "shared" / "material")) / "xroad"
    if not material.is_dir():
        pytest.skip("X-Road's table of codes is not here; HUB_TEST_MATERIAL names the folder that holds xroad")
    lines = (material / "spec-tables" / "fault-codes-7.7-vs-7.8.tsv").read_text("utf-8").splitlines()[1:]
    codes = [(row["release-7.7"], row["release-7.8"]) for row in csv.DictReader(lines, delimiter="\t")]
    both = [
        (old, new) for old, new in codes if "-" not in (old, new) and not new.startswith(("client", "server", "signer"))
    ]
    assert len(both) > 70

    for old, new in both:
        first = read_xroad_code(f"Server.ServerProxy.{old}")
        assert first == read_xroad_code(f"server.serverproxy.{new}"), old
