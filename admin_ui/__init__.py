"""Draws. Asks the API what any client could ask, as the signed-in person."""
