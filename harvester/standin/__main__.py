"""`python -m harvester.standin`: serve a town till killed; the first line is its base URL."""

import argparse
from collections.abc import Callable

from harvester.standin import (
    StandInSite,
    bochum_world,
    demo_world,
    generated_bochum,
    generated_world,
    platform_world,
)
from harvester.standin.site import Town

_DEMOS: dict[str, Callable[[], Town]] = {
    "herne": demo_world,
    "bochum": bochum_world,
    "platform": platform_world,
}
_GENERATED: dict[str, Callable[[int, int], Town]] = {
    "herne": generated_world,
    "bochum": generated_bochum,
}


def main() -> None:
    """Read the options, print the base URL, serve."""
    parser = argparse.ArgumentParser(prog="python -m harvester.standin", description=__doc__)
    parser.add_argument("--town", choices=tuple(_DEMOS), default="herne", help="default: herne")
    parser.add_argument("--papers", type=int, help="size of a generated town (default: the demo's)")
    parser.add_argument("--seed", type=int, default=1, help="seed of a generated town (default: 1)")
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1 (default: any)")
    parser.add_argument("--night", type=int, default=0, help="show the town so many nights later")
    options = parser.parse_args()
    world = _DEMOS[options.town]()
    if options.papers is not None:
        if options.town not in _GENERATED:
            parser.error(f"the {options.town} has one size only")
        world = _GENERATED[options.town](options.seed, options.papers)
    with StandInSite(world.at_night(options.night), port=options.port) as site:
        print(site.base_url, flush=True)
        try:
            site.wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
