"""Static files: every address carries a hash of its content and may be kept for ever.

Style sheets and scripts are joined into one file a desk when the application starts; nothing is
built beforehand. A style sheet is joined along its own `@import` lines, so the folder also works
as it lies. Files are read on first use and stay in memory, those that shrink also gzipped.
"""

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path, PurePosixPath

from flask import Flask, Response, abort, request
from markupsafe import Markup

from app.catalogue.pictures import OWN

STYLES = {"guest.css": "css/guest.css", "staff.css": "css/staff.css", "marketing.css": "css/marketing.css"}
SCRIPTS = {
    "guest.js": (
        "vendor/htmx/htmx.min.js",
        "vendor/web-vitals/web-vitals.iife.js",
        "js/live-region.js",
        "js/friction.js",
        "js/seen-pictures.js",
        "js/hold-time.js",
        "js/party-words.js",
        "js/date-range.js",
        "js/survey-words.js",
    ),
    "staff.js": (
        "vendor/htmx/htmx.min.js",
        "js/live-region.js",
        "js/desk-menus.js",
        "js/night-count.js",
        "js/print-page.js",
        "js/tape-chart.js",
    ),
    "marketing.js": (
        "vendor/htmx/htmx.min.js",
        "vendor/echarts/echarts.min.js",
        "js/live-region.js",
        "js/desk-menus.js",
        "js/print-page.js",
        "js/data-chart.js",
    ),
}
TYPES = {".webp": "image/webp", ".woff2": "font/woff2", ".js": "text/javascript", ".svg": "image/svg+xml"}
SHRINKS = {".css", ".js", ".svg", ".json", ".txt", ".md"}
NO_PICTURE = "pictures/small-garden-gate"
FOR_EVER = "public, max-age=31536000, immutable"
A_MINUTE = "public, max-age=60"
ICON = Markup('<svg class="icon{}" aria-hidden="true"><use href="{}#{}"/></svg>')

_IMPORT = re.compile(r'@import url\("(?P<file>[^"]+)"\) layer\((?P<layer>\w+)\)\s*(?P<media>[^;]*);')
_URL = re.compile(r"url\((?P<file>[^)]+)\)")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True)
class Asset:
    """One file as it is sent."""

    name: str
    body: bytes = field(repr=False)

    @cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.body).hexdigest()[:10]

    @cached_property
    def hashed_name(self) -> str:
        path = PurePosixPath(self.name)
        return str(path.with_name(f"{path.stem}.{self.digest}{path.suffix}"))

    @cached_property
    def gzipped(self) -> bytes | None:
        """The body compressed, or None where that saves nothing."""
        if PurePosixPath(self.name).suffix not in SHRINKS:
            return None
        return gzip.compress(self.body, 9, mtime=0)

    @property
    def content_type(self) -> str:
        suffix = PurePosixPath(self.name).suffix
        found = TYPES.get(suffix) or mimetypes.types_map.get(suffix, "application/octet-stream")
        return f"{found}; charset=utf-8" if suffix in SHRINKS else found


