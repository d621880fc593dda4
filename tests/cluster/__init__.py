"""Territorialisation on a cluster, of one machine here."""
