"""One function a thing that a user can do; the command line and the site both call it."""
