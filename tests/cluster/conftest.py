"""The folder of a service, and a process that is left as it was."""

from tests.spec.conftest import desk, own_hook

__all__ = ["desk", "own_hook"]
