"""The page about configuration and the code that reads it name the same keys."""

import re
from pathlib import Path

import pytest

from app.config import DEFAULT_SECRET, Config
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
