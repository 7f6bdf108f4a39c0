"""Decisions of the past made again, by the code that made them and with the rules and facts of that moment."""
