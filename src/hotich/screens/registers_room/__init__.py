"""Kinds of register and their printed forms, explained from the definitions."""
