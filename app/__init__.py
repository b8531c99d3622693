"""Quince: the booking site and guest-experience system of a small hotel group."""

from __future__ import annotations

from flask import Flask

from app.config import Config


def create_app(config: Config | None = None) -> Flask:
    """The application: configuration, store, web, desks, commands, in this order."""
    from app import cli, demo, guest, marketing, staff, web
    from app.web.site import Site

    app = Site(__name__, template_folder="../templates", static_folder=None)
    settings = config or Config.from_environment()
    web.connect_store(app, settings)
    web.register(app)
    guest.register(app)
    staff.register(app)
    marketing.register(app)
    if not settings.production:
        demo.register(app)
    cli.register(app)
    return app


def commands_alone(config: Config | None = None) -> Flask:
    """The commands without store, web and desks, for those that read a file: to load the rest takes longer than what
    they do."""
    from app import cli

    app = Flask(__name__, static_folder=None)
    app.config["SETTINGS"] = config or Config.from_environment()
    cli.register(app)
    return app
