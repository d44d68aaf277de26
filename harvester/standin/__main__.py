"""`python -m harvester.standin`: serve a town till killed; the first line is its base URL."""

import argparse

from harvester.standin import StandInSite, demo_world, generated_world


def main() -> None:
    """Read the options, print the base URL, serve."""
    parser = argparse.ArgumentParser(prog="python -m harvester.standin", description=__doc__)
    parser.add_argument("--papers", type=int, help="size of a generated town (default: the demo's)")
    parser.add_argument("--seed", type=int, default=1, help="seed of a generated town (default: 1)")
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1 (default: any)")
    parser.add_argument("--night", type=int, default=0, help="show the town so many nights later")
    options = parser.parse_args()
    world = demo_world()
    if options.papers is not None:
        world = generated_world(options.seed, options.papers)
    with StandInSite(world.at_night(options.night), port=options.port) as site:
        print(site.base_url, flush=True)
        try:
            site.wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
