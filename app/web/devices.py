"""What a browser calls itself, in a few words for a guest who looks through their sessions. Never kept whole."""

from __future__ import annotations

BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
            ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip
MACHINES = (("iPhone", "an iPhone"), ("iPad", "an iPad"), ("Android", "an Android"), ("Windows", "Windows"),
            ("CrOS", "a Chromebook"), ("Mac OS X", "a Mac"), ("Linux", "Linux"))  # fmt: skip


def device_words(user_agent: str) -> str:
    """`Firefox on a Mac`; `A browser` where nothing is known."""
    browser = next((words for sign, words in BROWSERS if sign in user_agent), "A browser")
    machine = next((words for sign, words in MACHINES if sign in user_agent), "")
    return f"{browser} on {machine}" if machine else browser
