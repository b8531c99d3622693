"""Reading what every page needs before the first visitor asks."""

from __future__ import annotations

import gc

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from app.availability.boards import all_boards
from app.care.status import board
from app.experience.funnel.salts import prepare_salts
from app.inventory.queries import watches
from app.kernel import clock
from app.offers.history.queries import popularity
from app.promotions.queries import every

ALLOCATED_BEFORE_COLLECTING = 20_000
"""New objects after which Python looks for cycles; a page of results makes thousands, nearly all gone with it."""


def warm(app: Flask) -> None:
    """Catalogue, prices, stock, who waits, promotions, how the houses are and what most people book are in this
    process's memory; the day's visits have a salt.

    Nothing happens when the database does not answer.
    """
    with app.app_context():
        try:
            all_boards()
            watches()
            popularity()
            every()
            board()
            prepare_salts(clock.today(app.config["SETTINGS"].group_timezone))
        except SQLAlchemyError:
            app.logger.warning("The database does not answer yet; the first page will read the catalogue.")


def compile_templates(app: Flask) -> None:
    """Every template is compiled and in this process's memory; about half a second of work."""
    for name in app.jinja_env.list_templates(extensions=("html", "txt")):
        app.jinja_env.get_template(name)


def settle() -> None:
    """What is in memory now stays for good: no later collection of garbage looks through it, and they are rarer."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(ALLOCATED_BEFORE_COLLECTING, 50, 100)
