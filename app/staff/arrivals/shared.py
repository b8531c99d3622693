"""What every view of the front desk needs."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("arrivals", __name__)
