"""The waitlist: who waits for which nights, and what is held for them when something frees up.

Entries stand in one line, in the order in which they joined. `serving` stands around everything that claims or frees;
`operations` are what a guest does. An offered place is a claim of the owner `waitlist` with the entry's id.
"""
