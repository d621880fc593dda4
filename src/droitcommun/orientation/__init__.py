"""A situation meets the catalogue of schemes: what fits, why, what is still unknown, and what to ask next."""
