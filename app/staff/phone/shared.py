"""What every view of the phone desk needs."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("phone", __name__)
ACTION = "make_bookings"
