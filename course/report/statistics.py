"""The statistics of classical test theory that the report uses; None where one is not defined."""

import numpy as np

FEWEST = 5  # students; below, a correlation says nothing


def point_biserial(solved: list[bool], others: list[float]) -> float | None:
    """Pearson's correlation of a yes-or-no variable with a number.

    r = (M₁ − M₀) / s · √(p (1 − p)), with the means of `others` for those who solved the exercise
    and those who did not, the standard deviation s of all (over n), and the share p who solved it.
    """
    group, values = np.asarray(solved, dtype=bool), np.asarray(others, dtype=float)
    if len(group) < FEWEST or group.all() or not group.any() or np.ptp(values) == 0:
        return None
    share = group.mean()
    difference = values[group].mean() - values[~group].mean()
    return float(difference / values.std() * np.sqrt(share * (1 - share)))


def summary(values: list[float]) -> dict | None:
    """Count, mean, standard deviation over n (the class is all there is), and the quartiles."""
    if not values:
        return None
    low, median, high = np.quantile(values, [0.25, 0.5, 0.75])
    found = {
        "mean": np.mean(values),
        "sd": np.std(values),
        "min": np.min(values),
        "q1": low,
        "median": median,
        "q3": high,
        "max": np.max(values),
    }
    return {"count": len(values)} | {name: float(value) for name, value in found.items()}


def histogram(shares: list[float], bins: int = 10) -> dict:
    """Counts over equal parts of 0 to 1; extra credit beyond 1 counts in the last."""
    counts, edges = np.histogram(np.clip(shares, 0, 1), bins=bins, range=(0, 1))
    return {"edges": [round(float(edge), 6) for edge in edges], "counts": counts.tolist()}


def ranks(values: list[float | None]) -> list[int | None]:
    """1 for the highest; equal values share the better rank; none for no value."""
    known = np.sort([value for value in values if value is not None])
    return [
        None if value is None else int(len(known) - np.searchsorted(known, value, "right")) + 1
        for value in values
    ]
