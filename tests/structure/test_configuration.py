"""The page about configuration and the code that reads it name the same keys."""

import re
from pathlib import Path
from typing import Any

import pytest

from app.config import DEFAULT_SECRET, Config, MailServer
from app.kernel.errors import Invalid

ROOT = Path(__file__).parent.parent.parent
KEY = re.compile(r"\b(?:QUINCE_[A-Z_]+|DATABASE_URL|PORT|HOST|SMTP_[A-Z_]+)\b")


def documented() -> set[str]:
    page = (ROOT / "docs" / "configuration.md").read_text("utf-8")
    return {key for line in page.splitlines() if line.startswith("| `") for key in KEY.findall(line.split("|")[1])}


def test_every_key_is_documented() -> None:
    read = {key for path in (ROOT / "app" / "config.py", ROOT / "bin" / "run") for key in KEY.findall(path.read_text())}
    assert read == documented()


def test_the_class_reads_every_documented_key() -> None:
    asked: set[str] = set()

    class Environment(dict[str, str]):
        def get(self, key: str, default: str = "") -> str:  # type: ignore[override]
            asked.add(key)
            return default

    Config.from_environment(Environment())
    assert asked == documented() - {"HOST"}


def test_production_refuses_the_default_secret() -> None:
    with pytest.raises(Invalid, match="QUINCE_SECRETS"):
        Config(env="production", secrets=(DEFAULT_SECRET,))
    assert Config(env="production", secrets=("x" * 32,), hosts=("quince.example",)).production


def test_production_answers_to_names_that_it_knows() -> None:
    with pytest.raises(Invalid, match="QUINCE_HOSTS"):
        Config(env="production", secrets=("x" * 32,))
    assert Config(env="production", secrets=("x" * 32,), base_url="https://quince.example").production


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://localhost", MailServer("localhost", 25, "", "", "none")),
        ("smtp://relay:2525", MailServer("relay", 2525, "", "", "none")),
        ("smtp://us:w%40rd@mx.example?starttls=yes", MailServer("mx.example", 587, "us", "w@rd", "starttls")),
        ("smtps://us:word@mx.example", MailServer("mx.example", 465, "us", "word", "tls")),
    ],
)
def test_a_mail_server_is_read(url: str, server: MailServer) -> None:
    assert Config(smtp_url=url).mail_server == server


@pytest.mark.parametrize(
    "url",
    ["mx.example", "http://mx.example", "smtp://", "smtp://mx:port", "smtp://mx?starttls=maybe", "smtp://mx?tls=1",
     "smtps://mx?starttls=yes", "smtp://mx/path"],
)  # fmt: skip
def test_what_is_no_mail_server_is_refused(url: str) -> None:
    with pytest.raises(Invalid, match="SMTP_URL"):
        Config(smtp_url=url)


def test_the_word_for_the_mail_server_is_not_told() -> None:
    assert "w0rd" not in repr(Config(smtp_url="smtp://us:w0rd@mx.example?starttls=yes"))


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        ({"base_url": "https://quince.example", "hosts": ("other.example",)}, "https://quince.example"),
        ({"hosts": ("quince.example", "other.example")}, "http://quince.example"),
        ({"port": 8471}, "http://127.0.0.1:8471"),
    ],
)
def test_links_in_mails_begin_with_our_address(settings: dict[str, Any], address: str) -> None:
    assert Config(**settings).address == address
