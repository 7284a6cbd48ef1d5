"""How sure the keyed record is: keying again blind, arbitration, lots and their samples, error rates."""
