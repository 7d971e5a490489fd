"""What a concentric picture says, in words: for those who can't see it, and as its caption."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from insideout.report.concentric_graph import Experience, Graph, Key
from insideout.report.data import Data, title
from insideout.report.markup import counted, listed
from insideout.report.nested import place

NAMED = 5  # unexplained features that a description names
WHOLE = "The table nest_links.csv has all of it."


def name(data: Data, key: Key, sites: int = 1) -> str:
    """What a picture calls a mechanism: with a word where it was told to be absent, and its sites.

    `sites`: at how many it stands, told where they are several.
    """
    notes = ["absent"] if key[2] == "absent" else []
    notes += [f"{sites} sites"] if sites > 1 else []
    return data.code(key[1]) + (f" ({', '.join(notes)})" if notes else "")


def described(data: Data, graph: Graph, sites: Sequence[str]) -> str:
    """What a picture shows, in few sentences: what is drawn, how much of it, and what is open."""
    where = data.unit(sites[0]) if len(sites) == 1 else f"all {len(sites)} sites"
    names = [place(one) for one in graph.rings]
    reach = f" from {names[0]} out to {names[-1]}" if len(names) > 1 else f" of {listed(names)}"
    once = {key[:3] for key in graph.marks}
    drawn = (
        f"{counted(len(names), 'ring')}{reach if names else ''} around the experience at {where}, "
        f"with {counted(len(once), 'mechanism')} in them."
    )
    gone = list(dict.fromkeys(title(e.feature) for e in graph.experiences if e.unexplained))
    open_here = f" ({opened(gone)})" if gone else ""
    return f"{drawn} {counts(graph.experiences)}{open_here}. {WHOLE}"


def counts(experiences: Sequence[Experience]) -> str:
    """How many experiences are explained, suggested and unexplained, each counted at each site."""
    total = sum(len(one.sites) for one in experiences)
    sure = sum(len(one.explained) for one in experiences)
    left = sum(len(one.unexplained) for one in experiences)
    return (
        f"Of {counted(total, 'experience')}, {sure} explained, {total - sure - left} with a "
        f"suggestion, {left} unexplained"
    )


def opened(names: Sequence[str]) -> str:
    """Names of what is open, at most five of them."""
    more = [f"{len(names) - NAMED} more"] if len(names) > NAMED else []
    return listed([*names[:NAMED], *more])


def left_out(edges: int) -> str:
    """A sentence on the edges that are told of, but not drawn; "" for none."""
    return f"Not drawn: {counted(edges, 'edge')} of the weakest suggestions." if edges else ""


def captions(sites: Mapping[str, str]) -> dict[str, str]:
    """The caption of each picture; `sites`: the name of each site."""
    how = (
        "Experience stands in the middle, a sector for each feature; rings further out, numbered, "
        "hold what brings it about. A mechanism of those who respond stands beside each feature "
        "that it bears on. Colour and shape tell one thing only: whether people had the feature or "
        "lacked it. A line leads inwards to what it brings about (where a label says absent: the "
        "lack of it). Full lines explain, the wider the more variations they survive; thin dashed "
        "ones only suggest. What nothing explains is hollow and lies open"
    )
    each = {
        f"concentric_{site}": f"What stands behind experience at {told}, drawn as in the picture "
        "of all sites: full lines explain, dashed ones suggest, and what is hollow is unexplained."
        for site, told in sites.items()
    }
    return {
        "concentric_overall": f"What stands behind experience, all sites together. {how} (at 2 of "
        "5: at two of the five sites that tell of it). A line is as wide as where it survives "
        "least.",
        "concentric_sites": "The sites beside one another, each with what stands there. Numbers "
        "around the rings tell features, those in the rings tell rings; marks and lines read as in "
        "the picture of all sites. Each site has its own picture, with names, further down.",
        **each,
    }
