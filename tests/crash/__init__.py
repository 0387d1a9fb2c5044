"""What survives: killed processes, a killed database, an outage, a full disk, a restore.

``python -m tests.crash --on sqlite --kills 120 --writes 25000`` prints a table (``make crash``: both databases); the
suite runs a short one.
"""
