"""Accounts and positions."""
