"""A budget note as facts: what it says, what its own figures add up to, and how it is read from a pasted document.

Pure Python: no Django, no clock, no database.
"""
