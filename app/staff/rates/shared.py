"""The blueprint that the pages of rates share."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("rates", __name__)
