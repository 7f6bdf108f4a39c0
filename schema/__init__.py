"""States what may be asked and what comes back. Reads like SDL."""
