"""A synthetic town: citizens, their register books, the pages of those books and the noise in them.

Everything is invented and follows from a seed: the same call gives the same town on every machine. Nothing here
knows the database, the clock or a screen, and no real person's data went into it. The demo, the tests and the
benches load what these modules return.
"""
