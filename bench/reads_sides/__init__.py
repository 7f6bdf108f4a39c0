"""The three servers that answer the same questions: the limit, Memberdesk, and PostGraphile."""
