"""The pre-review engine: pure functions from facts to findings to a conclusion.

No clock, no file, no network.
"""
