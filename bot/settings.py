"""The settings: environment variables with the prefix `BELBOOM_`, or lines of a `.env` file.

Each field says what it is for (`description`) and gives an example; a setting that is missing or malformed stops the
start with both. Values are never repeated in a complaint: a mistyped one may be a secret.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from locales.catalogues import LANGUAGES

PREFIX = "BELBOOM_"
OFFICIAL_API = "https://api.telegram.org"


class SettingsError(Exception):
    """One or more settings are missing or malformed; the message is a table of all of them."""


def _numbers(value: Any) -> Any:
    if isinstance(value, str):
        return [part for part in value.replace(",", " ").replace("[", " ").replace("]", " ").split() if part]
    return [value] if isinstance(value, int) else value


def _words(value: Any) -> Any:
    return value.replace(",", " ").split() if isinstance(value, str) else value


def _age_keys(keys: tuple[str, ...]) -> tuple[str, ...]:
    from bot.export.seal import RecipientError, recipient  # loaded only where somebody uses it

    try:
        for key in keys:
            recipient(key)
    except RecipientError as error:
        raise ValueError(str(error)) from None
    return keys


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("not a time zone of the IANA database")
    return name


def _known_language(code: str) -> str:
    if code not in LANGUAGES:
        raise ValueError(f"not one of {', '.join(LANGUAGES)}")
    return code


def _base_url(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("not an http(s) address")
    return url.rstrip("/")


def _public_url(url: str | None) -> str | None:
    if url is not None and urlsplit(_base_url(url)).scheme != "https" and not _is_loopback(url):
        raise ValueError("Telegram brings updates to https addresses only")
    return url


def _token(token: SecretStr | None) -> SecretStr | None:
    if token is not None:
        number, _, rest = token.get_secret_value().partition(":")
        if not number.isascii() or not number.isdigit() or len(rest) < 10 or not rest.isprintable() or " " in rest:
            raise ValueError("not a bot token")
    return token


Numbers = Annotated[tuple[int, ...], NoDecode, BeforeValidator(_numbers)]


class Settings(BaseSettings):
    """Everything that can be set. Paths are relative to the working directory."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    telegram_token: Annotated[SecretStr | None, AfterValidator(_token)] = Field(
        default=None,
        description="The bot's token, as BotFather gave it. Better kept in a file: see TELEGRAM_TOKEN_FILE",
        examples=["110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"],
    )
    telegram_token_file: Path | None = Field(
        default=None,
        description="A file that holds the bot's token and nothing else",
        examples=["/run/secrets/telegram_token"],
    )
    telegram_api: Annotated[str, AfterValidator(_base_url)] = Field(
        default=OFFICIAL_API, description="Where the Bot API is, without a path", examples=[OFFICIAL_API]
    )
    database_url: str = Field(
        default="sqlite:///data/belboom.db",
        description="Where the data is kept; sqlite:/// and a path, or four slashes and an absolute path",
        examples=["sqlite:///data/belboom.db"],
    )
    key_dir: Path = Field(
        default=Path("keys"),
        description="The directory of the keys that open the data; keep it apart from the data and its backups",
        examples=["/var/lib/belboom-keys"],
    )
    admins: Numbers = Field(
        default=(),
        description="Platform user ids of the people who may set programmes up and export; the bot tells yours: /start",
        examples=["123456789,987654321"],
    )
    timezone: Annotated[str, AfterValidator(_known_zone)] = Field(
        default="Europe/Brussels", description="The time zone of new programmes", examples=["Europe/Brussels"]
    )
    language: Annotated[str, AfterValidator(_known_language)] = Field(
        default="nl", description="The language where somebody chose none: nl, fr, de or en", examples=["nl"]
    )
    retention_days: int = Field(
        default=90,
        ge=1,
        le=3650,
        description="How many days reports, needs and closed signals are kept",
        examples=["90"],
    )
    age_recipients: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_words), AfterValidator(_age_keys)] = Field(
        default=(),
        description="Public keys of age, separated by commas: exports are locked for them instead of with the password",
        examples=["age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"],
    )
    webhook_url: Annotated[str | None, AfterValidator(_public_url)] = Field(
        default=None,
        description="The public https address at which Telegram brings updates; without it the bot fetches them",
        examples=["https://bot.example.org/telegram"],
    )
    webhook_secret_file: Path | None = Field(
        default=None,
        description="A file with the secret by which Telegram proves itself: 16 to 256 letters, digits, _ and -",
        examples=["/run/secrets/webhook_secret"],
    )
    webhook_port: int = Field(
        default=8443,
        ge=1,
        le=65535,
        description="The port on which the webhook listens, behind your proxy",
        examples=["8443"],
    )
    health_port: int | None = Field(
        default=None,
        ge=1,
        le=65535,
        description="A port on 127.0.0.1 that answers GET /health; without it a file beside the database tells",
        examples=["8081"],
    )
    log_level: Annotated[str, BeforeValidator(lambda level: str(level).upper())] = Field(
        default="INFO",
        pattern="^(DEBUG|INFO|WARNING|ERROR)$",
        description="How much is logged: DEBUG, INFO, WARNING or ERROR; never a name or a text",
        examples=["INFO"],
    )

    @property
    def zone(self) -> ZoneInfo:
        """`timezone` as an object."""
        return ZoneInfo(self.timezone)

    @property
    def retention(self) -> timedelta:
        """`retention_days` as a duration."""
        return timedelta(days=self.retention_days)

    def token(self) -> SecretStr:
        """The bot's token. Raises `SettingsError` where there is none or its file cannot be used."""
        if self.telegram_token is not None:
            return self.telegram_token
        if self.telegram_token_file is None:
            raise SettingsError(_table({"telegram_token": "missing"}))
        try:
            token = _token(SecretStr(_read(self.telegram_token_file)))
        except OSError as error:
            raise SettingsError(_table({"telegram_token_file": _why(error)})) from None
        except ValueError:
            raise SettingsError(_table({"telegram_token_file": "the file does not hold a bot token"})) from None
        assert token is not None
        return token

    def webhook_secret(self) -> SecretStr:
        """The webhook's secret. Raises `SettingsError` where its file cannot be used."""
        if self.webhook_secret_file is None:
            raise SettingsError(_table({"webhook_secret_file": "missing"}))
        try:
            secret = _read(self.webhook_secret_file)
        except OSError as error:
            raise SettingsError(_table({"webhook_secret_file": _why(error)})) from None
        allowed = all(sign.isascii() and (sign.isalnum() or sign in "_-") for sign in secret)
        if not allowed or not 16 <= len(secret) <= 256:
            raise SettingsError(_table({"webhook_secret_file": "the file does not hold a usable secret"}))
        return SecretStr(secret)


