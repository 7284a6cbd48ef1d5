"""Django plumbing without rules of the trade: ids, time, scope, the private PostgreSQL."""
