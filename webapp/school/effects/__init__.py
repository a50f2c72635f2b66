"""What a change of hours, closed days or terms does to loans and bookings."""
