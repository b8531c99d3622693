"""The list of who was forgotten, beside the database: a backup is older than it, and must bring nobody back."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from app.identity.operations import Forget, erase_again
from app.identity.queries import Forgotten, erasures
from app.kernel.errors import Invalid

NAME = "erasures.json"


def keep_erasures(file: Path) -> int:
    """The file names everyone whom the database says was forgotten, beside those it named before; answers how many
    were added. It is replaced whole."""
    before = read_erasures(file)
    merged = {(one.guest_id, one.guest_since): one for one in [*before, *erasures()]}
    if len(merged) == len(before):
        return 0
    _write(file, merged.values())
    return len(merged) - len(before)


def read_erasures(file: Path) -> list[Forgotten]:
    """Who is named in the file; nobody where there is none. Raises `Invalid` for a file that is no such list."""
    if not file.exists():
        return []
    try:
        return [
            Forgotten(
                int(line["guest"]), datetime.fromisoformat(line["since"]), datetime.fromisoformat(line["erased_at"])
            )
            for line in json.loads(file.read_text("utf-8"))
        ]
    except (ValueError, TypeError, KeyError) as error:
        raise Invalid(f"{file} is no list of erasures: {error}.") from None


def forget_again(file: Path, forget: Forget) -> int:
    """After a restore: everyone of the list who came back is forgotten again by `forget`; answers how many had come
    back."""
    back = erase_again(read_erasures(file), forget)
    keep_erasures(file)
    return back


def _write(file: Path, listed: Iterable[Forgotten]) -> None:
    rows = [
        {"guest": one.guest_id, "since": one.guest_since.isoformat(), "erased_at": one.erased_at.isoformat()}
        for one in sorted(listed, key=lambda one: (one.erased_at, one.guest_id))
    ]
    fresh = file.with_name(f".{file.name}.{os.getpid()}.part")
    fresh.write_text(json.dumps(rows, indent=1) + "\n", "utf-8")
    fresh.chmod(0o600)
    fresh.replace(file)
