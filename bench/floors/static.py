"""The floor: a static page as light as can be: one drawing made beforehand, a link for each choice, nothing else."""

import gzip

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

NAMES = [f"Regency {n}" for n in range(1, 12)]
HEAD = "<!DOCTYPE html><html lang=en><meta name=viewport content='width=device-width'><title>static</title>"
BAR = '<text x="0" y="{y}">{name}</text><rect x="90" y="{top}" width="{width}" height="16"{red}/>'


def answer(request: Request) -> Response:
    """Answer with the page for what is chosen: one bar stands out."""
    chosen = request.query_params.get("regency", "")
    bars = "".join(
        BAR.format(y=20 * n + 14, name=name, top=20 * n, width=600 // (n + 1), red=" fill=red" * (name == chosen))
        for n, name in enumerate(NAMES)
    )
    links = " ".join(f'<a href="?regency={name}">{name}</a>' for name in NAMES)
    page = f"{HEAD}<h1>{chosen or 'All'}</h1><p>{links}<svg viewBox='0 0 700 230'>{bars}</svg></html>"
    headers = {"Content-Encoding": "gzip", "Cache-Control": "no-cache"}
    return Response(gzip.compress(page.encode()), media_type="text/html", headers=headers)


app = st.App("hello.py", routes=[Route("/", answer)])
