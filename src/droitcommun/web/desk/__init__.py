"""A page on this machine alone: a file of addresses becomes a share. No database, no session, nothing laid down."""
