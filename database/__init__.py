"""Where the data lives: the server, its connections, its migrations. Knows no table."""
