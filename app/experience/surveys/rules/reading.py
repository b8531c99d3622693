"""What a comment is about and how it sounds, as far as its words tell. Staff may correct the theme."""

from __future__ import annotations

import re

from app.experience.surveys.rules.scales import LOW, PARTS, Scores

_ABOUT: tuple[tuple[str, str], ...] = (
    (
        "sleep",
        r"nois\w*|loud|thin walls?|creak\w*|cold|draught\w*|heating|too hot|stuffy|mattress|pillows?|sle(?:ep|pt)"
        r"|curtains?|blinds?|light came|duvet",
    ),
    ("broken", r"broke\w*|did(?:n.?t| not) work|not working|out of order|leak\w*|dripp\w*|no hot water|faulty|stuck"),
    ("food", r"supper|dinner|breakfast|food|menus?|kitchen|dish\w*|wine|bread|waiter|table|eat\w*|ate|cooked|chef"),
    ("room", r"rooms?|bath\w*|shower|bed|towels?|dust\w*|clean\w*|dirty|hut|suite|kettle"),
    ("people", r"staff|rude|friendly|kind|welcom\w*|team|helpful|reception(?:ist)?|ignored|smil\w*"),
    ("arriving", r"arriv\w*|check(?:ed)?[ -]?in|check(?:ed)?[ -]?out|queue\w*|wait(?:ed|ing)|leaving|bill was|luggage"),
    (
        "getting_here",
        r"directions?|sat ?nav|lanes?|sign(?:post|age)\w*|find you|train|taxi|parking",
    ),
    ("garden", r"garden\w*|grounds|orchard|walk|view|paths?|greenhouse|lawn"),
    ("children_dogs", r"child\w*|kids?|cot|highchair|dogs?|puppy"),
    ("access", r"step[ -]?free|wheelchair|stairs|ramp|lift|hearing loop|mobility"),
    ("changing", r"cancel\w*|chang(?:e|ed|ing) (?:my|our|the) (?:booking|dates?|stay)|refund\w*|amend\w*"),
    ("booking", r"book(?:ed|ing)|websites?|site|card|pay(?:ment|ing)?|confirm\w*|online|form"),
    ("rules", r"minimum|two nights|nights? only|would(?:n.?t| not) let"),
    ("price", r"price\w*|expensive|dear|value|cost\w*|charged|fees?|worth|overpriced|rip[ -]?off"),
    ("finding", r"availab\w*|sold out|dates?|search\w*|find a room"),
)
_THEMES = tuple((theme, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for theme, words in _ABOUT)

_GOOD = re.compile(
    r"\b(?:love\w*|lovely|wonderful|perfect|great|excellent|delicious|beautiful|friendly|kind|thank\w*|superb|best|easy"
    r"|comfort\w*|delight\w*|brilliant|fantastic|charming|warm welcome|come back|will be back|enjoyed|good|quick)\b",
    re.IGNORECASE,
)
_BAD = re.compile(
    r"\b(?:bad|poor|rude|dirty|cold|noisy|nois[ey]|broken|disappoint\w*|terrible|awful|slow|worst|queue\w*|wait(?:ed"
    r"|ing)|late|wrong|expensive|overpriced|problem\w*|complain\w*|unfortunately|could ?n.?t|did ?n.?t|was ?n.?t"
    r"|not|no hot|lukewarm|hard|difficult|fail\w*|error\w*|twice|creak\w*|draught\w*|loud|stuffy|damp|mould\w*|leak\w*"
    r"|dripp\w*|faulty|stuck|ignored|forgot\w*|uncomfortable)\b",
    re.IGNORECASE,
)
_OF_PART = {
    "csat_arrival": "arriving",
    "csat_room": "room",
    "csat_supper": "food",
    "csat_garden": "garden",
    "csat_leaving": "arriving",
}
MIDDLE = {"nps": (7, 8), "ces": (4, 4), "csat": (3, 3)}


def theme_of(words: str, scores: Scores) -> str | None:
    """The theme that most words are about, the first of the list where two are equal; None without any words.

    Where no word tells, the lowest part of the stay does, if it is low.
    """
    if not words:
        return None
    counts = {theme: len(pattern.findall(words)) for theme, pattern in _THEMES}
    best = max(counts, key=lambda theme: counts[theme])
    if counts[best]:
        return best
    parts = {name: number for name, number in scores.given.items() if name in PARTS and number <= LOW[name]}
    return _OF_PART[min(parts, key=lambda name: parts[name])] if parts else "other"


def theme_again(words: str, scores: Scores, *, before: tuple[str | None, str, Scores]) -> str | None:
    """The theme of an answer in place of one with that (theme, words, scores): what staff said of the same words
    stands."""
    theme, said, then = before
    corrected = said == words and theme != theme_of(said, then)
    return theme if corrected else theme_of(words, scores)


def sentiment_of(words: str, scores: Scores) -> str | None:
    """Whether words praise (`good`), complain (`bad`) or do both (`mixed`); None without any.

    Words that do neither are taken as the score beside them.
    """
    if not words:
        return None
    good, bad = len(_GOOD.findall(words)), len(_BAD.findall(words))
    if good and bad:
        return "mixed"
    if good or bad:
        return "good" if good else "bad"
    return _of_scores(scores)


def _of_scores(scores: Scores) -> str:
    for name, (low, high) in MIDDLE.items():
        number = scores.of(name)
        if number is not None:
            return "bad" if number < low else "good" if number > high else "mixed"
    return "mixed"
