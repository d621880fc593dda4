"""The public pages of a contract: promises, where a figure comes from, the audit."""
