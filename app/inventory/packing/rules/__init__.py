"""Which stay sleeps behind which door. Pure."""

from app.inventory.packing.rules.lodging import Block, Lodging, around, lodgings_of, runs_by_door
from app.inventory.packing.rules.packer import Packing, in_the_way, pack
from app.inventory.packing.rules.relief import Going, Leaver, Relief, relieved

__all__ = [
    "Block",
    "Going",
    "Leaver",
    "Lodging",
    "Packing",
    "Relief",
    "around",
    "in_the_way",
    "lodgings_of",
    "pack",
    "relieved",
    "runs_by_door",
]
