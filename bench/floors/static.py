"""The floor: a static page as light as can be: one drawing made beforehand, a link for each choice, nothing else."""

import gzip

import streamlit as st
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

NAMES = [f"Regency {n}" for n in range(1, 12)]
HEADERS = {"Content-Encoding": "gzip", "Cache-Control": "no-cache"}


def page(chosen: str) -> bytes:
    """Return the page with one bar that stands out."""
    bars = "".join(
        f'<text x="0" y="{20 * n + 14}">{name}</text>'
        f'<rect x="90" y="{20 * n}" width="{600 // (n + 1)}" height="16"{" fill=red" if name == chosen else ""}/>'
        for n, name in enumerate(NAMES)
    )
    links = " ".join(f'<a href="?regency={name}">{name}</a>' for name in NAMES)
    head = "<!DOCTYPE html><html lang=en><meta name=viewport content='width=device-width'><title>static</title>"
    return f"{head}<h1>{chosen or 'All'}</h1><p>{links}<svg viewBox='0 0 700 230'>{bars}</svg></html>".encode()


def answer(request: Request) -> Response:
    """Answer with the page for what is chosen."""
    content = gzip.compress(page(request.query_params.get("regency", "")))
    return Response(content, media_type="text/html", headers=HEADERS)


app = st.App("hello.py", routes=[Route("/", answer)])
