"""The campaign's money: items and amounts, and what keyed work comes to by its rates."""
