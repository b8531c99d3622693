"""What the demo's guests write, by theme and by how it sounds. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

GOOD: Mapping[str, tuple[str, ...]] = {
    "room": (
        "The room was lovely, with a window seat we fought over.",
        "Best bed of the year. The bath is long enough for me, and I am not short.",
        "Spotless room, and somebody had thought about where one puts a book at night.",
        "Everything in the room worked and nothing in it needed a manual.",
    ),
    "food": (
        "Supper was the reason we came and it will be why we come back.",
        "The leeks. I did not know that leeks could do that.",
        "Breakfast alone was worth the drive. The bread is perfect.",
        "A short menu, all of it from the garden, all of it good.",
    ),
    "people": (
        "Everybody was kind without hovering.",
        "The young man at reception remembered us and our dog.",
        "They lent us wellingtons before we had to ask.",
    ),
    "garden": (
        "The garden at seven in the morning, before anybody else. Perfect.",
        "We picked our own quinces and were shown what to do with them.",
        "Beautiful walk along the wall, and a bench where one wants a bench.",
    ),
    "arriving": (
        "Tea in hand within five minutes of arriving. Lovely.",
        "The key was ready and so was the fire.",
    ),
    "booking": (
        "Easy to book, and the price at the end was the price at the beginning.",
        "Quick to book on the train, on a phone, with one hand.",
    ),
    "children_dogs": ("The children are still talking about the hens. Great for families.",),
}
BAD: Mapping[str, tuple[str, ...]] = {
    "room": (
        "The room was smaller than the picture had us believe.",
        "Dust under the bed and one towel short. Not what we had come to expect.",
        "The shower took ten minutes to run warm.",
    ),
    "sleep": (
        "The window rattled all night. We heard every car on the lane.",
        "Cold room. The heating came on at eight, when we were up.",
        "Could not sleep: the floor above creaks with every step.",
    ),
    "food": (
        "Supper came lukewarm, forty minutes after we sat down.",
        "The kitchen has changed, and not for the better. Two dishes were off by half past seven.",
        "Disappointed by supper. The menu had three things on it and one of them was soup.",
        "Slow supper, and the table was wanted back before pudding.",
    ),
    "arriving": (
        "We queued twenty minutes to leave, and the bill was wrong when we got it.",
        "Nobody at the desk when we arrived. We waited with our bags for a quarter of an hour.",
        "Checking out took longer than breakfast.",
    ),
    "getting_here": (
        "We drove past the gate twice. The sign cannot be seen in the dark.",
        "The directions end at a ford. In November.",
    ),
    "people": ("Asked three people about a late breakfast and got three answers.",),
    "price": ("Nice enough, but expensive for what it is.", "The extras add up. Expensive by the end."),
    "booking": (
        "The form refused my phone number twice, then took the same number.",
        "My card was declined for no reason, then taken at the second try. Confusing.",
    ),
    "broken": ("The kettle was broken and so was the reading lamp.", "No hot water on Sunday morning."),
    "rules": ("I wanted one night and the site would only sell me two.",),
    "garden": ("The path to the orchard was closed and nobody could say why.",),
    "children_dogs": ("We had asked for a cot. There was no cot until nine.",),
}
MIXED: Mapping[str, tuple[str, ...]] = {
    "room": ("Lovely room, poor light to read by.", "Good bed, tired bathroom."),
    "food": ("Good food, slow to arrive.", "Breakfast excellent, supper less so."),
    "garden": ("Beautiful garden, but it rained, which was not your fault.",),
    "arriving": ("Friendly welcome, then a wait for the key.",),
    "price": ("Good, if dear on a Saturday.",),
    "booking": ("Easy enough to book, though I went back twice to compare the rates.",),
    "sleep": ("Comfortable bed. Thin curtains.",),
    "finding": ("It took a while to find dates that suited us both. Good once we had.",),
}
AFTER: Mapping[str, tuple[str, ...]] = {
    "good": ("", "", "", " We will be back.", " Thank you.", " See you in spring."),
    "bad": ("", "", "", " A pity, as we have stayed before.", " Please look into it.", " We said so at the time."),
    "mixed": ("", "", "", " We would try again.", " Otherwise all well."),
}
STOCK = {"good": GOOD, "bad": BAD, "mixed": MIXED}
OF_PART: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "csat_arrival": {"bad": ("arriving", "getting_here"), "good": ("arriving", "people"), "mixed": ("arriving",)},
    "csat_room": {"bad": ("room", "sleep", "broken"), "good": ("room",), "mixed": ("room", "sleep")},
    "csat_supper": {"bad": ("food",), "good": ("food",), "mixed": ("food",)},
    "csat_garden": {"bad": ("garden",), "good": ("garden",), "mixed": ("garden",)},
    "csat_leaving": {"bad": ("arriving",), "good": ("people",), "mixed": ("arriving",)},
}
"""Which themes a part of the stay makes people write about."""


def comment(random: Random, sentiment: str, part: str | None) -> tuple[str, str]:
    """Words that sound so, and their theme: about that part of the stay where one is given, else about anything."""
    stock = STOCK[sentiment]
    themes = OF_PART[part][sentiment] if part else tuple(stock)
    theme = random.choice(themes)
    return random.choice(stock[theme]) + random.choice(AFTER[sentiment]), theme
