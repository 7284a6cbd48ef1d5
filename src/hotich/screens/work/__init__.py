"""Việc hôm nay: the officer's own page."""
