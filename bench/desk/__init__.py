"""The bench of the entry desk: a robot keys books it has never seen, from their pages, with the keyboard alone."""
