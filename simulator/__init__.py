"""A province of old approval systems and their paper, with switches for trouble.

For the demo, tests and benchmarks only.
"""
