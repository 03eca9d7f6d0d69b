"""Settings are read once, from what is handed in, and refused with all their mistakes."""

from __future__ import annotations

import pytest

from hub.settings import Settings, SettingsRefused, load_settings


def test_nothing_set_is_the_embedded_default() -> None:
    settings, warnings = load_settings({})

    assert settings.is_embedded
    assert (settings.host, settings.port, settings.lang) == ("127.0.0.1", 8080, "az")
    assert warnings == []


def test_every_mistake_is_named_at_once_and_no_value_is_repeated() -> None:
    with pytest.raises(SettingsRefused) as refused:
        load_settings({"HUB_PROT": "1", "HUB_HASH_KEY": "short-secret", "HUB_AGENCIES": '{"meis": {"ulr": "x"}}'})

    text = str(refused.value)
    assert "HUB_PROT is not a setting of the hub; did you mean HUB_PORT?" in text
    assert "HUB_HASH_KEY: " in text
    assert "HUB_AGENCIES (meis.ulr): Extra inputs are not permitted" in text
    assert "short-secret" not in text


def test_an_agency_is_somewhere_or_fetches_what_is_for_it() -> None:
    settings, _ = load_settings({"HUB_AGENCIES": '{"xezine": {"handover": "/replies"}}'})
    assert settings.agencies["xezine"].handover == "/replies"

    with pytest.raises(SettingsRefused, match=r"meis.*has no url"):
        load_settings({"HUB_AGENCIES": '{"meis": {"credentials": "x"}}'})
    with pytest.raises(SettingsRefused, match=r"xezine\.handover"):
        load_settings({"HUB_AGENCIES": '{"xezine": {"handover": "/inbox"}}'})


def test_what_kubernetes_injects_is_ignored_with_a_warning() -> None:
    settings, warnings = load_settings({"HUB_PORT": "tcp://10.0.0.1:80", "HUB_SERVICE_HOST": "10.0.0.1"})

    assert settings.port == 8080
    assert len(warnings) == 2


def test_the_environment_comes_in_through_the_one_door_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUB_PORT", "9")

    assert Settings().port == 8080


def test_names_of_the_tests_are_theirs() -> None:
    settings, _ = load_settings({"HUB_TEST_BROKER_URL": "amqp://x", "PATH": "/bin", "HUB_FORMATS": "a,b"})

    assert [path.name for path in settings.formats] == ["a", "b"]


def test_a_setting_that_a_manifest_declares_is_read_and_refused_by_its_own_name() -> None:
    settings, _ = load_settings({"HUB_SIMA_CLIENT_ID": "7", "HUB_SIMA_MASTER_KEY": "not to be shown"})

    assert settings.of_agency("sima", "client_id") == 7
    assert settings.of_agency("sima", "url") is None
    assert "not to be shown" not in repr(settings)
    with pytest.raises(SettingsRefused) as refused:
        load_settings({"HUB_SIMA_CLIENT_ID": "-1", "HUB_SIMA_URLS": "x"})
    assert refused.value.problems == [
        "HUB_SIMA_URLS is not a setting of the hub; did you mean HUB_SIMA_URL?",
        "HUB_SIMA_CLIENT_ID: Input should be greater than or equal to 0",
    ]
