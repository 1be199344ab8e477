"""The page with the phones: static files, served with a strict policy."""

from __future__ import annotations

from importlib import resources

from aiohttp import web

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def add_page(app: web.Application) -> None:
    """Serve index.html at ``/`` and the other files of ``static/`` under ``/static/``."""
    static = resources.files("simulator") / "static"
    files = {entry.name: entry.read_bytes() for entry in static.iterdir() if entry.is_file()}

    async def show(request: web.Request) -> web.Response:
        name = request.match_info.get("name", "index.html")
        suffix = "." + name.rpartition(".")[2]
        if name not in files or suffix not in _TYPES:
            raise web.HTTPNotFound
        return web.Response(body=files[name], content_type=_TYPES[suffix], charset="utf-8", headers=_HEADERS)

    app.router.add_get("/", show)
    app.router.add_get("/static/{name}", show)
