"""What is known of a guest from their own bookings, how sure that is, and what follows for the order of houses."""
