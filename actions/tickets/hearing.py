"""What a ticket becomes by words from outside: open again, unless nobody has looked at it yet."""

HEARD = """
    UPDATE ticket SET status = CASE WHEN status = 'NEW' THEN status ELSE 'OPEN' END, updated_at = $2,
        version = version + 1, resolved_at = NULL
    WHERE id = $1
"""
