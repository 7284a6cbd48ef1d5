"""Steering: flags by rule, reminders and corrective measures, inspection visits, obstacles."""
