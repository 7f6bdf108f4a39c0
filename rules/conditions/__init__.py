"""When a rule of the program applies: conditions as data, and the first that fails with what would have to change.

The JSON form, every part optional: `products`, `categories`, `stores`, `units`, `tiers` (lists of codes; a category or
a unit means what is below it too), `weekdays` (1 is Monday), `hours` (`[{"from": "10:00", "to": "14:00"}]`), `days`
(dates), `birthday` (DAY, WEEK or MONTH), `streak` (7: every seventh day in a row), `minSpend` (major units) and
`minQuantity`, both of the lines that fit.
"""

from rules.conditions.holding import ANY, Conditions, below
from rules.conditions.reading import READERS, read
from rules.conditions.situations import BirthdaySpan, Failure, Line, Situation, fails

__all__ = ["ANY", "READERS", "BirthdaySpan", "Conditions", "Failure", "Line", "Situation", "below", "fails", "read"]
