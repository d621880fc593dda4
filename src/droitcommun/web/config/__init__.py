"""Settings, addresses, and the application that a server runs."""
