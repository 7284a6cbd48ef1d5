"""Closing a campaign: what became of its inventory, what stands in the way, and the act."""
