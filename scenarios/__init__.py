"""Scenarios: code that loads and lints scenario files, and the files themselves, by area."""
