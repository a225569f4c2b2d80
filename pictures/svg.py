"""A few shapes of SVG as text, with the same bytes everywhere. Standard library only."""

from xml.sax.saxutils import escape

FONT = "font-family='sans-serif' font-size='11'"
PALETTE = ["#88a7c6", "#edb985", "#b0d0cd", "#e19896", "#9ec192", "#efdd98", "#c6aac1", "#f6c3c7",
           "#bba699", "#d1ccc9", "#97a5b6", "#d9b295", "#a7c2c0", "#c79a98", "#9eb496", "#d4c68f",
           "#b6a2b3"]


def number(value):
    return f"{value:.2f}".rstrip("0").rstrip(".")


class Drawing:
    def __init__(self, width):
        self.width = width
        self.lines = []

    def rectangle(self, x, y, width, height, fill, title=""):
        hover = f"<title>{escape(title)}</title>" if title else ""
        self.lines.append(f"<rect x='{number(x)}' y='{number(y)}' width='{number(width)}' "
                          f"height='{number(height)}' fill='{fill}'>{hover}</rect>")

    def path(self, points, colour="#333", fill="none"):
        joined = " ".join(f"{number(x)},{number(y)}" for x, y in points)
        self.lines.append(f"<polyline points='{joined}' stroke='{colour}' fill='{fill}'/>")

    def text(self, x, y, words, anchor="start", colour="#222"):
        self.lines.append(f"<text x='{number(x)}' y='{number(y)}' text-anchor='{anchor}' "
                          f"fill='{colour}' {FONT}>{escape(words)}</text>")

    def fitting_text(self, x, y, width, words, colour="#222"):
        """Only where there is room for it, at about 6 units a letter."""
        if 6 * len(words) + 4 <= width:
            self.text(x + 3, y, words, colour=colour)

    def axis(self, x, y, width, first, last, step, label):
        """Ticks at multiples of `step` between `first` and `last`, and their unit."""
        tick = -(-first // step) * step
        while tick <= last:
            at = x + width * (tick - first) / (last - first)
            self.path([(at, y), (at, y + 4)])
            self.text(at, y + 15, number(tick), "middle")
            tick += step
        self.path([(x, y), (x + width, y)])
        self.text(x + width, y + 30, label, "end")

    def save(self, path, height):
        size = f"width='{self.width}' height='{number(height)}'"
        head = [f"<svg xmlns='http://www.w3.org/2000/svg' {size} "
                f"viewBox='0 0 {self.width} {number(height)}'>", f"<rect {size} fill='white'/>"]
        with open(path, "w", encoding="utf-8") as file:
            file.write("\n".join(head + self.lines + ["</svg>", ""]))
