"""The demo group: five made-up houses, their guests, the bar that moves their clock. Absent in production."""
