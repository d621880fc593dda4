"""The one door from the command line to the site and its database: a command imports it when it needs it."""

from droitcommun.web import instance

__all__ = ["instance"]
