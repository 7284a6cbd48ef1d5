"""The verbs of duplicates: finding who is alike, and judging a pair."""
