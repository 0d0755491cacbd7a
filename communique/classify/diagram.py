"""Bins of predictions → reliability diagrams as one SVG, the same bytes for the same bins.

On the diagonal probabilities are what they say; above it the model is surer than it says, below it less sure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_SIDE, _LEFT, _TOP = 200, 46, 34
_WIDTH, _HEIGHT = _LEFT + _SIDE + 22, _TOP + _SIDE + 44
_FONT = "font-family='system-ui, sans-serif'"


def reliability_svg(bins: Mapping[str, Sequence[Mapping[str, float]]], titles: Mapping[str, str]) -> str:
    """Draw a reliability diagram for each model, two in a row; a dot's area goes by how many predictions it stands for.

    Parameters
    ----------
    bins
        By model, from `communique.classify.calibration.reliability`.
    titles
        What each model's probability is of.
    """
    parts = list(bins)
    width, height = 2 * _WIDTH, -(-len(parts) // 2) * _HEIGHT
    panels = [
        _panel(titles[part], bins[part], x=(number % 2) * _WIDTH, y=number // 2 * _HEIGHT) for number, part in enumerate(parts)
    ]
    said = "Reliability diagrams on publishers left out of the training: " + "; ".join(titles[part] for part in parts)
    return "\n".join(
        [
            f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}' width='{width}' height='{height}' role='img'>",
            f"<title>{escape(said)}</title>",
            f"<rect width='{width}' height='{height}' fill='#ffffff'/>",
            *panels,
            "</svg>",
            "",
        ]
    )


def _panel(title: str, bins: Sequence[Mapping[str, float]], *, x: int, y: int) -> str:
    most = max((b["n"] for b in bins), default=1)
    ticks = [
        f"<text x='{_across(t)}' y='{_TOP + _SIDE + 16}' text-anchor='middle'>{t:g}</text>"
        f"<text x='{_LEFT - 7}' y='{_down(t) + 4:g}' text-anchor='end'>{t:g}</text>"
        f"<path d='M{_across(t)} {_TOP}V{_TOP + _SIDE}M{_LEFT} {_down(t)}H{_LEFT + _SIDE}' stroke='#e2e2e2'/>"
        for t in (0, 0.25, 0.5, 0.75, 1)
    ]
    line = "L".join(f"{_across(b['predicted'])} {_down(b['observed'])}" for b in bins)
    dots = [
        f"<circle cx='{_across(b['predicted'])}' cy='{_down(b['observed'])}' r='{2 + 6 * (b['n'] / most) ** 0.5:.1f}'>"
        f"<title>predicted {b['predicted']:.2f}, observed {b['observed']:.2f}, {b['n']:.0f} predictions</title></circle>"
        for b in bins
    ]
    middle = _LEFT + _SIDE / 2
    return "\n".join(
        [
            f"<g transform='translate({x} {y})' {_FONT} font-size='11' fill='#333333'>",
            f"<text x='{_LEFT}' y='18' font-size='13' font-weight='600'>{escape(title)}</text>",
            *ticks,
            f"<path d='M{_LEFT} {_TOP + _SIDE}L{_LEFT + _SIDE} {_TOP}' stroke='#8a8a8a' stroke-dasharray='4 3'/>",
            f"<path d='M{line}' fill='none' stroke='#0b5a8a' stroke-width='1.5'/>" if bins else "",
            "<g fill='#0b5a8a' fill-opacity='0.75'>",
            *dots,
            "</g>",
            f"<text x='{middle:g}' y='{_TOP + _SIDE + 34}' text-anchor='middle'>predicted probability</text>",
            f"<text transform='translate(12 {_TOP + _SIDE / 2:g}) rotate(-90)' text-anchor='middle'>share observed</text>",
            "</g>",
        ]
    )


def _across(share: float) -> float:
    return round(_LEFT + share * _SIDE, 1)


def _down(share: float) -> float:
    return round(_TOP + (1 - share) * _SIDE, 1)
