"""What the front desk of a house knows and does about those who come, stay and leave."""
