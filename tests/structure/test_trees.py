"""The short reading of pages gives the tree that html5lib gives, and lets nothing pass that html5lib refuses."""

import html5lib
import pytest
from html5lib.html5parser import ParseError

from tests import trees

PAGE = """<!doctype html>
<html lang="en-GB">
<head><title>Beds &amp; suppers</title><meta charset="utf-8"></head>
<body class='wide'><!-- offers --><main><h1>Two <b>beds</b></h1><textarea name="words" required>
 &lt;b&gt;</textarea><svg aria-hidden="true"><title>Pear</title><use href="#pear"/></svg>
<table><tr><td>1</td></tr></table>
<script type="application/ld+json">{"a": "<b>"}</script></main></body>
</html>
"""
WITH_BODY = PAGE.replace("<tr>", "<tbody><tr>").replace("</tr>", "</tr></tbody>")


@pytest.fixture(autouse=True)
def nothing_accepted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trees, "_accepted", set())


@pytest.mark.parametrize(("page", "shortly"), [(WITH_BODY, 1), (PAGE, 0)])
def test_every_reading_gives_the_same_tree(page: str, shortly: int) -> None:
    wanted = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    assert all(trees.same(trees.parsed(page), wanted) for _ in range(2))
    assert len(trees._accepted) == shortly


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Two", "Two &beds"),
        ("Two", "Two < three"),
        ("Two", "Two <i>"),
        ("<b>beds</b>", "<b>beds</i>"),
        ("<td>1", "<p>1"),
        ("<tbody>", "<tbody><p>1</p>"),
        ('name="words"', 'name="words" name="others"'),
        ("</html>", "</html>words"),
    ],
)
def test_what_a_browser_would_have_to_guess_at_is_refused_after_a_good_page_too(before: str, after: str) -> None:
    trees.parsed(WITH_BODY)
    assert before in WITH_BODY
    with pytest.raises(ParseError):
        trees.parsed(WITH_BODY.replace(before, after))


def test_a_page_of_an_accepted_shape_keeps_its_own_words() -> None:
    trees.parsed(WITH_BODY)
    again = trees.parsed(WITH_BODY.replace("Two", "Ten &amp; more").replace("wide", "narrow"))
    assert "".join(next(again.iter("h1")).itertext()) == "Ten & more beds"
    assert next(again.iter("body")).get("class") == "narrow"
