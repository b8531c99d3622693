"""How a comment sounds, as far as its words tell."""

from __future__ import annotations

import pytest

from app.experience.surveys.rules import Scores, sentiment_of


@pytest.mark.parametrize(
    ("words", "nps", "sounds"),
    [
        ("The bed creaked all Saturday. Supper was lovely.", 8, "mixed"),
        ("A tap dripped and the window stuck.", 10, "bad"),
        ("Damp, and a draught from the door.", 9, "bad"),
        ("An uncomfortable chair; they forgot the eggs.", 9, "bad"),
        ("Comfortable, and an unforgettable supper. Delicious.", 5, "good"),
        ("Leeks.", 10, "good"),
        ("Leeks.", 7, "mixed"),
        ("Leeks.", 6, "bad"),
        ("", 0, None),
    ],
)
def test_praise_complaint_and_both(words: str, nps: int, sounds: str | None) -> None:
    assert sentiment_of(words, Scores(nps=nps)) == sounds
