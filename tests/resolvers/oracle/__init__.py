"""A slow second opinion: answers operations row by row in Python, from rows read once, with the grants applied by hand.

It shares the schema and nothing else with `resolvers/`: what both say is what the documents promise.
"""
