"""Kinh phí và kết thúc đợt: the budget, keyed work as money counts it, and the closing."""
