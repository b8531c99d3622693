"""What the views of surveys share."""

from __future__ import annotations

from flask import Blueprint

from app.experience.surveys import Asked, asked
from app.web.links import Link
from app.web.respond import not_found
from app.web.survey_links import moment_of

blueprint = Blueprint("surveys", __name__)


def found(link: Link) -> Asked:
    """What a link asks; 404 when nobody was asked that, or the guest is forgotten."""
    survey = asked(moment_of(link), link.id, link.version)
    if survey is None:
        raise not_found()
    return survey
