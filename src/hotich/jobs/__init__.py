"""Scheduled work: sealing, freezing the day, heartbeats."""
