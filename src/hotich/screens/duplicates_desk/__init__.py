"""Suspected duplicates: a list, two entries side by side, a judgement."""
