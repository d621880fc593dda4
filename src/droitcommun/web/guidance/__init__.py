"""Orientation on the site: schemes, contact points, and a situation that is answered and forgotten."""
