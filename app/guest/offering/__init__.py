"""Where guests meet offers: rows of cards on other pages, the page of all offers, and "not this one"."""
