"""Administrative units over time and the agencies that serve them."""
