"""The one list of themes: comments, complaints, enquiries, causes, reviews, lost calls and notes of staff share it."""

from __future__ import annotations

THEMES = {
    "finding": "Finding a room",
    "price": "Price",
    "rules": "Rules on nights",
    "booking": "Booking and paying",
    "changing": "Changing and cancelling",
    "getting_here": "Getting here",
    "arriving": "Arriving and leaving",
    "room": "The room",
    "sleep": "Noise, warmth and light",
    "food": "Supper and breakfast",
    "children_dogs": "Children and dogs",
    "access": "Step-free and special needs",
    "people": "People",
    "garden": "House and garden",
    "broken": "Things that do not work",
    "other": "Something else",
}
"""What each theme is called; the keys are kept in rows and never change."""
