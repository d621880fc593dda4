"""Engines that place addresses: one specification, the obvious one and a fast one that agrees with it row for row."""
