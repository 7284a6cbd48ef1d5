"""What a mismatch opens: tracked until a document closes it."""
