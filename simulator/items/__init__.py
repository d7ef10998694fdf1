"""The four items: how a clean case of each is made up, and which flaws can be planted in it."""
