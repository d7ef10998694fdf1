"""Tools for whoever keeps this repository: they make data the product ships, and are no part of it."""
