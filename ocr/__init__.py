"""Reading: a file in, a Document out. Knows no case, no rule, no browser."""
