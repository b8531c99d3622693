"""Who has the rooms of a night, in the words of the desk."""

from __future__ import annotations

from app.booking.rooms.takers import Takers
from app.kernel.words import counted, listed, short_day


def who_has(takers: Takers | None) -> str:
    """What follows the nights on which every room is taken: how many are booked, held, and kept for whom until when."""
    if takers is None:
        return ""
    said = [f"{counted(takers.booked, 'room')} booked"] if takers.booked else []
    said += [f"{takers.held} held while somebody books or decides"] if takers.held else []
    said += [f"{one.count} kept for {one.name} until {short_day(one.cut_off_on)}" for one in takers.kept]
    return f"; {listed(said)}" if said else ""
