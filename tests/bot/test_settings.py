"""Settings: each has an owner's line and an example, and what is wrong with them is told all at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import PREFIX, Settings, SettingsError, env_name, example_of, load_settings

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
OPERATIONS = Path(__file__).parents[2] / "docs" / "operations.md"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for field in Settings.model_fields:
        monkeypatch.delenv(env_name(field), raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("field", Settings.model_fields)
def test_every_setting_says_what_it_is_for_and_gives_an_example(field: str) -> None:
    assert Settings.model_fields[field].description
    assert example_of(field)


@pytest.mark.parametrize("field", Settings.model_fields)
def test_every_setting_has_a_line_in_the_operators_book(field: str) -> None:
    assert f"`{env_name(field)}`" in OPERATIONS.read_text("utf-8")


@pytest.mark.parametrize("field", Settings.model_fields)
def test_every_example_is_taken(field: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(env_name(field), example_of(field))

    assert getattr(Settings(), field) is not None


def test_with_a_token_alone_it_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELBOOM_TELEGRAM_TOKEN", TOKEN)

    settings = load_settings()

    assert settings.token().get_secret_value() == TOKEN
    assert settings.telegram_api == "https://api.telegram.org"
    assert settings.retention.days == 90
    assert settings.zone.key == "Europe/Brussels"
    assert settings.admins == ()


def test_the_settings_can_stand_in_a_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f"BELBOOM_TELEGRAM_TOKEN={TOKEN}\nBELBOOM_ADMINS=1, 2\nOTHER=x\n")

    settings = load_settings()

    assert settings.admins == (1, 2)


def test_the_token_can_stand_in_a_file_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "token").write_text(f"{TOKEN}\n")
    monkeypatch.setenv("BELBOOM_TELEGRAM_TOKEN_FILE", str(tmp_path / "token"))

    assert load_settings().token().get_secret_value() == TOKEN


@pytest.mark.parametrize("written", ["7", "7,8", "[7, 8]", "7 8", " 7 , 8 "])
def test_admins_are_numbers_in_any_usual_way_of_writing(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELBOOM_ADMINS", written)

    assert Settings().admins in ((7,), (7, 8))


def test_a_missing_token_is_named_with_purpose_and_example() -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings()

    told = str(caught.value)
    assert told.startswith("BELBOOM_TELEGRAM_TOKEN: missing")
    assert "what it is for: The bot's token" in told
    assert "an example:     BELBOOM_TELEGRAM_TOKEN=" in told


def test_without_needing_a_token_none_is_asked_for() -> None:
    assert load_settings(needs_token=False).telegram_token is None


MALFORMED = {
    "telegram_token": "kanarie-secret",
    "telegram_api": "kanarie",
    "admins": "kanarie",
    "timezone": "kanarie",
    "language": "kanarie",
    "retention_days": "kanarie",
    "webhook_url": "http://kanarie.example.org/x",
    "webhook_port": "kanarie",
    "health_port": "70000",
    "log_level": "kanarie",
}


@pytest.mark.parametrize("field", MALFORMED)
def test_a_malformed_setting_is_named_without_repeating_it(field: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(env_name(field), MALFORMED[field])

    with pytest.raises(SettingsError) as caught:
        load_settings()

    told = str(caught.value)
    assert f"{env_name(field)}: " in told
    assert str(Settings.model_fields[field].description) in told
    assert f"{env_name(field)}={example_of(field)}" in told
    assert "kanarie" not in told


def test_all_that_is_wrong_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for field, value in MALFORMED.items():
        monkeypatch.setenv(env_name(field), value)
    monkeypatch.delenv("BELBOOM_TELEGRAM_TOKEN")

    with pytest.raises(SettingsError) as caught:
        load_settings()

    told = str(caught.value)
    assert [field for field in MALFORMED if f"{env_name(field)}: " not in told] == []
    assert "BELBOOM_TELEGRAM_TOKEN: missing" in told


def test_a_missing_token_and_a_missing_secret_are_told_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELBOOM_WEBHOOK_URL", "https://bot.example.org/telegram")

    with pytest.raises(SettingsError) as caught:
        load_settings()

    assert "BELBOOM_TELEGRAM_TOKEN: missing" in str(caught.value)
    assert "BELBOOM_WEBHOOK_SECRET_FILE: missing" in str(caught.value)


def test_a_webhook_needs_its_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELBOOM_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("BELBOOM_WEBHOOK_URL", "https://bot.example.org/telegram")

    with pytest.raises(SettingsError, match="BELBOOM_WEBHOOK_SECRET_FILE: missing"):
        load_settings()


@pytest.mark.parametrize("content", ["short", "x" * 257, "with spaces in between", "kanarie-é-kanarie-é"])
def test_a_webhook_secret_that_telegram_would_not_take_is_refused(
    content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret").write_text(content)
    monkeypatch.setenv("BELBOOM_TELEGRAM_TOKEN", TOKEN)
    monkeypatch.setenv("BELBOOM_WEBHOOK_URL", "https://bot.example.org/telegram")
    monkeypatch.setenv("BELBOOM_WEBHOOK_SECRET_FILE", str(tmp_path / "secret"))

    with pytest.raises(SettingsError) as caught:
        load_settings()

    assert "BELBOOM_WEBHOOK_SECRET_FILE: the file does not hold a usable secret" in str(caught.value)
    assert content not in str(caught.value)


@pytest.mark.parametrize("name", ["TELEGRAM_TOKEN_FILE", "WEBHOOK_SECRET_FILE"])
def test_a_file_that_is_not_there_is_named(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "token").write_text(TOKEN)
    monkeypatch.setenv("BELBOOM_TELEGRAM_TOKEN_FILE", str(tmp_path / "token"))
    monkeypatch.setenv("BELBOOM_WEBHOOK_URL", "https://bot.example.org/telegram")
    monkeypatch.setenv("BELBOOM_WEBHOOK_SECRET_FILE", str(tmp_path / "token"))
    monkeypatch.setenv(PREFIX + name, str(tmp_path / "nothing"))

    with pytest.raises(SettingsError, match=f"BELBOOM_{name}: the file cannot be read"):
        load_settings()


def test_secrets_do_not_show_when_the_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELBOOM_TELEGRAM_TOKEN", TOKEN)

    assert "AAHdq" not in repr(Settings())
