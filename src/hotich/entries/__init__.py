"""One registered act: its append-only log, the fold, the projection."""
