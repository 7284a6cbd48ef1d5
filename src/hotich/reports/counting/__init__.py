"""Counting without a pass over history: what stands is the last opening, the closed slices since, and what was touched after them."""
