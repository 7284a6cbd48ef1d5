"""Officers, their positions and teams: who may do what, and where."""
