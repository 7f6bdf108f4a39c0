"""Questions about segments."""

ALL = 'SELECT code, "where" FROM segment ORDER BY code'
