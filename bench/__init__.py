"""Measurements. Nothing in here is needed to run the product."""
