"""Files that prove what was reported."""
