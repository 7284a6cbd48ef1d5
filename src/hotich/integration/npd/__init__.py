"""What is to reach the population register outside hotich: an outbox of its own, by hand on the police machine or through an official interface."""
