"""The droitcommun command: results on stdout, progress and problems on stderr."""
