"""Signals of fakes: same words, same device within the hour, a burst, staff's own mail."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.experience.reviews.rules.signals import BURST, OWN_MAIL, SAME_DEVICE, SAME_WORDS, Clue, signals_of

AT = datetime(2027, 3, 8, 10, tzinfo=UTC)


def clue(number: int, words: str = "", device: str | None = None, minutes: int = 0, *, own: bool = False) -> Clue:
    return Clue(number, 1, words or f"Number {number}", device, AT + timedelta(minutes=minutes), own)


def test_the_same_words_in_other_letters() -> None:
    same = [clue(1, "Best leeks of my LIFE..."), clue(2, "best leeks, of my life!"), clue(3, "Other leeks of my life")]
    assert signals_of(same) == {1: [SAME_WORDS], 2: [SAME_WORDS]}
    assert signals_of([clue(1, "Lovely!"), clue(2, "Lovely")]) == {}, "short ones are alike by chance"


def test_devices_and_mails() -> None:
    assert signals_of([clue(1, device="a"), clue(2, device="a"), clue(3)]) == {1: [SAME_DEVICE], 2: [SAME_DEVICE]}
    assert signals_of([clue(1, own=True)]) == {1: [OWN_MAIL]}


def test_five_within_an_hour_are_a_burst_and_five_in_more_are_none() -> None:
    burst = [clue(number, minutes=14 * number) for number in range(5)]
    assert signals_of(burst) == {number: [BURST] for number in range(5)}
    assert signals_of([clue(number, minutes=15 * number) for number in range(5)]) == {}
