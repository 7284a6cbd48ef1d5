"""Văn bản của đợt: the register, the forms documents are drawn from, and one document's way to its signed file."""
