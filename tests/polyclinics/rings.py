"""Published findings on what explains what patients tell, in the tables of the stage `nest`."""

from __future__ import annotations

from collections import Counter

from polyclinics.asked import OF_PATIENTS, Case, Found, Tables, groups, stated, words

OUTSIDE = "non_organisational"


def explains(case: Case, tables: Tables) -> Found:
    """A mechanism explains an experience, in its ring, at each of the sites named, or at so many.

    `offered`: it explains, or two informants tell of it and neither is it denied as often.
    """
    code, valence = stated(case["code"])
    feature, sign = case["experience"][:-1], case["experience"][-1]
    rows = [
        row for row in tables["nest_links"]
        if (row["feature"], row["sign"]) == (feature, sign) and row["ring"] == case["ring"]
        and (row["mechanism"], row["valence"]) == (code, valence)
    ]  # fmt: skip
    firm = {
        row["site"] for row in rows
        if row["status"] == "explained" or (
            case["status"] == "offered" and row["status"] == "suggested"
            and not {"support", "contradicted"} & {*words(row["lacks"])}
        )
    }  # fmt: skip
    why = "; ".join(f"{r['site']} {r['ring']}: {r['status']} {r['lacks'] or r['reason'] or ''}, "
                    f"support {r['support']}" for r in rows)  # fmt: skip
    return Found(_at(case, firm), why or f"not offered as {case['ring']} anywhere")


def shaped(case: Case, tables: Tables) -> Found:
    """Something further out shaped a mechanism, as informants say, at these, or so many, sites."""
    code, factor = stated(case["code"]), stated(case["factor"])
    rows = [
        row for row in tables["nest_shaped"] if row["basis"] == "informant"
        and ((row["mechanism"], row["valence"]), (row["factor"], row["factor_valence"]))
        == (code, factor)
    ]  # fmt: skip
    firm = {row["site"] for row in rows if case["status"] in ("suggested", row["status"])}
    why = "; ".join(f"{r['site']}: {r['status']}, support {r['support']}" for r in rows)
    return Found(_at(case, firm), why or "no such edge")


def _at(case: Case, sites: set[str]) -> bool:
    return {*case.get("sites", ())} <= sites and len(sites) >= case.get("least", 1)


def link_evidence(case: Case, tables: Tables) -> Found:
    """A link from one thing to another has the word of so many informants in the consensus."""
    of_coding = {row["coding"]: row["informant"] for row in tables["consensus"]}
    rows = [
        row for row in tables["links"] if (row["from"], row["to"]) == (case["code"], case["to"])
    ]
    who = {of_coding[one] for row in rows for one in words(row["evidence"]) if one in of_coding}
    return Found(len(who) >= case["least"], f"{len(rows)} links, stated by {sorted(who)}")


def behind(case: Case, tables: Tables) -> Found:
    """Told of by so many who aren't patients, and by so few patients at most.

    This reads the consensus: with eight patients or more a site, one of them always has the
    experience in question, and nest_behind, of what reaches no patient, is empty.
    """
    group = groups(tables)
    who = {row["informant"] for row in tables["consensus"]
           if row["code"] == case["code"] and row["informant"]}  # fmt: skip
    patients = sorted(one for one in who if group.get(one) in OF_PATIENTS)
    others = sorted(who.difference(patients))
    right = len(others) >= case["least"] and len(patients) <= case["patients_at_most"]
    return Found(right, f"patients {patients}, others {others}")


def outside(case: Case, tables: Tables) -> Found:
    """Bears on what patients experience, and lies in no organisation, wherever it is told of."""
    rings = {row["ring"] for name in ("nest_links", "nest_behind") for row in tables[name]
             if row["mechanism"] == case["code"]}  # fmt: skip
    return Found(rings == {OUTSIDE}, f"in rings {sorted(rings)}")


def governance(case: Case, tables: Tables) -> Found:
    """Told by so many informants of units of governance, or of that level."""
    there = {row["unit"] for row in tables["units"] if row["level"] == "governance"}
    rows = [row for row in tables["consensus"] if row["code"] == case["code"] and row["informant"]]
    who = {row["informant"] for row in rows if row["about"] in {*there, "governance"}}
    about = Counter(str(row["about"]) for row in rows)
    return Found(len(who) >= case["least"], f"told by {sorted(who)}; about {dict(about)}")
