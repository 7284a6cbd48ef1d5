"""The inventory and the custody of books."""
