"""Draws what `tmux capture-pane -e` shows as SVG: standard input to standard output."""

import re
import sys
from html import escape

CELL, ROW, SIZE, MARGIN = 8.4, 18, 14, 12
INK, PAPER = "#d0d0d0", "#16181d"
NAMED = ["#1c1c1c", "#e0575b", "#7cb36a", "#d9a94a", "#5f93d1", "#b277c4", "#55b0b8", "#d0d0d0",
         "#7a7f87", "#ff7b7f", "#9fd48c", "#f0c66c", "#86b4ee", "#d19be2", "#7fd3da", "#ffffff"]


def indexed(number):
    """The colour of a number of the 256."""
    if number < 16:
        return NAMED[number]
    if number >= 232:
        return "#" + "%02x" % (8 + 10 * (number - 232)) * 3
    number -= 16
    return "#" + "".join("%02x" % (0 if step == 0 else 55 + 40 * step)
                         for step in (number // 36, number // 6 % 6, number % 6))


class Style:
    """How the cells that follow are drawn."""

    def __init__(self):
        self.ink, self.paper, self.bold, self.dim, self.reverse = None, None, False, False, False

    def obey(self, codes):
        codes = [int(code or 0) for code in codes.split(";")]
        while codes:
            code = codes.pop(0)
            if code == 0:
                self.__init__()
            elif code in (1, 2, 7):
                setattr(self, {1: "bold", 2: "dim", 7: "reverse"}[code], True)
            elif code in (22, 27):
                self.bold = self.dim = self.bold and code == 27
                self.reverse = self.reverse and code == 22
            elif code in (38, 48):
                kind, place = codes.pop(0), "ink" if code == 38 else "paper"
                if kind == 5:
                    colour = indexed(codes.pop(0))
                else:
                    colour = "#%02x%02x%02x" % tuple(codes.pop(0) for _ in range(3))
                setattr(self, place, colour)
            elif code in (39, 49):
                setattr(self, "ink" if code == 39 else "paper", None)
            elif 30 <= code <= 37 or 90 <= code <= 97:
                self.ink = NAMED[code - 30 if code < 90 else code - 82]
            elif 40 <= code <= 47 or 100 <= code <= 107:
                self.paper = NAMED[code - 40 if code < 100 else code - 92]

    def key(self):
        ink, paper = self.ink or INK, self.paper or PAPER
        if self.reverse:
            ink, paper = paper, ink
        return ink, paper, self.bold, self.dim


def runs(line, style):
    """The pieces of a line that are drawn alike, with the column of each."""
    column = 0
    for piece in re.split(r"(\x1b\[[0-9;]*m|\x0e|\x0f)", line):
        if piece.startswith("\x1b["):
            style.obey(piece[2:-1])
        elif piece and piece not in "\x0e\x0f":
            yield column, piece, style.key()
            column += len(piece)


def main():
    lines = sys.stdin.read().split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    shapes, columns, style = [], 0, Style()
    for row, line in enumerate(lines):
        for column, text, (ink, paper, bold, dim) in runs(line, style):
            columns = max(columns, column + len(text))
            x, y, width = MARGIN + column * CELL, MARGIN + row * ROW, len(text) * CELL
            if paper != PAPER:
                shapes.append('<rect x="%.1f" y="%d" width="%.1f" height="%d" fill="%s"/>'
                              % (x, y, width, ROW, paper))
            if text.strip():
                shapes.append('<text x="%.1f" y="%d" textLength="%.1f" fill="%s"%s%s>%s</text>' % (
                    x, y + SIZE, width, ink, ' font-weight="bold"' if bold else "",
                    ' opacity="0.65"' if dim else "", escape(text)))
    size = (columns * CELL + 2 * MARGIN, len(lines) * ROW + 2 * MARGIN)
    print('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %.0f %d" font-size="%d" '
          'font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" xml:space="preserve">\n'
          '<title>The dashboard of hightide during an incident</title>\n'
          '<rect width="100%%" height="100%%" rx="8" fill="%s"/>' % (*size, SIZE, PAPER))
    print("\n".join(shapes))
    print("</svg>")


main()
