"""Turns a GraphQL operation into one SQL statement that answers with the JSON of the result."""
