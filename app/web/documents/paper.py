"""The house's paper: its letters, its green, its margins. What stands on it is for others."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import Align, TableBordersLayout, TextEmphasis, XPos, YPos
from fpdf.fonts import CoreFont, FontFace, TTFFont

FONTS = Path(__file__).parent / "fonts"
GREEN, QUIET, RULE = (16, 48, 47), (92, 98, 92), (201, 196, 180)
MARGIN = 22
Row = Sequence[str]

STROKED = {"Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "Ħ": "H", "ħ": "h", "ı": "i"}
"""Letters that Unicode does not take apart."""


class Paper(FPDF):
    """An A4 page with the trader's foot on every page; `foot` are its lines."""

    def __init__(self, title: str, foot: Sequence[str], made_at: datetime) -> None:
        super().__init__(format="A4")
        self._foot = foot
        self.add_font("Cabin", "", FONTS / "cabin-regular.ttf")
        self.add_font("Cabin", "B", FONTS / "cabin-bold.ttf")
        self.add_font("Young Serif", "", FONTS / "young-serif.ttf")
        self._letters = frozenset.intersection(*map(_letters_of, self.fonts.values()))
        self.set_margins(MARGIN, 18, MARGIN)
        self.set_auto_page_break(True, 30)
        self.set_title(title)
        self.set_lang("en-GB")
        self.set_producer("Quince")
        self.set_creation_date(made_at)
        self.add_page()

    def footer(self) -> None:
        self.set_y(-26)
        self._rule()
        self.set_font("Cabin", "", 8)
        self.set_text_color(*QUIET)
        for line in (*self._foot, f"Page {self.page_no()} of {self.str_alias_nb_pages}"):
            self.multi_cell(0, 4, self._readable(line), align=Align.C, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def head(self, group: str, house: str, address: Sequence[str]) -> None:
        """Whose paper it is."""
        self._words("Young Serif", 22, group, GREEN, 9)
        self._words("Cabin", 11, house, GREEN, 6)
        for line in address:
            self._words("Cabin", 9, line, QUIET, 4.5)
        self.ln(4)
        self._rule()
        self.ln(7)

    def title_line(self, title: str, below: str = "") -> None:
        self._words("Young Serif", 17, title, GREEN, 9)
        if below:
            self._words("Cabin", 10, below, QUIET, 5.5)
        self.ln(3)

    def terms(self, rows: Sequence[tuple[str, str]]) -> None:
        """Name and words of each fact."""
        for name, words in rows:
            self.set_font("Cabin", "", 10)
            self.set_text_color(*QUIET)
            self.cell(38, 5.6, self._readable(name))
            self.set_text_color(0, 0, 0)
            self.multi_cell(0, 5.6, self._readable(words), align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(5)

    def sums(self, heading: Row, rows: Sequence[Row], last: Row | None, widths: Sequence[int]) -> None:
        """A table whose first column is words and whose others are figures; `last` stands under a rule."""
        self.set_font("Cabin", "", 10)
        self.set_text_color(0, 0, 0)
        self.set_draw_color(*RULE)
        aligned = (Align.L, *(Align.R for _ in heading[1:]))
        head = FontFace(emphasis=TextEmphasis.NONE, color=QUIET, size_pt=9)
        with self.table(
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            col_widths=tuple(widths),
            text_align=aligned,
            headings_style=head,
            line_height=6.2,
            padding=(0.4, 0, 0.4, 0),
        ) as table:
            table.row([self._readable(word) for word in heading])
            for row in rows:
                table.row([self._readable(word) for word in row])
            if last:
                table.row([self._readable(word) for word in last], style=FontFace(emphasis=TextEmphasis.B))
        self.ln(6)

    def heading(self, words: str) -> None:
        """What the next table is about; it never stands alone at the foot of a page."""
        if self.will_page_break(24):
            self.add_page()
        self._words("Young Serif", 13, words, GREEN, 8)

    def words_table(self, heading: Row, rows: Sequence[Row], widths: Sequence[int]) -> None:
        """A table of words; a line says so where there are none."""
        if not rows:
            self.note("Nobody.")
            self.ln(4)
            return
        self.set_font("Cabin", "", 9)
        self.set_text_color(0, 0, 0)
        self.set_draw_color(*RULE)
        head = FontFace(emphasis=TextEmphasis.NONE, color=QUIET, size_pt=8)
        with self.table(
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            col_widths=tuple(widths),
            text_align=Align.L,
            headings_style=head,
            line_height=5,
            padding=(0.5, 1, 0.5, 0),
        ) as table:
            for row in (heading, *rows):
                table.row([self._readable(word) for word in row])
        self.ln(5)

    def note(self, words: str) -> None:
        self.set_font("Cabin", "", 9)
        self.set_text_color(*QUIET)
        self.multi_cell(0, 4.8, self._readable(words), align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _words(self, font: str, size: float, words: str, color: tuple[int, int, int], height: float) -> None:
        self.set_font(font, "", size)
        self.set_text_color(*color)
        self.multi_cell(0, height, self._readable(words), align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def _readable(self, words: str) -> str:
        """The words in letters that our fonts have: without accents that they lack, and a `?` for what is left."""
        return "".join(letter if letter in self._letters else _nearest(letter, self._letters) for letter in words)

    def _rule(self) -> None:
        self.set_draw_color(*RULE)
        self.line(MARGIN, self.get_y(), self.w - MARGIN, self.get_y())


def _nearest(letter: str, known: frozenset[str]) -> str:
    letter = STROKED.get(letter, letter)
    if letter in known:
        return letter
    if unicodedata.category(letter)[0] in "CZ":
        return " " if unicodedata.category(letter)[0] == "Z" else ""
    plain = "".join(part for part in unicodedata.normalize("NFKD", letter) if part in known)
    return plain or ("" if unicodedata.combining(letter) else "?")


def _letters_of(font: CoreFont | TTFFont) -> frozenset[str]:
    return frozenset(map(chr, font.cmap)) if isinstance(font, TTFFont) else frozenset()
