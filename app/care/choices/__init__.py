"""What guests whom a notice touches may choose, promised before they hear of it, and what they chose."""
