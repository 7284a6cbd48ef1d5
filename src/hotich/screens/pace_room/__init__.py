"""Nhịp làm việc: an officer's own trend, a team's pace, and whether assistance makes anybody accept."""
