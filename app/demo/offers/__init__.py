"""The demo's offers, what its guests make of them, and the log of what they were shown."""
