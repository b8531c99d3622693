"""Pictures of every kind are made anew, the right way up, and none larger than can be read in a little memory."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from app.catalogue.pictures import MOST_POINTS, ROOM, NotAPicture, keep_picture


def sent(mode: str, size: tuple[int, int], kind: str = "PNG", **options: object) -> bytes:
    out = BytesIO()
    Image.new(mode, size).save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("mode", "kind"),
    [(mode, "PNG") for mode in ("RGB", "RGBA", "L", "LA", "P", "1")] + [("CMYK", "JPEG"), ("RGB", "WEBP")],
)
def test_every_kind_of_picture(tmp_path: Path, mode: str, kind: str) -> None:
    name = keep_picture(tmp_path, sent(mode, (5200, 3700), kind), ROOM)
    with Image.open(tmp_path / f"{name}.webp") as kept:
        assert (kept.size, kept.mode) == ((1200, 800), "RGB")


def test_the_right_way_up(tmp_path: Path) -> None:
    picture = Image.new("RGB", (4900, 3700), "black")
    picture.paste("white", (0, 0, 4900, 1850))
    exif = Image.Exif()
    exif[0x0112] = 3
    out = BytesIO()
    picture.save(out, "JPEG", exif=exif)
    name = keep_picture(tmp_path, out.getvalue(), ROOM)
    with Image.open(tmp_path / f"{name}.webp") as kept:
        top, foot = kept.getpixel((600, 50)), kept.getpixel((600, 750))
    assert (max(top) < 60, min(foot) > 200) == (True, True)  # type: ignore[arg-type,type-var]


def test_one_with_too_many_points_is_refused_before_they_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(self: Image.Image) -> None:
        raise AssertionError("its points were read")

    width = MOST_POINTS // 4000 + 1
    data = sent("1", (width, 4000))
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", read)
    with pytest.raises(NotAPicture, match="24 million"):
        keep_picture(tmp_path, data, ROOM)
