"""What was promised to guests and not kept: looked for, and made a case of."""
