"""What the pages of enquiries have in common."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("enquiries", __name__)
ACTION = "answer_enquiries"
