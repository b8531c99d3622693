"""What the log may know of whoever asks: the kind of device, whether it is a program, where it came from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from urllib.parse import urlsplit

from crawleruseragents import is_crawler

from app.identity.referrals import PREFIX

LONGEST_AGENT = 1_000
_TABLET = re.compile(r"iPad|Tablet|PlayBook|Silk/|Kindle|Android(?!.*Mobile)", re.IGNORECASE)
_PHONE = re.compile(r"Mobi|iPhone|iPod|Android|Windows Phone", re.IGNORECASE)

FROM = {
    "mail": "mail", "email": "mail", "newsletter": "mail", "sms": "mail", "search": "search", "cpc": "search",
    "ppc": "search", "organic": "search", "social": "social", "agent": "agent", "ota": "agent", "metasearch": "agent",
    "referral": "referral", "friend": "referral",
}  # fmt: skip
"""What the address may say in `from`, `utm_medium` or `utm_source`; the name of a site serves too."""

SITES = {
    "mail": ("mail.google.", "mail.yahoo.", "outlook.", "mail.proton.", "webmail."),
    "search": (
        "google.", "bing.", "duckduckgo.", "ecosia.", "qwant.", "startpage.", "yahoo.", "search.brave.", "yandex.",
        "baidu.", "kagi.", "perplexity.", "chatgpt.",
    ),
    "social": (
        "facebook.", "instagram.", "t.co", "twitter.", "x.com", "pinterest.", "tiktok.", "linkedin.", "reddit.",
        "youtube.", "threads.", "bsky.", "mastodon.", "lnkd.",
    ),
    "agent": (
        "booking.", "expedia.", "hotels.", "agoda.", "trivago.", "tripadvisor.", "mrandmrssmith.", "i-escape.",
        "sawdays.", "airbnb.", "kayak.", "skyscanner.", "lastminute.", "laterooms.",
    ),
}  # fmt: skip
"""How the names of sites begin, or a part of them after a dot; mail before search, since a search engine has mail."""


@lru_cache(maxsize=4_096)
def device_of(agent: str) -> str:
    """phone, tablet or desk."""
    if _TABLET.search(agent):
        return "tablet"
    return "phone" if _PHONE.search(agent) else "desk"


@lru_cache(maxsize=4_096)
def is_bot(agent: str) -> bool:
    """A program that says so, or one that does not say what it is; once a process for each browser's name."""
    return not agent.strip() or bool(is_crawler(agent[:LONGEST_AGENT]))


def source_of(arguments: Mapping[str, str], referrer: str, own_host: str) -> str:
    """Where a page was asked from: what its address says, else the class of the site that led there."""
    for name in ("from", "utm_medium", "utm_source"):
        said = arguments.get(name, "").strip().lower()[:80]
        if said:
            return FROM.get(said) or _site(f"{said}.") or "link"
    if arguments.get("ref", "").strip() or arguments.get("referral", "").startswith(PREFIX):
        return "referral"
    try:
        host = (urlsplit(referrer).hostname or "").lower()
    except ValueError:
        host = ""
    if not host or host == own_host:
        return "direct"
    return _site(host) or "link"


def _site(host: str) -> str:
    for source, names in SITES.items():
        if any(host.startswith(name) or f".{name}" in host for name in names):
            return source
    return ""
