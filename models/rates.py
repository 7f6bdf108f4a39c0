"""What callers have left of their points of this minute."""

from tortoise import Model, fields

from models import columns


class RateBucket(Model):
    """Unlogged: after a crash every bucket is full, as it would be a minute later."""

    caller = columns.text(300, primary_key=True)
    capacity = fields.FloatField()
    level = fields.FloatField()
    at = columns.moment()

    class Meta:
        table = "rate_bucket"
