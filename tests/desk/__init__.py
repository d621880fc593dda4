"""The desk: a page on this machine, in a process of its own."""
