"""Everything that can be set from outside, in one frozen class read from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from app.kernel.errors import Invalid

DEFAULT_SECRET = "a secret that everybody knows, for trying out only"
HOLDS = "60 per 10 minutes"


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail goes out. `tls` is `none`, `starttls` (refused without it) or `tls` from the first byte."""

    host: str
    port: int
    user: str
    password: str
    tls: str

    @classmethod
    def read(cls, url: str) -> MailServer:
        """`smtp://user:word@host:587?starttls=yes`, `smtps://user:word@host`; raises `Invalid` for anything else."""
        wrong = Invalid("SMTP_URL is like smtp://user:word@host:587?starttls=yes, or smtps://user:word@host.")
        try:
            parts = urlsplit(url)
            host, port = parts.hostname, parts.port
        except ValueError:
            raise wrong from None
        options = parse_qs(parts.query, keep_blank_values=True)
        starttls = options.pop("starttls", ["no"])
        known = parts.scheme in ("smtp", "smtps") and starttls in (["yes"], ["no"]) and parts.path in ("", "/")
        if not known or options or not host or (parts.scheme == "smtps" and starttls == ["yes"]):
            raise wrong
        tls = "tls" if parts.scheme == "smtps" else "starttls" if starttls == ["yes"] else "none"
        standard = {"tls": 465, "starttls": 587, "none": 25}[tls]
        return cls(host, port or standard, unquote(parts.username or ""), unquote(parts.password or ""), tls)


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of one process; `docs/configuration.md` explains every key.

    Raises `Invalid` when production would start with the default secret or answer to any host, when a number is none
    or the mail server's address cannot be read.
    """

    env: str = "demo"
    secrets: tuple[str, ...] = (DEFAULT_SECRET,)
    data: Path = field(default_factory=lambda: Path("var").resolve())
    database_url: str = ""
    now: str = ""
    hosts: tuple[str, ...] = ()
    base_url: str = ""
    group_timezone: str = "Europe/London"
    proxies: int = 0
    limit_holds: str = HOLDS
    refund_limit_minor: int = 5000
    metrics_token: str = ""
    stripe_key: str = ""
    stripe_webhook_secret: str = ""
    stripe_api_base: str = ""
    smtp_url: str = field(default="", repr=False)
    smtp_from: str = ""
    port: int = 8000
    testing: bool = False

    def __post_init__(self) -> None:
        if self.env not in ("demo", "production"):
            raise Invalid("QUINCE_ENV is demo or production.")
        if self.production and DEFAULT_SECRET in self.secrets:
            raise Invalid("QUINCE_ENV=production needs QUINCE_SECRETS: one long random word or more, newest first.")
        if self.production and any(len(secret) < 32 for secret in self.secrets):
            raise Invalid("Each of QUINCE_SECRETS has at least 32 characters.")
        if self.production and not (self.hosts or self.base_url):
            raise Invalid("QUINCE_ENV=production needs QUINCE_HOSTS or QUINCE_BASE_URL: the names that it answers to.")
        if self.stripe_key and not (self.stripe_webhook_secret and self.base_url):
            raise Invalid("QUINCE_STRIPE_KEY needs QUINCE_STRIPE_WEBHOOK_SECRET, and QUINCE_BASE_URL to come back to.")
        if self.smtp_url:
            MailServer.read(self.smtp_url)

    @property
    def production(self) -> bool:
        return self.env == "production"

    @property
    def payment_pages(self) -> str:
        """The host of the payment provider's pages, where they are not our own."""
        if not self.stripe_key:
            return ""
        return self.stripe_api_base or "https://checkout.stripe.com"

    @property
    def url(self) -> str:
        """The database's URL: PostgreSQL when one is set, else the embedded file."""
        return self.database_url or f"sqlite:///{self.data / 'quince.db'}"

    @property
    def mail_server(self) -> MailServer | None:
        return MailServer.read(self.smtp_url) if self.smtp_url else None

    @property
    def address(self) -> str:
        """How links begin that are read elsewhere, in mails and calendars."""
        if self.base_url or not self.hosts:
            return self.base_url or f"http://127.0.0.1:{self.port}"
        return f"{'https' if self.production else 'http'}://{self.hosts[0]}"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> Config:
        """The configuration that the environment spells; keys that are not set have their defaults."""
        source = os.environ if environ is None else environ
        return cls(
            env=source.get("QUINCE_ENV", "demo"),
            secrets=_words(source.get("QUINCE_SECRETS", "")) or (DEFAULT_SECRET,),
            data=Path(source.get("QUINCE_DATA", "var")).resolve(),
            database_url=source.get("DATABASE_URL", ""),
            now=source.get("QUINCE_NOW", ""),
            hosts=_words(source.get("QUINCE_HOSTS", "")),
            base_url=source.get("QUINCE_BASE_URL", "").rstrip("/"),
            group_timezone=source.get("QUINCE_TIMEZONE", "Europe/London"),
            proxies=_count("QUINCE_PROXIES", source.get("QUINCE_PROXIES", "0")),
            limit_holds=source.get("QUINCE_LIMIT_HOLDS", HOLDS),
            refund_limit_minor=_count("QUINCE_REFUND_LIMIT", source.get("QUINCE_REFUND_LIMIT") or "5000"),
            metrics_token=source.get("QUINCE_METRICS_TOKEN", ""),
            stripe_key=source.get("QUINCE_STRIPE_KEY", ""),
            stripe_webhook_secret=source.get("QUINCE_STRIPE_WEBHOOK_SECRET", ""),
            stripe_api_base=source.get("QUINCE_STRIPE_API_BASE", "").rstrip("/"),
            smtp_url=source.get("SMTP_URL", ""),
            smtp_from=source.get("SMTP_FROM", ""),
            port=_count("PORT", source.get("PORT") or "8000"),
        )


def _count(key: str, text: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise Invalid(f"{key} is a whole number.")
    return int(text)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.replace(",", " ").split() if word)
