"""Nhiệm vụ: given by the plan or an inspection, reported by who answers for them."""
