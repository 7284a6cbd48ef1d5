"""A synthetic campaign of 100,000 entries whose truth is known: what checking finds, what it costs, and which lots it accepts."""
