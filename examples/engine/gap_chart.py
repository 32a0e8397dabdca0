"""The gap between two groups, measure by measure, from the figures that `ambition figures --groups` writes.

    ambition figures cohort.csv --groups --output figures.csv
    python3 gap_chart.py figures.csv fsm Y N > gaps.svg

Only the standard library is used. In a notebook, `SVG(gap_chart(read_gaps("figures.csv", "fsm", "Y", "N")))` shows it.
"""

import csv
import sys
from html import escape

WIDTH, LEFT, ROW = 640, 220, 26


def read_gaps(path, group_by, low, high, basis="target"):
    """Measure, and the values of both groups in percent, of the whole file; the widest gap first."""
    values = {}
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            # Figures without `achieved` are means, not shares.
            if (row["school"], row["group_by"], row["basis"]) == ("", group_by, basis) and row["achieved"] and row["value"]:
                values.setdefault(row["measure"], {})[row["group"]] = float(row["value"])
    gaps = [(measure, of[low], of[high]) for measure, of in values.items() if low in of and high in of]
    return sorted(gaps, key=lambda gap: gap[1] - gap[2])


def gap_chart(gaps, low="lower", high="higher"):
    """An SVG with a line from one group to the other for each measure."""
    place = lambda percent: LEFT + (WIDTH - LEFT - 60) * percent / 100
    rows = []
    for number, (measure, of_low, of_high) in enumerate(gaps):
        y = 40 + ROW * number
        rows.append(
            f'<text x="{LEFT - 12}" y="{y + 4}" text-anchor="end">{escape(measure)}</text>'
            f'<line x1="{place(of_low):.1f}" x2="{place(of_high):.1f}" y1="{y}" y2="{y}" stroke="#888" stroke-width="3"/>'
            f'<circle cx="{place(of_low):.1f}" cy="{y}" r="5" fill="#b3401f"/>'
            f'<circle cx="{place(of_high):.1f}" cy="{y}" r="5" fill="#1f5fb3"/>'
            f'<text x="{WIDTH - 4}" y="{y + 4}" text-anchor="end">{of_low - of_high:+.1f}</text>'
        )
    height = 50 + ROW * len(gaps)
    title = f"Share by target, {low} (red) and {high} (blue), and the gap in percentage points"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" font-family="sans-serif" '
        f'font-size="12" role="img"><title>{escape(title)}</title><text x="4" y="16">{escape(title)}</text>'
        + "".join(rows) + "</svg>\n"
    )


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit("usage: gap_chart.py FIGURES.csv GROUPING LOW HIGH")
    gaps = read_gaps(*sys.argv[1:])
    if not gaps:
        sys.exit(f"{sys.argv[1]} has no figures of {sys.argv[3]} and {sys.argv[4]} by {sys.argv[2]}; was it made with --groups?")
    sys.stdout.write(gap_chart(gaps, sys.argv[3], sys.argv[4]))
