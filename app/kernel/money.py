"""Money as whole minor units. No floats come in or go out."""

from __future__ import annotations

from collections.abc import Sequence

BASIS_POINTS = 10_000


def rounded_half_up(numerator: int, denominator: int) -> int:
    """`numerator / denominator` to the nearest whole, halves away from zero; `denominator` is positive."""
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))


def share_of(amount_minor: int, basis_points: int) -> int:
    """`basis_points` ten-thousandths of an amount, half up."""
    return rounded_half_up(amount_minor * basis_points, BASIS_POINTS)


def vat_within(gross_minor: int, rate_bp: int) -> int:
    """The VAT that a gross amount contains: gross x r / (1 + r), half up."""
    return rounded_half_up(gross_minor * rate_bp, BASIS_POINTS + rate_bp)


def split(amount_minor: int, weights: Sequence[int]) -> list[int]:
    """Parts in proportion to `weights` (non-negative, not all zero) that add up to the amount exactly.

    What rounding leaves goes to the parts with the largest remainders, the first of equals first.
    """
    total = sum(weights)
    if total <= 0 or min(weights) < 0:
        raise ValueError("weights must be non-negative and not all zero")
    sign = -1 if amount_minor < 0 else 1
    whole = abs(amount_minor)
    parts = [whole * weight // total for weight in weights]
    remainders = sorted(range(len(weights)), key=lambda i: (-(whole * weights[i] % total), i))
    for i in remainders[: whole - sum(parts)]:
        parts[i] += 1
    return [sign * part for part in parts]
