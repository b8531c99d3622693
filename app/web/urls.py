"""What may stand in an address. Anything else is a 404 and never reaches a view."""

from __future__ import annotations

import re

from flask import Flask, current_app
from werkzeug.routing import BaseConverter, ValidationError

LARGEST_ID = 2**63 - 1
LONGEST_SLUG = 60


class IdConverter(BaseConverter):
    """A positive 64-bit number, without leading zeros."""

    regex = r"[1-9]\d{0,18}"

    def to_python(self, value: str) -> int:
        number = int(value)
        if number > LARGEST_ID or not value.isascii():
            raise ValidationError
        return number

    def to_url(self, value: object) -> str:
        return str(value)


class SlugConverter(BaseConverter):
    """Small letters, digits and single dashes, 60 at most."""

    regex = r"(?=[a-z0-9-]{1,60}(?![^/]))[a-z0-9]+(?:-[a-z0-9]+)*"


class FeedConverter(BaseConverter):
    """A slug with an ending for programs, like `combe-harrow.json`; a view gets both."""

    regex = r"[a-z0-9]+(?:-[a-z0-9]+)*\.(?:json|atom)"

    def to_python(self, value: str) -> tuple[str, str]:
        slug, _, ending = value.partition(".")
        if len(slug) > LONGEST_SLUG:
            raise ValidationError
        return slug, ending

    def to_url(self, value: tuple[str, str]) -> str:
        return ".".join(value)


class TokenConverter(BaseConverter):
    """The characters of a secret link; whether it is a good one, `links` says."""

    regex = r"[A-Za-z0-9_-]{1,120}"


_SLUG = re.compile(SlugConverter.regex)


def is_slug(text: str) -> bool:
    """Whether the text may be the last part of an address."""
    return len(text) <= 60 and _SLUG.fullmatch(text) is not None


def words_beside_slugs() -> set[str]:
    """What stands in the group's own addresses where a house's have its slug: no house may be called so."""
    rules = [rule.rule for rule in current_app.url_map.iter_rules()]
    before = {rule[: rule.index("<slug:house>")] for rule in rules if "<slug:house>" in rule}
    beside = (rule.removeprefix(start) for start in before for rule in rules if rule.startswith(start))
    return {word for rest in beside if (word := rest.split("/", 1)[0]) and "<" not in word}


def register(app: Flask) -> None:
    """Routes may name `id`, `slug`, `feed` and `token`."""
    app.url_map.converters.update(id=IdConverter, slug=SlugConverter, feed=FeedConverter, token=TokenConverter)
