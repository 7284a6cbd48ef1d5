"""The inventory of registers, their custody and who keys which pages."""
