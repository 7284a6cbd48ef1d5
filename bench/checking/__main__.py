"""`python -m bench.checking`: prints every figure beside its limit, ends with status 1 where one is missed. About a minute."""

from __future__ import annotations

import sys
from dataclasses import replace

from bench.checking.campaign import Setting, run
from bench.checking.lots import inspect
from bench.checking.pages import pages
from hotich.core.quotas.error_rates import exact_interval
from hotich.core.quotas.risk import Policy
from hotich.core.rates import Rate

ERROR, EFFORT, CHANCE = 0.001, 0.25, 0.001


def say(line: str = "") -> None:
    sys.stdout.write(f"{line}\n")


def main() -> int:
    policy = Policy.on()
    written = pages(policy)
    missed: list[str] = []
    say(
        f"{Setting().entries:,} entries, the policy of checking.yaml; fields that can be read, facts of the book aside"
    )
    say("errors shared  before   after    (95 %)             effort   keyed again")
    for shared in (0.0, 0.2, 0.4):
        found = run(written, policy, replace(Setting(), shared=shared))
        low, high = exact_interval(Rate(found.wrong_after, found.fields))
        say(
            f"{shared:>12.0%}  {found.before:.3%}  {found.after:.3%}  ({low:.3%} – {high:.3%})  {found.effort:6.1%}  {found.share:11.1%}"
        )
        if shared == 0.2 and not (found.after <= ERROR and found.effort <= EFFORT):
            missed.append(
                f"field error {found.after:.3%} (≤ {ERROR:.1%}) at {found.effort:.1%} (≤ {EFFORT:.0%})"
            )
    for name, other in {
        "everything keyed again": replace(policy, new_officer_entries=10**9),
        "no usual values": replace(policy, usual_share=101),
        "no slow columns": replace(policy, slow_percent=0),
        "all slow columns": replace(policy, slow_percent=100),
    }.items():
        setting = replace(Setting(), entries=20_000)
        found = run(written, other, setting)
        say(f"  {name:<24} after {found.after:.3%}, effort {found.effort:.1%}")
    found = run(written, policy, replace(Setting(), entries=20_000, matched=0.0))
    say(f"  {'nobody matched':<24} after {found.after:.3%}, effort {found.effort:.1%}")
    say()
    say("lots               wrong   lots  accepted  expected  chance  sampled")
    for aql, switching in ((policy.quality_limit, False), (policy.quality_limit, True), (None, False)):
        for number, wrong in enumerate((0.01, 0.04, 0.08, 0.15, 0.25)):
            line = inspect(wrong, aql=aql, switching=switching, seed=number)
            say(
                f"{line.plan:<18} {line.wrong:5.0%}  {line.lots:5}  {line.accepted:8}  {line.expected:8.1f}  {line.chance:6.3f}  "
                f"{line.sampled:6.1%}"
            )
            if line.chance < CHANCE:
                missed.append(
                    f"{line.plan} at {wrong:.0%} wrong: {line.accepted} accepted, not {line.expected:.0f}"
                )
    for sentence in missed:
        say(f"MISSED: {sentence}")
    return 1 if missed else 0


sys.exit(main())
