"""What follows from a guest's bookings. Pure."""
