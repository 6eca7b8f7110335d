"""Every setting of the portal, read from the environment once, with safe defaults."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from .errors import ConfigurationError

PREFIX = "REFORM_PORTAL_"


@dataclass(frozen=True)
class Publisher:
    """The body that publishes the portal's open data, as it says itself; what is not set is empty and never made up.

    ``code`` is its code in the state register (ЄДРПОУ), ``contact`` the responsible person, ``security`` where to
    report a weakness (a mail address or an https address).
    """

    name: str = ""
    name_en: str = ""
    code: str = ""
    contact: str = ""
    email: str = ""
    security: str = ""

    @property
    def missing(self) -> list[str]:
        """The settings that open data need and that are not set."""
        needed = {"NAME": self.name, "CODE": self.code, "CONTACT": self.contact, "EMAIL": self.email}
        return [f"{PREFIX}PUBLISHER_{name}" for name, value in needed.items() if not value]


@dataclass(frozen=True)
class Settings:
    """Typed settings.

    ``base_url`` is the address that mails and feeds carry. An https address means production:
    then an unsafe setting stops the start instead of being replaced by a default. ``proxies`` is how many
    proxies stand in front and may be believed about the reader's address. ``labels_url`` is a language model that
    proposes labels of themes; without it nothing is sent anywhere. ``morphology`` is what brings Ukrainian words to
    their lemmas (``core.lemmas``).
    """

    data_dir: Path
    database_url: str
    search_url: str
    base_url: str
    secret_key: str = field(repr=False)
    smtp_url: str | None = field(default=None, repr=False)
    redis_url: str | None = field(default=None, repr=False)
    proxies: int = 0
    labels_url: str | None = None
    labels_model: str = ""
    labels_key: str = field(default="", repr=False)
    morphology: str = "simplemma"
    search_replica_url: str | None = field(default=None, repr=False)
    argon2_memory_kib: int = 65536
    argon2_rounds: int = 3
    limits_enabled: bool = True
    testing: bool = False
    publisher: Publisher = Publisher()

    @property
    def production(self) -> bool:
        return self.base_url.startswith("https://")

    @property
    def hosts(self) -> list[str]:
        """Host names that requests may carry in production; empty elsewhere, which allows any."""
        host = urlsplit(self.base_url).hostname
        return [host] if self.production and host else []

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read ``REFORM_PORTAL_*``.

        Raises ConfigurationError with one sentence when a value cannot be used.
        """
        read = _Reader(os.environ if environ is None else environ)
        data_dir = Path(read.text("DATA_DIR", "./var")).resolve()
        base_url = read.text("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
        if urlsplit(base_url).scheme not in ("http", "https") or not urlsplit(base_url).hostname:
            raise ConfigurationError(f"{PREFIX}BASE_URL must be an http or https address, not {base_url!r}.")
        production = base_url.startswith("https://")
        _make_private_folder(data_dir)
        database_url = _database_url(read.text("DATABASE_URL", f"sqlite:///{data_dir / 'portal.sqlite'}"))
        search_url = _search_url(read.text("SEARCH_URL", f"whoosh:{data_dir / 'index'}"), database_url)
        return cls(
            data_dir=data_dir,
            database_url=database_url,
            search_url=search_url,
            search_replica_url=_search_replica_url(read.text("SEARCH_REPLICA_URL", ""), search_url),
            base_url=base_url,
            secret_key=_secret_key(read.text("SECRET_KEY", ""), data_dir, production),
            smtp_url=_smtp_url(read.text("SMTP_URL", ""), production),
            redis_url=read.text("REDIS_URL", "") or None,
            proxies=read.number("PROXIES", 0),
            labels_url=_labels_url(read.text("LABELS_URL", ""), read.text("LABELS_MODEL", "")),
            labels_model=read.text("LABELS_MODEL", ""),
            labels_key=read.text("LABELS_KEY", ""),
            morphology=read.text("MORPHOLOGY", "simplemma"),
            publisher=_publisher(read),
        )


class _Reader:
    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def text(self, name: str, default: str) -> str:
        return self._environ.get(PREFIX + name, "").strip() or default

    def number(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        if not value.isdigit() or int(value) > 10:
            raise ConfigurationError(f"{PREFIX}{name} must be a number from 0 to 10, not {value!r}.")
        return int(value)


def _publisher(read: _Reader) -> Publisher:
    code, email = read.text("PUBLISHER_CODE", ""), read.text("PUBLISHER_EMAIL", "")
    security = read.text("SECURITY_CONTACT", "")
    if code and not (len(code) == 8 and code.isascii() and code.isdigit()):
        raise ConfigurationError(f"{PREFIX}PUBLISHER_CODE must be the eight digits of the body's code, not {code!r}.")
    if email and not _is_mail(email):
        raise ConfigurationError(f"{PREFIX}PUBLISHER_EMAIL must be a mail address, not {email!r}.")
    if security and not (security.startswith("https://") or _is_mail(security)):
        raise ConfigurationError(f"{PREFIX}SECURITY_CONTACT must be a mail address or an https address.")
    name, name_en = read.text("PUBLISHER_NAME", ""), read.text("PUBLISHER_NAME_EN", "")
    return Publisher(name, name_en, code, read.text("PUBLISHER_CONTACT", ""), email, security)


def _is_mail(address: str) -> bool:
    before, at, host = address.partition("@")
    return bool(before and at and "." in host) and not any(char.isspace() or char in "<>" for char in address)


def _make_private_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise ConfigurationError(f"The data folder {folder} cannot be made: {error.strerror}.") from error


def _database_url(url: str) -> str:
    scheme = url.split(":", 1)[0]
    if scheme == "sqlite":
        return url
    if scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        return "postgresql+psycopg:" + url.split(":", 1)[1]
    raise ConfigurationError(f"{PREFIX}DATABASE_URL must begin with sqlite: or postgresql:, not {scheme!r}.")


def _search_url(url: str, database_url: str) -> str:
    scheme, _colon, rest = url.partition(":")
    if scheme == "whoosh" and rest:
        return url
    if scheme not in ("postgres", "postgresql", "postgresql+psycopg"):
        scheme_only = f"{scheme}:…" if rest else url
        raise ConfigurationError(
            f"{PREFIX}SEARCH_URL must be whoosh:<folder>, postgresql: or postgresql://…, not {scheme_only!r}."
        )
    if not rest and not database_url.startswith("postgresql"):
        raise ConfigurationError(
            f"{PREFIX}SEARCH_URL is postgresql:, the portal's own database, but that is SQLite: "
            f"set {PREFIX}DATABASE_URL to a PostgreSQL, or name one for the index (postgresql://user@host/name)."
        )
    return f"postgresql+psycopg:{rest}"


def _search_replica_url(url: str, search_url: str) -> str | None:
    if not url:
        return None
    scheme, _colon, rest = url.partition(":")
    if scheme not in ("postgres", "postgresql", "postgresql+psycopg") or not rest.startswith("//"):
        raise ConfigurationError(f"{PREFIX}SEARCH_REPLICA_URL must look like postgresql://user@host/name.")
    if not search_url.startswith("postgresql"):
        raise ConfigurationError(f"{PREFIX}SEARCH_REPLICA_URL is only for an index in PostgreSQL ({PREFIX}SEARCH_URL).")
    return f"postgresql+psycopg:{rest}"


def _smtp_url(url: str, production: bool) -> str | None:
    if not url:
        if production:
            raise ConfigurationError(
                f"{PREFIX}SMTP_URL is missing: an https portal must be able to send mail (smtp://user:password@host:587)."
            )
        return None
    if urlsplit(url).scheme not in ("smtp", "smtps") or not urlsplit(url).hostname:
        raise ConfigurationError(f"{PREFIX}SMTP_URL must look like smtp://user:password@host:587.")
    return url


def _labels_url(url: str, model: str) -> str | None:
    if not url:
        return None
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise ConfigurationError(f"{PREFIX}LABELS_URL must be an http or https address, like https://host/v1.")
    if not model:
        raise ConfigurationError(f"{PREFIX}LABELS_MODEL is missing: name the model that proposes labels of themes.")
    return url.rstrip("/")


def _secret_key(value: str, data_dir: Path, production: bool) -> str:
    if value:
        if len(value) < 32:
            raise ConfigurationError(f"{PREFIX}SECRET_KEY is too short: use at least 32 random characters.")
        return value
    if production:
        raise ConfigurationError(f"{PREFIX}SECRET_KEY is missing: an https portal must have one of its own.")
    return _kept_secret(data_dir / "secret_key")


def _kept_secret(path: Path) -> str:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        secret = secrets.token_hex(32)
        file.write(secret)
    return secret
