"""Teams at work: rosters, taking over a shift, helpers for a time."""
