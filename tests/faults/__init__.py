"""What must not break when something else does. Each module is a command with its size and seed, and a small test."""
