"""Values in, values out, with the standard library only.

No clock, no randomness, no input or output: a date is an argument, a file is somebody else's business.
"""
