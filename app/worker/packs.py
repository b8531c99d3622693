"""The evening pack of each house, in `$QUINCE_DATA/packs`: at six in the evening, and kept for two days."""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta
from pathlib import Path

from flask import current_app

from app.catalogue.queries import House, catalogue
from app.config import Config
from app.kernel import clock
from app.kernel.wall import wall_instant
from app.web.documents.pack import NAME, pack_of

AT_HOUR = 18
KEPT = timedelta(days=2)


def make_packs() -> int:
    """Each house where it is past six has today's pack; older ones than two days are gone. Answers how many were made.

    A worker that was down at six makes it when it is back that evening.
    """
    settings: Config = current_app.config["SETTINGS"]
    at = clock.now()
    made = sum(_make(settings.data / NAME / house.slug, house, at) for house in catalogue().houses)
    _forget(settings.data / NAME)
    return made


def _make(folder: Path, house: House, at: datetime) -> bool:
    today = clock.today(house.timezone)
    file = folder / f"{today}.pdf"
    if at < wall_instant(today, AT_HOUR, 0, house.timezone) or file.exists():
        return False
    folder.mkdir(parents=True, exist_ok=True)
    written = file.with_suffix(".part")
    written.write_bytes(pack_of(house, at))
    os.replace(written, file)
    return True


def _forget(folder: Path) -> None:
    """Names and allergies lie nowhere longer than they are of use."""
    for file in folder.glob("*/*.pdf"):
        if date.fromisoformat(file.stem) < clock.now().date() - KEPT:
            file.unlink()
