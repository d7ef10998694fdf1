"""Papers for people: notice, drafted refusal and negative-decision report, as HTML, DOCX and PDF.

They are written on demand from a stored review and nothing else, so that the same review always gives the
same bytes. `paper.py` holds the one model; every form prints exactly its texts.
"""
