"""The net under all writes: database triggers that log every row written, whoever writes it and by whatever door.

``tables`` says what is logged and what is not, ``installing`` keeps the triggers in place, ``authors`` names who
writes. What is not logged is refused: a write without an author never happens.
"""
