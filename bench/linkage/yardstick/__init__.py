"""Our engines beside Splink and recordlinkage: the same files, the same entries, one core, one run. ``python -m bench.linkage.yardstick`` starts it."""
