"""Local council sites for the demo, for tests and for benchmarks.

Herne in ALLRIS classic markup, Bochum in SessionNet markup, and the archived platform
politik-bei-uns.de, which shows papers of the same Bochum.
"""

from harvester.standin.bochum.demo import bochum_world
from harvester.standin.bochum.generate import generated_bochum
from harvester.standin.bochum.world import BochumWorld
from harvester.standin.demo import demo_world
from harvester.standin.faults import Fault
from harvester.standin.generate import generated_world
from harvester.standin.platform.world import PlatformWorld, platform_world
from harvester.standin.site import StandInSite
from harvester.standin.world import World

__all__ = [
    "BochumWorld",
    "Fault",
    "PlatformWorld",
    "StandInSite",
    "World",
    "bochum_world",
    "demo_world",
    "generated_bochum",
    "generated_world",
    "platform_world",
]
