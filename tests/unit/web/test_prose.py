"""Texts of the catalogue become HTML, and never more HTML than was meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.prose import paragraphs, prose


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One\ntwo\n\nthree", "<p>One two</p>\n<p>three</p>"),
        ("## What you pay\nThe whole price.", "<h2>What you pay</h2>\n<p>The whole price.</p>"),
        ("# Title\n### Small", "<h2>Title</h2>\n<h3>Small</h3>"),
        ("- **Saver**: paid now\n- other", "<ul><li><strong>Saver</strong>: paid now</li><li>other</li></ul>"),
        ("see [the terms](/terms)", '<p>see <a href="/terms">the terms</a></p>'),
        (
            "write to hello@thequince.example.",
            '<p>write to <a href="mailto:hello@thequince.example">hello@thequince.example</a>.</p>',
        ),
        ("[a trap](javascript:alert(1))", "<p>[a trap](javascript:alert(1))</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ('[q](/x"onclick="y)', '<p><a href="/x&#34;onclick=&#34;y">q</a></p>'),
        ("", ""),
    ],
)
def test_what_becomes_of_a_text(text: str, html: str) -> None:
    assert str(prose(text)) == html


@given(st.text())
def test_no_tag_of_the_writer_survives(text: str) -> None:
    allowed = (
        "<p>",
        "</p>",
        "<h2>",
        "</h2>",
        "<h3>",
        "</h3>",
        "<ul>",
        "</ul>",
        "<li>",
        "</li>",
        "<strong>",
        "</strong>",
        "</a>",
    )
    rest = str(prose(text))
    for tag in allowed:
        rest = rest.replace(tag, "")
    assert rest.count("<") == rest.count('<a href="')


def test_paragraphs_are_parted_by_empty_lines() -> None:
    assert paragraphs("One\ntwo\n \n\nthree\n") == ["One two", "three"]
