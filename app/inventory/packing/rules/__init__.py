"""Which stay sleeps behind which door. Pure."""

from app.inventory.packing.rules.lodging import Block, Lodging, lodgings_of, runs_by_door
from app.inventory.packing.rules.packer import Packing, in_the_way, pack

__all__ = ["Block", "Lodging", "Packing", "in_the_way", "lodgings_of", "pack", "runs_by_door"]
