"""Pictures that staff bring: made anew from their points alone, in the sizes that pages use."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageOps

from app.kernel.errors import Invalid

OWN = "own-"
"""How the name of such a picture begins; what follows is a digest of what was sent."""

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_POINTS = 24_000_000
"""Four bytes each in memory while they are read."""

LEAST, ENOUGH = (600, 400), (2400, 1800)
QUALITIES = (82, 74, 66, 58, 50, 42)


class NotAPicture(Invalid):
    """What was sent is no picture that a page could show; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of one use: (ending, width, height, most bytes); the first is the whole picture."""

    sizes: tuple[tuple[str, int, int, int], ...]


PLACE = Shape((("", 1120, 840, 120_000), ("-card", 560, 420, 40_000), ("-thumb", 224, 224, 10_000)))
ROOM = Shape((("", 1200, 800, 120_000), ("-card", 360, 240, 12_000), ("-thumb", 224, 224, 8_000)))


def keep_picture(folder: Path, data: bytes, shape: Shape) -> str:
    """The picture lies in `folder` in each size as webp, without anything that the camera wrote; answers its name.

    The name follows from what was sent and how it is used, so the same picture sent twice is kept once, and a name
    never shows anything else. Raises `NotAPicture`.
    """
    name = f"{OWN}{hashlib.sha256(data + repr(shape).encode()).hexdigest()[:20]}"
    picture = _read(data)
    folder.mkdir(parents=True, exist_ok=True)
    for ending, width, height, most in shape.sizes:
        _write(folder / f"{name}{ending}.webp", _fitted(picture, width, height, most))
    return name


def _read(data: bytes) -> Image.Image:
    """The points of the picture, the right way up. Its size is looked at before a single point is."""
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as found:
            width, height = found.size
            if width * height > MOST_POINTS:
                raise NotAPicture(f"That has {width} by {height} points. Send one of 24 million points at most.")
            if max(width, height) < LEAST[0] or min(width, height) < LEAST[1]:
                raise NotAPicture(f"That has {width} by {height} points. Send one of 600 by 400 at least.")
            found.draft("RGB", ENOUGH)
            return _on_paper(ImageOps.exif_transpose(_smaller(found)))
    except NotAPicture:
        raise
    except Exception as wrong:
        raise NotAPicture("That is no picture we can read. Send a JPEG, PNG or WebP.") from wrong


def _smaller(picture: Image.Image) -> Image.Image:
    """No more points than the largest use can show, before anything else takes as much memory again."""
    clear = picture.mode in ("P", "PA", "LA")
    points = picture if picture.mode in ("RGB", "RGBA", "L") else picture.convert("RGBA" if clear else "RGB")
    factor = min(points.width // ENOUGH[0], points.height // ENOUGH[1])
    return points.reduce(factor) if factor > 1 else points


def _on_paper(picture: Image.Image) -> Image.Image:
    """Without transparency: what lets through stands on the page's own colour."""
    if picture.mode in ("RGBA", "LA", "P", "PA"):
        clear = picture.convert("RGBA")
        paper = Image.new("RGBA", clear.size, "#f2f4ed")
        return Image.alpha_composite(paper, clear).convert("RGB")
    return picture.convert("RGB")


def _fitted(picture: Image.Image, width: int, height: int, most: int) -> bytes:
    """The picture cut to the shape, in the best quality that takes no more bytes than `most`."""
    cut = ImageOps.fit(picture, (width, height), Image.Resampling.LANCZOS)
    body = b""
    for quality in QUALITIES:
        out = BytesIO()
        cut.save(out, "WEBP", quality=quality, method=4)
        body = out.getvalue()
        if len(body) <= most:
            break
    return body


def _write(path: Path, body: bytes) -> None:
    """The file is there whole or not at all, whoever writes it at the same time."""
    draft = path.with_suffix(f".{hashlib.sha256(body).hexdigest()[:8]}.draft")
    draft.write_bytes(body)
    draft.replace(path)
