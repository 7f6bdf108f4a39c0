"""The figures, side by side with their limit and peers. Each module is a command that brings what it needs and ends."""
