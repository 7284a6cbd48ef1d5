"""The desks: they parse a request, call one operation or query, and show the answer. No rules here."""
