"""Which offers a guest is shown, in which order and with which words. Never the price of a room."""
