"""Commands that read a file and nothing of the site."""

from __future__ import annotations

from collections.abc import Iterable

WITH_A_FILE = {"funnel": "--events", "friction": "--events", "score": "--file"}
"""The option that has each of them look away from the site's own data."""


def reads_a_file(arguments: Iterable[str]) -> bool:
    """Whether a command line is of one of them, with its option."""
    said = {word.partition("=")[0] for word in arguments}
    return any(command in said and option in said for command, option in WITH_A_FILE.items())
