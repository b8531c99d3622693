"""What an offer or a code gives, where and when it holds, how often, and what it has cost so far."""
