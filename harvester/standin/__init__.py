"""A local council site in ALLRIS classic markup, for the demo, for tests and for benchmarks."""

from harvester.standin.demo import demo_world
from harvester.standin.faults import Fault
from harvester.standin.generate import generated_world
from harvester.standin.site import StandInSite
from harvester.standin.world import World

__all__ = ["Fault", "StandInSite", "World", "demo_world", "generated_world"]
