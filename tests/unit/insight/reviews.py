"""What `verify` must find in the chain of reviews; the row-by-row breaks stand with the chain itself."""

BROKEN_REVIEWS = {
    "reviews": [
        "UPDATE review_chain SET number = number + 1",
        "INSERT INTO review (id, booking_id, location_id, kind, dogs, nights, departure_on, arrival, words, written_at,"
        " shows_at) SELECT 90, id, location_id, 'alone', FALSE, 1, '2027-01-05', 5, 'Entered by nobody',"
        " '2027-02-01 10:00:00+00:00', '2027-02-02 10:00:00+00:00' FROM booking WHERE id = 4",
    ]
}
