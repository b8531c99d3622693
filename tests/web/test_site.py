"""How the site's templates write what they are given."""

from __future__ import annotations

import pytest
from markupsafe import Markup, escape

from app.web.site import Site, written


class Named:
    def __html__(self) -> str:
        return "<b>as it is</b>"


class Word(str):
    """A text that is not plain."""


@pytest.mark.parametrize("value", ["<a href='x'>\"&\"</a>", Markup("<b>"), 5, None, Named(), Word("<i>"), "", "Ö ≥ 2"])
def test_a_template_writes_a_value_as_markupsafe_escapes_it(value: object) -> None:
    site = Site(__name__)
    site.jinja_env.autoescape = True
    assert site.jinja_env.from_string("{{ value }}").render(value=value) == written(value) == str(escape(value))


def test_what_a_template_keeps_is_markup_and_not_escaped_twice() -> None:
    site = Site(__name__)
    site.jinja_env.autoescape = True
    said = "{% macro said(x) %}{{ x }}{% endmacro %}"
    kept = "{% set kept %}{{ said(x) }}&amp;{{ x }}{% endset %}{{ kept }}{{ said(x) }}"
    assert site.jinja_env.from_string(said + kept).render(x="<i>") == "&lt;i&gt;&amp;&lt;i&gt;&lt;i&gt;"
