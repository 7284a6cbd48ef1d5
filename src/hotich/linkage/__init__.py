"""Look-ups, candidates, judgements: the only place that knows entries and citizens."""
