"""The demo town and its campaign."""
