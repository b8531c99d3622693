"""Letters about offers, to guests who asked to be written to, judged against those who got none."""
