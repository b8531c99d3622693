"""How people read numbers."""

import pytest

from app.kernel.words import counted


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "no visits"), (1, "one visit"), (12, "twelve visits"), (13, "13 visits"), (11_612, "11,612 visits")],
)
def test_figures_are_words_up_to_twelve_and_have_commas_above_a_thousand(count: int, said: str) -> None:
    assert counted(count, "visit") == said
