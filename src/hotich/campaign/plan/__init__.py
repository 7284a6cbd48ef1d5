"""Kế hoạch: what it rests on, who reports to whom, who answers for a unit."""
