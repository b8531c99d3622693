"""What the pages of cases have in common."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("cases", __name__)
