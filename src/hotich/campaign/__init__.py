"""The plan being executed: basis, scope, units, quotas, cut-offs."""
