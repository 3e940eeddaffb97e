"""The plain groups an operative picks, and which of the 29 HHSRS hazards each may be: the mapping is the landlord's.

The operative says what was seen; whether it is a hazard, and which, only a competent person of the landlord says.
"""

from __future__ import annotations

from collections.abc import Mapping

PROPERTY_GROUPS = ("damp_mould", "gas", "electrical", "structure", "fire_safety", "heating_water", "pests", "other")
HOUSEHOLD_GROUPS = ("adult_at_risk", "child_at_risk", "self_neglect", "unsanitary", "other")
DAMP_MOULD, OTHER = "damp_mould", "other"

# Other words for a group that phones and imports have used.
_ALSO_CALLED = {
    "damp": DAMP_MOULD,
    "mould": DAMP_MOULD,
    "electric": "electrical",
    "fire": "fire_safety",
    "water": "heating_water",
    "adult": "adult_at_risk",
    "child": "child_at_risk",
    "hoarding": "self_neglect",
    "insanitary": "unsanitary",
}

HAZARDS: Mapping[str, str] = {
    "damp_and_mould": "Damp and mould growth",
    "excess_cold": "Excess cold",
    "excess_heat": "Excess heat",
    "asbestos": "Asbestos and manufactured mineral fibres",
    "biocides": "Biocides",
    "carbon_monoxide": "Carbon monoxide and fuel combustion products",
    "lead": "Lead",
    "radiation": "Radiation",
    "fuel_gas": "Uncombusted fuel gas",
    "volatile_compounds": "Volatile organic compounds",
    "crowding": "Crowding and space",
    "intruders": "Entry by intruders",
    "lighting": "Lighting",
    "noise": "Noise",
    "hygiene": "Domestic hygiene, pests and refuse",
    "food_safety": "Food safety",
    "sanitation": "Personal hygiene, sanitation and drainage",
    "water_supply": "Water supply",
    "falls_baths": "Falls associated with baths",
    "falls_level": "Falls on the level",
    "falls_stairs": "Falls on stairs",
    "falls_between_levels": "Falls between levels",
    "electrical": "Electrical hazards",
    "fire": "Fire",
    "hot_surfaces": "Flames and hot surfaces",
    "collision": "Collision and entrapment",
    "explosions": "Explosions",
    "ergonomics": "Position and operability of amenities",
    "structural_collapse": "Structural collapse and falling elements",
}

_LIKELY: Mapping[str, tuple[str, ...]] = {
    DAMP_MOULD: ("damp_and_mould",),
    "gas": ("carbon_monoxide", "fuel_gas", "explosions"),
    "electrical": ("electrical", "fire"),
    "structure": ("structural_collapse", "falls_stairs", "falls_level", "falls_between_levels", "collision"),
    "fire_safety": ("fire", "hot_surfaces", "explosions"),
    "heating_water": ("excess_cold", "excess_heat", "water_supply", "sanitation", "hot_surfaces"),
    "pests": ("hygiene", "food_safety"),
    OTHER: (),
}


def group_of(category: str) -> str:
    """The group a report's category stands for; what no group fits is `other`, never left out."""
    name = category.strip().lower()
    return name if name in (*PROPERTY_GROUPS, *HOUSEHOLD_GROUPS) else _ALSO_CALLED.get(name, OTHER)


def likely_hazards(category: str) -> tuple[str, ...]:
    """The hazards to look at first for a group; a competent person may name any of the 29."""
    return _LIKELY.get(group_of(category), ())
