"""Versioned facts, each with its lines: TOML and CSV files that a civil servant can edit, and loaders."""
