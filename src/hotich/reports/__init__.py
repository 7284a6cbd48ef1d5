"""The daily form, computed from the log, cut-off to cut-off."""
