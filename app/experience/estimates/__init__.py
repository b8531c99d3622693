"""How sure a figure is: shares, NPS, means, odds and weights, each with its interval. Pure, standard library alone."""

from app.experience.estimates.changes import Change
from app.experience.estimates.means import Mean, mean, mean_change, mean_of, t_quantile, t_two_sided
from app.experience.estimates.normal import THIN, Z, two_sided
from app.experience.estimates.nps import Nps, WeightedNps, nps, nps_change, nps_of, weighted_nps
from app.experience.estimates.odds import Odds, holm, odds
from app.experience.estimates.scales import CES, CSAT, NPS, Scale
from app.experience.estimates.shares import Share, share_change, wilson
from app.experience.estimates.weights import TRIM, n_eff, rake

__all__ = [
    "CES",
    "CSAT",
    "NPS",
    "THIN",
    "TRIM",
    "Change",
    "Mean",
    "Nps",
    "Odds",
    "Scale",
    "Share",
    "WeightedNps",
    "Z",
    "holm",
    "mean",
    "mean_change",
    "mean_of",
    "n_eff",
    "nps",
    "nps_change",
    "nps_of",
    "odds",
    "rake",
    "share_change",
    "t_quantile",
    "t_two_sided",
    "two_sided",
    "weighted_nps",
    "wilson",
]
