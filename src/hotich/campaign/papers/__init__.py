"""The register of a campaign's documents: drawn, numbered, signed outside, kept."""
