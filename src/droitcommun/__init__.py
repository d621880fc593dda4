"""Droit commun: what a contrat de ville promised, what was measured, and whether the figures hold."""
