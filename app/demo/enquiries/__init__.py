"""What the demo's guests asked the houses, and what was complained of."""

from app.demo.enquiries.writing import write_enquiries

__all__ = ["write_enquiries"]
