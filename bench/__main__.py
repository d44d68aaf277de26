"""Run all benchmarks; takes some minutes, most of them for the crawl of 20,000 pages."""

from bench.asking import asking
from bench.crawling import crawl, memory
from bench.parsing import parsing
from bench.pdf import pdf
from bench.replay import replay
from bench.report import RESULTS, show, write
from bench.storing import storing


def main() -> None:
    figures = []
    for benchmark in (parsing, storing, pdf, crawl, memory, replay, asking):
        print(f"{benchmark.__name__} ...", flush=True)
        figures += benchmark()
    show(figures)
    write(figures)
    print(f"Written to {RESULTS.relative_to(RESULTS.parents[1])}.")


if __name__ == "__main__":
    main()
