"""What the demo's guests are asked and what they say."""
