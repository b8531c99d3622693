"""The marketing desk: what booking and staying feel like, how sure that is, and what to do next."""

from __future__ import annotations

from flask import Flask

from app.experience.funnel.names import STEP_NAMES


def register(app: Flask) -> None:
    """Every page of the desk has its address, and its templates know how figures are written."""
    from app.marketing import (
        actions,
        board,
        campaigns,
        cases,
        comments,
        denied,
        digest,
        filters,
        friction,
        funnel,
        journey,
        nav,
        offers,
        overview,
        prices,
        promises,
        scores,
        segments,
        spend,
        touchpoints,
        views,
    )

    pages = (overview, funnel, friction, denied, scores, comments, board, spend, journey, actions, promises)
    for page in (*pages, touchpoints, views, digest, prices, offers, segments, campaigns, cases):
        app.register_blueprint(page.blueprint)
    app.jinja_env.filters.update(filters.FILTERS)
    app.jinja_env.globals.update(marketing_nav=nav.marketing_nav, step_names=STEP_NAMES)
