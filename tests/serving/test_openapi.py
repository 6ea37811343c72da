"""What is told of the addresses below /v1/ is what they answer: each path, each parameter, each value."""

import json
import re
from typing import Any

import pytest
from starlette.datastructures import Headers, QueryParams

from data.tables import PACKAGED, load
from locales import LANGUAGES, Words
from serving import api, openapi, resources

TABLES = load(PACKAGED)
FILLED = {"key": "rank", "page": "regencies"}
PATHS: dict[str, Any] = openapi.description(TABLES, Words())["paths"]


@pytest.fixture(autouse=True)
def files_take_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resources.jobs, "made", lambda *_: b"a file")
    monkeypatch.setattr(resources.jobs, "figure", lambda *_: b"a picture")
    monkeypatch.setattr(resources, "_kept", lambda _, make: make())


def status(path: str, **parameters: str) -> int:
    table = re.search(r"tables/{name}", path) and names(path)[0]  # of those that take no parameter
    name = path.removeprefix("/").format(**FILLED, name=table)
    needed = [
        one["name"] for one in PATHS.get(path, {"get": {"parameters": []}})["get"]["parameters"] if "required" in one
    ]
    parameters = {**({"regency": "81.07"} if "regency" in needed else {}), **parameters}
    return resources.response(name, QueryParams(parameters), Headers()).status_code


def names(path: str) -> list[str]:
    """Return the names that an address may have in its path."""
    return [value for one in PATHS[path]["get"]["parameters"] if one["in"] == "path" for value in one["schema"]["enum"]]


def test_a_name_that_takes_or_needs_others_is_told_alone() -> None:
    for name in names("/tables/{name}.csv"):
        assert not set(TABLES[name]) & {"round", "regency", "group"}, name
    assert {one["name"] for one in PATHS["/tables/participation.csv"]["get"]["parameters"]} == {
        "round",
        "regency",
        "lang",
    }
    assert "regency_map" not in names("/figures/{key}.svg")
    needed = [one["name"] for one in PATHS["/figures/regency_map.svg"]["get"]["parameters"] if one.get("required")]
    assert needed == ["regency"]
    assert resources.response("figures/regency_map.svg", QueryParams({}), Headers()).status_code == 400
    assert all(
        resources.response(f"figures/{key}.svg", QueryParams({}), Headers()).status_code == 200
        for key in ("rank", names("/figures/{key}.svg")[-1])
    )


@pytest.mark.parametrize("path", PATHS)
def test_an_address_takes_what_is_told_and_nothing_else(path: str) -> None:
    told = PATHS[path]["get"]
    assert re.findall(r"{(\w+)}", path) == [one["name"] for one in told["parameters"] if one["in"] == "path"]
    assert status(path) == 200
    assert status(path, colour="red") == 400
    for one in told["parameters"]:
        values = one["schema"].get("enum", [])
        if one["in"] == "query":
            assert [status(path, **{one["name"]: value}) for value in values[:2]] == [200] * len(values[:2]), one[
                "name"
            ]
            assert status(path, **{one["name"]: "no such value"}) == 400, one["name"]
    every = {one for address in api.ADDRESSES for one in address.parameters}
    for name in every - {one["name"] for one in told["parameters"]}:
        assert status(path, **{name: "1"}) == 400, name


def test_programs_and_people_are_told_in_their_language() -> None:
    for language in LANGUAGES:
        words = Words(language)
        asked = resources.response("openapi.json", QueryParams({"lang": language}), Headers())
        told = json.loads(bytes(asked.body))
        assert (asked.status_code, told["openapi"], told["info"]["description"]) == (200, "3.1.0", words("api.lead"))
        page = resources.response("", QueryParams({"lang": language}), Headers())
        text = bytes(page.body).decode()
        assert (page.status_code, page.media_type) == (200, "text/html")
        for one in api.ADDRESSES:
            assert f"<code>/v1/{one.pattern}</code>" in text, "every address is told to people too"
        assert f"<h1>{words('api.title')}</h1>" in text
        for program in ("curl", "pandas", "read.csv", "Csv.Document", "IMPORTDATA", "/v1/openapi.json"[4:]):
            assert program in text
        assert not re.findall(r'(?:href|url)[=(]"/', text), "it is right below another address too"
        assert status("/", colour="red") == 400
    names = [told["get"]["operationId"] for told in PATHS.values()]
    assert len(names) == len(set(names))


def test_addresses_begin_as_it_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IKM_ADDRESS", "https://bimtek.example/")
    assert openapi.description(TABLES, Words())["servers"] == [{"url": "https://bimtek.example/v1"}]
    assert "https://bimtek.example/v1/observations.csv" in openapi.page(Words()).decode()
