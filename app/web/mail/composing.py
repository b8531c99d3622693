"""From a message to its words: text, and HTML with its styles at every element, as mail programs want it."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import css_inline
from flask import current_app
from jinja2 import Environment, StrictUndefined

from app.outbox import Announced
from app.web.mail.kinds import KINDS
from app.web.mail.letter import Letter, Mail
from app.web.mail.wording import NOTHING, MailWords, Said, said
from app.web.trader import trader

KEPT = "mail_templates"
_BLANKS = re.compile(r"\n{3,}")


def compose(message: Announced, words: MailWords | None = None) -> Mail:
    """The mail of a message: the same words each time. Raises `NoLongerApplies`, and `KeyError` for an unknown kind.

    With `words` it is tried out with those of staff that are not kept yet.
    """
    letter = KINDS[message.kind](message)
    return written(message.kind, letter, said(message, letter.house, words))


def written(kind: str, letter: Letter, words: Said = NOTHING) -> Mail:
    """A letter of that kind as a mail; of staff's own words these alone."""
    named = _names(letter, words)
    text = _BLANKS.sub("\n\n", _written(f"mail/{kind}.txt", named)).strip() + "\n"
    html = _inliner().inline(_written(f"mail/{kind}.html", named))
    return Mail(letter.subject, text, html, letter.house, letter.attachments, letter.unsubscribe_url)


def _names(letter: Letter, words: Said) -> dict[str, Any]:
    return {
        "said": words,
        "json_ld": None,
        **letter.view,
        "subject": letter.subject,
        "house": letter.house,
        "url": current_app.config["SETTINGS"].address,
        "trader": trader(),
        "unsubscribe_url": letter.unsubscribe_url,
    }


def _written(template: str, names: dict[str, Any]) -> str:
    return _templates().get_template(template).render(names)


def _templates() -> Environment:
    """As for pages, but a name that nobody gave is an error instead of a gap that nobody sees."""
    if KEPT not in current_app.extensions:
        current_app.extensions[KEPT] = current_app.jinja_env.overlay(undefined=StrictUndefined)
    templates: Environment = current_app.extensions[KEPT]
    return templates


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(keep_at_rules=True, load_remote_stylesheets=False)
