"""Commands, thin: each imports only what it needs."""

from __future__ import annotations

from flask import Flask


def register(app: Flask) -> None:
    """`flask --app wsgi NAME` knows every command."""
