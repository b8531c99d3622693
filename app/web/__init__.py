"""Flask glue that the desks share."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from app.config import Config
from app.kernel import clock
from app.store.db import db, engine_options, normalised_url
from app.web.extensions import migrate


def connect_store(app: Flask, settings: Config) -> None:
    """The app reads and writes the configured database, and the clock follows the configuration."""
    settings.data.mkdir(parents=True, exist_ok=True)
    url = normalised_url(settings.url)
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secrets[0],
        SECRET_KEY_FALLBACKS=list(settings.secrets[1:]),
        SQLALCHEMY_DATABASE_URI=url,
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(url),
        TESTING=settings.testing,
    )
    clock.configure(settings.now or None, None if settings.production else settings.data / "now")
    import_models()
    db.init_app(app)
    migrate.init_app(app, db, directory="migrations", render_as_batch=False)


def import_models() -> None:
    """Every table is known to the metadata."""
    import app.booking.agents.models
    import app.booking.blocks.models
    import app.booking.day_close.models
    import app.booking.documents.models
    import app.booking.effort.models
    import app.booking.models
    import app.booking.notes.models
    import app.booking.people.models
    import app.booking.waitlist.models
    import app.care.cases.models
    import app.care.choices.models
    import app.care.enquiries.models
    import app.care.facilities.models
    import app.care.friction.models
    import app.care.lost_calls.models
    import app.care.models
    import app.care.notices.models
    import app.care.status.models
    import app.catalogue.models
    import app.experience.effort.models
    import app.experience.funnel.days.models
    import app.experience.funnel.models
    import app.experience.reviews.models
    import app.experience.spend.models
    import app.experience.surveys.models
    import app.identity.merging.models
    import app.identity.models
    import app.identity.staff.models
    import app.inventory.models
    import app.journal.models
    import app.offers.campaigns.models
    import app.offers.decisions.models
    import app.offers.fair.models
    import app.offers.history.models
    import app.offers.proof.models
    import app.offers.segments.models
    import app.outbox.models
    import app.payments.models
    import app.plan.actions.models
    import app.plan.digest.models
    import app.plan.goals.models
    import app.plan.journey.models
    import app.plan.pulse.models
    import app.plan.views.models
    import app.pricing.draft.models
    import app.pricing.models
    import app.promotions.models
    import app.store.heartbeat
    import app.store.lease
    import app.store.limit
    import app.store.version  # noqa: F401


def register(app: Flask) -> None:
    """Addresses, headers, static files, errors, limits and what templates may call; desks come after this."""
    from app.web import (
        access,
        assets,
        compression,
        csrf,
        errors,
        filters,
        headers,
        health,
        limits,
        pictures,
        prose,
        provider,
        recognition,
        respond,
        session,
        shelf,
        trader,
        urls,
        webhooks,
    )
    from app.web.funnel import beacon, writing
    from app.web.offers import showing

    settings: Config = app.config["SETTINGS"]
    # Every template is kept: a cache that has an end looks through all it holds each time that one is taken.
    app.jinja_options = {**app.jinja_options, "cache_size": -1}
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    urls.register(app)
    health.register(app)
    headers.register(app, settings)
    compression.register(app)
    session.register(app)
    csrf.register(app, settings)
    respond.register(app)
    recognition.register(app)
    filters.register(app)
    prose.register(app)
    trader.register(app)
    assets.init_assets(app, Path(app.root_path).parent / "static")
    access.public(app.view_functions["static"])
    pictures.register(app)
    errors.register(app)
    limits.register(app)
    shelf.register(app, settings)
    writing.register(app)
    beacon.register(app)
    showing.register(app)
    provider.register(app, settings)
    webhooks.register(app)
