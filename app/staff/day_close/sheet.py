"""A day's figures as lines to read."""

from __future__ import annotations

from dataclasses import dataclass

from app.booking.day_close import DayFigures
from app.kernel.words import money

METHODS = {
    "online": "Online, by card",
    "card_machine": "On the card machine",
    "cash": "In cash",
    "bank_transfer": "By bank transfer",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """The figures in words: what came in and went out by method, VAT by rate, and what is held."""

    money: tuple[tuple[str, str, str, str], ...]
    together: tuple[str, str, str]
    vat: tuple[tuple[str, str, str, str], ...]
    held: str
    counted: str
    difference: str


def sheet_of(figures: DayFigures, currency: str, counted_minor: int | None = None) -> Sheet:
    """The sheet; `difference` is the till against what was taken in cash, empty where nobody counted or it agrees."""

    def text(minor: int) -> str:
        return money(minor, currency, pence=True)

    names = [name for name in METHODS if name in figures.taken or name in figures.refunded]
    rows = []
    for name in names:
        came, went = figures.taken.get(name, 0), figures.refunded.get(name, 0)
        rows.append((METHODS[name], text(came), text(went), text(came - went)))
    cash = figures.taken.get("cash", 0) - figures.refunded.get("cash", 0)
    off = 0 if counted_minor is None else counted_minor - cash
    return Sheet(
        money=tuple(rows),
        together=(text(sum(figures.taken.values())), text(sum(figures.refunded.values())), text(figures.kept_minor)),
        vat=tuple(
            (f"{rate / 100:g}%", text(gross - vat), text(vat), text(gross))
            for rate, (gross, vat) in figures.invoiced.items()
        ),
        held=text(figures.held_minor),
        counted="" if counted_minor is None else text(counted_minor),
        difference="" if not off else f"{text(abs(off))} {'more' if off > 0 else 'less'} than was taken in cash",
    )