def load_settings(*, needs_token: bool = True, **given: Any) -> Settings:
    """Read the settings from the environment and `.env`; `given` ones (by field name) go before these.

    Raises `SettingsError` that names every setting with a fault at once.
    """
    try:
        settings = Settings(**given)
    except ValidationError as error:
        faults = _faults(error)
        if needs_token and not _names_a_token(given):
            faults = {"telegram_token": "missing", **faults}
        raise SettingsError(_table(faults)) from None
    told: list[str] = []
    for reads in (settings.token if needs_token else None, settings.webhook_secret if settings.webhook_url else None):
        try:
            if reads is not None:
                reads()
        except SettingsError as error:
            told.append(str(error))
    if told:
        raise SettingsError("\n".join(told))
    return settings


def complaint(field: str, fault: str) -> SettingsError:
    """The error that says that the setting `field` has a fault that showed itself in use."""
    return SettingsError(_table({field: fault}))


def env_name(field: str) -> str:
    """The environment variable of a field."""
    return PREFIX + field.upper()


def example_of(field: str) -> str:
    """The documented example of a field."""
    return str((Settings.model_fields[field].examples or [""])[0])


class _TokenOnly(BaseSettings):
    model_config = Settings.model_config

    telegram_token: Any = None
    telegram_token_file: Any = None


def _names_a_token(given: dict[str, Any]) -> bool:
    named = _TokenOnly(**{name: value for name, value in given.items() if name in _TokenOnly.model_fields})
    return bool(named.telegram_token or named.telegram_token_file)


def _faults(error: ValidationError) -> dict[str, str]:
    return {
        str(fault["loc"][0]).removeprefix(PREFIX.lower()): str(fault["msg"]).removeprefix("Value error, ")
        for fault in error.errors(include_input=False, include_url=False)
    }


def _table(faults: dict[str, str]) -> str:
    lines: list[str] = []
    for field, fault in faults.items():
        description = Settings.model_fields[field].description
        lines += [
            f"{env_name(field)}: {fault}",
            f"    what it is for: {description}",
            f"    an example:     {env_name(field)}={example_of(field)}",
        ]
    return "\n".join(lines)


def _read(path: Path) -> str:
    return path.read_text("utf-8").strip()


def _why(error: OSError) -> str:
    return f"the file cannot be read ({error.strerror})"


def _is_loopback(url: str) -> bool:
    return urlsplit(url).hostname in ("127.0.0.1", "localhost", "::1")
