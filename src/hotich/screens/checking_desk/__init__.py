"""Kiểm tra: what waits for a checker, arbitration, lots, results, and each officer's own corrections."""