class Assets:
    """The files below one folder, by the name a template uses."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        files = (path for path in self._folder.rglob("*") if path.is_file())
        self._names = {path.relative_to(self._folder).as_posix() for path in files} | {*STYLES, *SCRIPTS}
        self._read_before: dict[str, Asset] = {}

    def find(self, name: str) -> Asset | None:
        """The asset of that name, or None; only files that were there at the start are ever sent."""
        if name not in self._names:
            return None
        if name not in self._read_before:
            self._read_before[name] = Asset(name, self._read(name))
        return self._read_before[name]

    def hashed(self, name: str) -> str:
        """The public name of an asset. Raises LookupError for a file that is not there."""
        asset = self.find(name)
        if asset is None:
            raise LookupError(f"no static file is called {name}")
        return asset.hashed_name

    def _read(self, name: str) -> bytes:
        if name in STYLES:
            return self._style(STYLES[name]).encode()
        if name in SCRIPTS:
            return b"\n".join(self._file(part) for part in SCRIPTS[name])
        return self._file(name)

    def _file(self, name: str) -> bytes:
        return (self._folder / name).read_bytes()

    def _style(self, name: str) -> str:
        """A style sheet with its imports put in place, each inside its layer."""
        base = PurePosixPath(name).parent

        def put_in(found: re.Match[str]) -> str:
            inner = self._style(str(base / found["file"]))
            layered = f"@layer {found['layer']}{{{inner}}}"
            return f"@media {found['media']}{{{layered}}}" if found["media"] else layered

        def address(found: re.Match[str]) -> str:
            target = (self._folder / base / found["file"].strip("\"'")).resolve()
            return f"url(/static/{self.hashed(target.relative_to(self._folder).as_posix())})"

        text = _COMMENT.sub("", self._file(name).decode())
        imports = [found.span() for found in _IMPORT.finditer(text)]
        if imports:
            return _IMPORT.sub(put_in, text)
        return _URL.sub(address, text)


def init_assets(app: Flask, folder: Path) -> Assets:
    """Serves `folder` under /static and gives templates the filters `asset_url` and `icon`, and `picture_url`.

    The bundles are joined here, so a style sheet that names a missing file stops the start. Filters, since Jinja works
    those out of what is written in a template once, when it compiles it.
    """
    assets = Assets(folder)

    def asset_url(name: str) -> str:
        return urls[name] if name in urls else urls.setdefault(name, f"/static/{assets.hashed(name)}")

    def picture_url(picture: str, size: str = "") -> str:
        """The address of a catalogue picture, `place-combe-autumn`, at a size: '', 'card' or 'thumb'.

        Where that size was not made it is the whole picture; where there is no picture, a garden gate. Those that
        staff brought lie at an address of their own.
        """
        if picture.startswith(OWN):
            return f"/pictures/{picture}{f'-{size}' if size else ''}.webp"
        key = f"{picture}|{size}"
        if key not in urls:
            urls[key] = f"/static/{assets.hashed(_picture_file(assets, picture, size))}"
        return urls[key]

    @lru_cache(maxsize=1000)
    def icon(name: str, css: str = "") -> Markup:
        """One pictogram of static/icons.svg; decoration only, the words beside it say the same."""
        return ICON.format(f" {css}" if css else "", asset_url("icons.svg"), name)

    def static(name: str) -> Response:
        asset, keep = _wanted(assets, name)
        if asset is None:
            abort(404)
        return _sent(asset, keep)

    urls: dict[str, str] = {}
    app.add_url_rule("/static/<path:name>", "static", static)
    app.jinja_env.filters.update(asset_url=asset_url, icon=icon)
    app.jinja_env.globals["picture_url"] = picture_url
    for bundle in (*STYLES, *SCRIPTS):
        asset_url(bundle)
    return assets


def _picture_file(assets: Assets, picture: str, size: str) -> str:
    stem = PurePosixPath(picture).stem
    wanted = [f"pictures/{stem}-{size}"] if size else []
    for name in (*wanted, f"pictures/{stem}", NO_PICTURE):
        for ending in (".webp", ".svg"):
            if assets.find(name + ending) is not None:
                return name + ending
    raise LookupError(f"no picture is called {picture}")


def _wanted(assets: Assets, name: str) -> tuple[Asset | None, str]:
    """The asset behind a public name; an outdated hash gets today's file, kept for a minute."""
    path = PurePosixPath(name)
    stem, _, digest = path.stem.rpartition(".")
    if stem:
        asset = assets.find(str(path.with_name(stem + path.suffix)))
        if asset is not None:
            return asset, FOR_EVER if digest == asset.digest else A_MINUTE
    return assets.find(name), A_MINUTE


def _sent(asset: Asset, keep: str) -> Response:
    zipped = asset.gzipped if request.accept_encodings.quality("gzip") > 0 else None
    response = Response(zipped or asset.body, content_type=asset.content_type)
    response.headers["Cache-Control"] = keep
    if asset.gzipped is not None:
        response.headers["Vary"] = "Accept-Encoding"
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    response.set_etag(asset.digest)
    response.make_conditional(request)
    return response
