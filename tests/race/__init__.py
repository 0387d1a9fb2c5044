"""Eight people, one form: writers in processes of their own race for the same row, round after round.

``python -m tests.race --rounds 1000`` prints the table (``make race``: on both databases); the suite runs a short race.
"""
