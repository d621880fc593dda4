"""A register of addresses as one file: built once, opened at once, shared by all processes."""
