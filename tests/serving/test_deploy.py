"""What is in deploy/ is well formed, hangs together, and does what it says as far as a machine without containers can.

The image's steps are carried out in a plain folder; nginx and PostgreSQL are the real ones.
"""

import asyncio
import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from detect_secrets import SecretsCollection
from detect_secrets.settings import default_settings
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import WebSocketException
from websockets.typing import Subprotocol

from data.rounds.store.journal import Journal
from serving import static
from tests import services
from tests.conftest import NewReader, awaited
from tests.harness import client as stream
from tests.harness.servers import DASHBOARD, ROOT, Server, free_port, running
from tests.services import nginx_in_front

DEPLOY = ROOT / "deploy"
UPSTREAM = "server dashboard:8501 max_fails=2 fail_timeout=10s;"
NOT_ROOT = 10001
# A busy machine takes its time.
get, put = partial(httpx.get, timeout=120), partial(httpx.put, timeout=120)


def documents(name: str) -> list[Any]:
    return list(yaml.safe_load_all((DEPLOY / name).read_text("utf-8")))


# --- Well formed ------------------------------------------------------------------------------------------------------


def test_yaml_is_clean() -> None:
    rules = "{extends: default, rules: {line-length: {max: 120}, braces: {max-spaces-inside: 0}, comments: {min-spaces-from-content: 1}}}"
    ran = subprocess.run(
        [sys.executable, "-m", "yamllint", "--strict", "-d", rules, "compose.yaml", "kubernetes.yaml"],
        cwd=DEPLOY, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.stdout == ""


def test_the_containerfile_is_clean() -> None:
    linter = Path(sys.executable).with_name("hadolint")
    ran = subprocess.run([str(linter), "Containerfile"], cwd=DEPLOY, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (0, "")


# What a scan for secrets takes for one, and is none: placeholders, names, and what the tests of the log mask.
HARMLESS = (
    "USER:PASSWORD@",
    "postgresql://ikm:%s@",
    "secretName: ",
    'client_secret = "none"',
    'environ["PROVIDER_SECRET"]',
    '"cookie_secret": "xxx"',
    "opensesame",
    "two words",
    "eyJzdWIiOiIxIn0",
)
# Hashes of packages, coordinates, pictures, fonts.
NO_PLACE = ("requirements.txt", "requirements-dev.txt", ".geojson", ".png", ".ttf", ".woff2")


@pytest.mark.slow
@pytest.mark.integration
def test_no_secret_is_committed() -> None:
    asked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    names = asked.stdout.split("\0")[:-1] or [str(p.relative_to(ROOT)) for p in ROOT.glob("*/*") if p.suffix]
    found = SecretsCollection(root=str(ROOT))
    with default_settings():
        for name in sorted(name for name in names if not name.endswith(NO_PLACE)):
            found.scan_file(name)
    assert len(names) > 100
    for name, secret in found:
        line = (ROOT / name).read_text("utf-8").splitlines()[secret.line_number - 1]
        assert any(known in line for known in HARMLESS), f"{name}:{secret.line_number}: {secret.type}"


def test_every_checkout_has_the_same_bytes() -> None:
    lines = (ROOT / ".gitattributes").read_text("utf-8").splitlines()
    assert "* text=auto eol=lf" in lines
    binary = {line.split(" ")[0][1:] for line in lines if line.endswith(" binary")}
    folders = ("charts", "data", "deploy", "docs", "exports", "geo", "render", "serving", "static", "tests")
    files = [p for folder in folders for p in (ROOT / folder).rglob("*.*") if p.is_file() and p.suffix != ".pyc"]
    assert {p.suffix for p in files if b"\0" in p.read_bytes()[:8000]} <= binary


def test_a_secret_would_be_found(tmp_path: Path) -> None:
    (tmp_path / "settings.py").write_text(f'password = "{"correct-horse" * 2}"\nkey = "AKIA{"A1B2" * 4}"\n')
    found = SecretsCollection(root=str(tmp_path))
    with default_settings():
        found.scan_file("settings.py")
    assert {secret.type for _, secret in found} >= {"Secret Keyword", "AWS Access Key"}


def test_what_holds_secrets_is_never_committed() -> None:
    ignored = (ROOT / ".gitignore").read_text("utf-8").split()
    assert {".env", "secrets.toml", "deploy/tls/*"} <= set(ignored)


# --- Compose ----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return dict(documents("compose.yaml")[0])


def test_every_container_is_locked_down(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory", "pids"}, name
        assert ":latest" not in service["image"], name
        for key in service.get("environment", {}):
            assert key.endswith("_FILE") or not re.search("PASSWORD|SECRET|DATABASE_URL", key), (name, key)
        assert service["restart"] == "unless-stopped", name
    assert [name for name, service in compose["services"].items() if "ports" in service] == ["nginx"]
    assert compose["networks"]["back"]["internal"] is True
    assert compose["services"]["db"]["networks"] == compose["services"]["backup"]["networks"] == ["back"]


def test_compose_asks_for_its_secrets_and_names_only_known_settings(compose: dict[str, Any]) -> None:
    text = (DEPLOY / "compose.yaml").read_text("utf-8")
    asked = set(re.findall(r"\$\{(\w+)", text))
    offered = set(re.findall(r"^(\w+)=", (DEPLOY / ".env.example").read_text("utf-8"), re.MULTILINE))
    assert offered <= asked
    assert asked - offered == {"IKM_FRAME_ANCESTORS", "IKM_EMBED_ANCESTORS", "SECRETS_TOML"}
    assert set(re.findall(r"\$\{(\w+):\?", text)) == {"IKM_VERSION"}
    assert re.search(r"^IKM_VERSION=$", (DEPLOY / ".env.example").read_text(), re.MULTILINE)
    used = {
        one if isinstance(one, str) else one["source"]
        for s in compose["services"].values()
        for one in s.get("secrets", [])
    }
    assert used == set(compose["secrets"])
    files = {Path(one["file"]).name for one in compose["secrets"].values() if "${" not in one["file"]}
    ignored = set((ROOT / ".gitignore").read_text("utf-8").split())
    assert {f"deploy/{name}" for name in files} <= ignored


def test_the_proxies_that_compose_trusts_are_its_own_network(compose: dict[str, Any]) -> None:
    network = compose["networks"]["front"]["ipam"]["config"][0]["subnet"]
    assert compose["services"]["dashboard"]["environment"]["IKM_TRUSTED_PROXIES"] == network


@pytest.mark.parametrize("name", ["compose.yaml", "kubernetes.yaml", "systemd/ikm-dashboard.service", ".env.example"])
def test_every_setting_is_one_that_the_dashboard_reads(name: str) -> None:
    read = "\n".join(
        path.read_text("utf-8")
        for folder in ("data", "serving", "pages", "exports")
        for path in (ROOT / folder).rglob("*.py")
    )
    named = set(re.findall(r"\bIKM_[A-Z_]+\b", (DEPLOY / name).read_text("utf-8"))) - {"IKM_VERSION"}
    assert {setting for setting in named if setting.removesuffix("_FILE") not in read} == set()


# --- Kubernetes -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def cluster_objects() -> dict[str, dict[str, Any]]:
    return {one["kind"]: one for one in documents("kubernetes.yaml")}


def pod_templates(objects: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        objects["Deployment"]["spec"]["template"],
        objects["CronJob"]["spec"]["jobTemplate"]["spec"]["template"],
    ]


def test_kubernetes_has_what_it_takes(cluster_objects: dict[str, dict[str, Any]]) -> None:
    assert set(cluster_objects) == {
        "ServiceAccount", "Deployment", "Service", "Ingress", "PodDisruptionBudget", "HorizontalPodAutoscaler",
        "PersistentVolumeClaim", "CronJob", "NetworkPolicy",
    }  # fmt: skip
    assert cluster_objects["HorizontalPodAutoscaler"]["spec"]["minReplicas"] >= 2
    assert cluster_objects["Service"]["spec"]["sessionAffinity"] == "ClientIP"
    assert cluster_objects["Ingress"]["metadata"]["annotations"]["nginx.ingress.kubernetes.io/affinity"] == "cookie"


def test_kubernetes_objects_find_each_other(cluster_objects: dict[str, dict[str, Any]]) -> None:
    deployment, service = cluster_objects["Deployment"], cluster_objects["Service"]
    labels = deployment["spec"]["template"]["metadata"]["labels"]
    for selector in (
        deployment["spec"]["selector"]["matchLabels"],
        service["spec"]["selector"],
        cluster_objects["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"],
    ):
        assert selector == labels
    ports = {port["name"] for port in deployment["spec"]["template"]["spec"]["containers"][0]["ports"]}
    assert {port["targetPort"] for port in service["spec"]["ports"]} <= ports
    backend = cluster_objects["Ingress"]["spec"]["rules"][0]["http"]["paths"][0]["backend"]["service"]
    assert backend == {"name": service["metadata"]["name"], "port": {"name": service["spec"]["ports"][0]["name"]}}
    target = cluster_objects["HorizontalPodAutoscaler"]["spec"]["scaleTargetRef"]
    assert (target["kind"], target["name"]) == ("Deployment", deployment["metadata"]["name"])
    for template in pod_templates(cluster_objects):
        claimed = [
            v["persistentVolumeClaim"]["claimName"] for v in template["spec"]["volumes"] if "persistentVolumeClaim" in v
        ]
        assert set(claimed) <= {cluster_objects["PersistentVolumeClaim"]["metadata"]["name"]}
        mounted = {mount["name"] for c in template["spec"]["containers"] for mount in c["volumeMounts"]}
        assert mounted == {volume["name"] for volume in template["spec"]["volumes"]}


def test_only_the_ingress_controller_reaches_a_pod(cluster_objects: dict[str, dict[str, Any]]) -> None:
    policy = cluster_objects["NetworkPolicy"]["spec"]
    assert policy["policyTypes"] == ["Ingress", "Egress"]
    for template in pod_templates(cluster_objects):
        assert policy["podSelector"]["matchLabels"].items() <= template["metadata"]["labels"].items()
    assert policy["ingress"] == [
        {
            "from": [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "ingress-nginx"}}}],
            "ports": [{"port": "http"}],
        }
    ]


def test_pods_are_locked_down(cluster_objects: dict[str, dict[str, Any]]) -> None:
    guide = (ROOT / "docs" / "OPERATIONS.md").read_text("utf-8")
    for template in pod_templates(cluster_objects):
        for container in template["spec"]["containers"]:
            assert container["image"] in guide, "how its digest comes in is documented"
            assert container["image"].endswith("@sha256:DIGEST"), "nobody runs by mistake what nobody has pinned"
            assert "envFrom" not in container  # secrets are files
            assert not [one for one in container["env"] if "secret" in str(one.get("valueFrom", "")).lower()]
        assert template["spec"]["automountServiceAccountToken"] is False
        assert template["spec"]["securityContext"]["runAsNonRoot"] is True
        assert template["spec"]["securityContext"]["runAsUser"] == NOT_ROOT
        for container in template["spec"]["containers"]:
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]},
            }  # fmt: skip
            assert "memory" in container["resources"]["limits"]
            assert set(container["resources"]["requests"]) == {"cpu", "memory"}


# --- systemd ----------------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
def test_the_units_are_valid(tmp_path: Path) -> None:
    for unit in (DEPLOY / "systemd").iterdir():
        said = unit.read_text("utf-8").replace("/opt/ikm-dashboard", str(ROOT))
        (tmp_path / unit.name).write_text(said)
    units = [str(unit) for unit in tmp_path.iterdir()]
    ran = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


# --- The image's steps in a plain folder ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """One instruction of a Containerfile: its stage, its word, and the rest with lines joined."""

    stage: str
    word: str
    rest: str


def steps() -> list[Step]:
    text = re.sub(r"(?m)^\s*#.*\n", "", (DEPLOY / "Containerfile").read_text("utf-8")).replace("\\\n", " ")
    found, stage = [], ""
    for line in filter(str.strip, text.splitlines()):
        word, rest = line.strip().split(maxsplit=1)
        if word == "FROM":
            stage = rest.partition(" AS ")[2] or "final"
        found.append(Step(stage, word, " ".join(rest.split())))
    return found


def test_the_image_is_small_and_nobodys() -> None:
    final = [step for step in steps() if step.stage == "final"]
    words = [step.word for step in final]
    assert words.count("USER") == 1
    assert next(step.rest for step in final if step.word == "USER") == f"{NOT_ROOT}:{NOT_ROOT}"
    assert words.index("USER") > max(i for i, word in enumerate(words) if word in ("RUN", "COPY"))
    # Not /health, which is 503 where a table is broken: nginx waits for this one.
    assert "8501/_stcore/health'" in next(step.rest for step in final if step.word == "HEALTHCHECK")
    assert {step.rest for step in steps() if step.word == "FROM"} == {"${PYTHON} AS build", "${PYTHON}"}
    assert [step.rest for step in steps() if step.word == "ARG"] == ["PYTHON=python:3.12-slim-bookworm"]
    everything = " ".join(step.rest for step in steps())
    assert "--require-hashes --only-binary=:all:" in everything  # nothing is compiled: no compiler is there
    assert not re.search(r"\b(apt|gcc|build-essential|curl)\b", everything)


def test_what_the_image_copies_is_let_through() -> None:
    let = set(re.findall(r"(?m)^!(.+)$", (ROOT / ".dockerignore").read_text("utf-8")))
    copied = {
        name for step in steps() if step.word == "COPY" and "--from" not in step.rest for name in step.rest.split()[:-1]
    }
    assert copied == let
    own = {path.name for path in ROOT.iterdir() if path.is_dir() and list(path.glob("*.py"))}
    assert own - copied == {"bench", "tests"}


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder /app of the image: copied and compressed as the Containerfile says, then made read-only."""
    folder = tmp_path_factory.mktemp("image") / "app"
    folder.mkdir()
    for step in (step for step in steps() if step.stage == "build"):
        if step.word == "COPY":
            *names, to = step.rest.split()
            for name in names:
                copy(ROOT / name, folder / to, to)
        elif step.word == "RUN" and "serving.static" in step.rest:
            take_along(folder)
            command = step.rest.replace("/venv/bin/python", shlex.quote(sys.executable)).replace("/app", str(folder))
            subprocess.run(["sh", "-c", command], cwd=folder, env=clean(), check=True)
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    return folder


def take_along(folder: Path) -> None:
    """Put what the set-up has compressed into the image's folder, but for the smallest: the step makes those."""
    made = sorted(static.cache().glob("*.br"), key=lambda file: file.stat().st_size)
    kept = folder / ".cache" / static.cache().name
    kept.mkdir(parents=True)
    for file in made[len(made) // 2 :]:
        shutil.copy(file, kept)


def copy(source: Path, target: Path, to: str) -> None:
    """Copy as COPY does: a folder's content into a folder, a file under its name."""
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        target.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
        assert to.endswith("/")


def clean() -> dict[str, str]:
    """Return this process's environment without the settings of the dashboard."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("IKM_", "STREAMLIT_", "DATABASE_URL", "XDG_"))}


def environment() -> dict[str, str]:
    """Return what ENV sets in the image."""
    rest = " ".join(step.rest for step in steps() if step.word == "ENV")
    return dict(re.findall(r"(\w+)=(\S+)", rest))


def powerless(command: list[str]) -> list[str]:
    """Return a command that may write only where the permissions say so, even when it is root's."""
    return command if os.getuid() else ["setpriv", "--bounding-set=-dac_override,-fowner,-chown", *command]


@contextmanager
def container(image: Path, folder: Path, **settings: str) -> Iterator[str]:
    """Run the image's command where it may write nowhere but in its /tmp and /store; yields its address."""
    rest = next(step.rest for step in steps() if step.word == "CMD" and step.stage == "final")
    port = free_port()
    instead = {"python": sys.executable, "8501": str(port), "0.0.0.0": "127.0.0.1"}
    command = [instead.get(part, part) for part in yaml.safe_load(rest)]
    for name in ("tmp", "store"):
        (folder / name).mkdir(exist_ok=True)
    inside = {"HOME": str(folder / "tmp"), "TMPDIR": str(folder / "tmp")}
    inside["IKM_STORE"] = environment()["IKM_STORE"].replace("/store", str(folder / "store"))
    inside |= {name: value for name, value in environment().items() if name.startswith("PYTHON")}
    address = f"http://127.0.0.1:{port}"
    with (folder / "log").open("w+b") as log:
        server = subprocess.Popen(
            powerless(command), cwd=image, env={**clean(), **inside, **settings}, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            services.wait_until(lambda: answers(f"{address}/health") or server.poll() is not None, "no health")
            assert server.poll() is None, (folder / "log").read_text()
            yield address
        finally:
            server.terminate()
            server.wait(60)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.mark.integration
def test_the_image_serves_from_a_file_system_that_it_cannot_write(image: Path, tmp_path: Path) -> None:
    tried = subprocess.run(powerless(["sh", "-c", "echo > new"]), cwd=image, capture_output=True, check=False)
    assert tried.returncode != 0
    before = sorted(image.rglob("*"))
    compressed = [path for path in before if path.suffix == ".br"]
    assert len(compressed) > 20
    with container(image, tmp_path) as address:
        checked = next(step.rest for step in steps() if step.word == "HEALTHCHECK").partition("CMD ")[2]
        command = [part.replace("http://127.0.0.1:8501", address) for part in yaml.safe_load(checked)]
        assert subprocess.run([sys.executable, *command[1:]], check=False).returncode == 0
        assert awaited(figures_at(address)) == 4
        largest = max(compressed, key=lambda path: path.stat().st_size)
        name = (
            largest.name.removesuffix(".br").replace("static-js-", "/static/js/").replace("static-css-", "/static/css/")
        )
        answer = get(f"{address}{name}", headers={"Accept-Encoding": "br"})
        assert int(answer.headers["content-length"]) == largest.stat().st_size  # the image's, not made anew
    assert sorted(image.rglob("*")) == before
    assert json_lines((tmp_path / "log").read_text()) == []


async def figures_at(address: str) -> int:
    """Open the overview; returns how many figures came."""
    async with stream.opened(address) as socket:
        return (await stream.Visit(socket).open(("", ""))).figures


def json_lines(log: str) -> list[str]:
    """Return the lines that the server logged; its greeting is none."""
    return [line for line in log.splitlines() if line.startswith("{")]


@pytest.mark.integration
def test_the_health_check_fails_with_the_server(image: Path) -> None:
    checked = next(step.rest for step in steps() if step.word == "HEALTHCHECK").partition("CMD ")[2]
    command = [part.replace(":8501", f":{free_port()}") for part in yaml.safe_load(checked)]
    assert subprocess.run([sys.executable, *command[1:]], capture_output=True, check=False).returncode == 1


@pytest.mark.integration
def test_the_backup_of_the_image(image: Path, tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    python = tools / "python"
    python.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "$@"\n')
    python.chmod(0o755)
    backups = tmp_path / "backups"
    backups.mkdir()
    old, recent = backups / "rounds-2020-01-01T000000Z.zip", backups / "rounds-recent.zip"
    for path, days in ((old, 40), (recent, 10)):
        path.touch()
        os.utime(path, (time.time() - days * 86400,) * 2)
    settings = {**clean(), "IKM_STORE": str(tmp_path / "rounds.sqlite"), "PATH": f"{tools}:{os.environ['PATH']}"}
    command = powerless(["sh", "deploy/backup.sh", str(backups), "30"])
    ran = subprocess.run(command, cwd=image, env=settings, capture_output=True, text=True, check=True)
    made = Path(ran.stdout.strip())
    assert sorted(backups.iterdir()) == sorted([made, recent])
    assert zipfile.ZipFile(made).testzip() is None
    # What cannot be made takes no name, and removes nothing.
    settings["DATABASE_URL"] = f"postgresql://nobody@127.0.0.1:{free_port()}/none"
    ran = subprocess.run([*command[:-1], "0"], cwd=image, env=settings, capture_output=True, text=True, check=False)
    assert ran.returncode != 0
    assert sorted(backups.iterdir()) == sorted([made, recent])


# --- nginx and replicas -----------------------------------------------------------------------------------------------


def configuration(folder: Path, replicas: list[str], port: int) -> str:
    """Return the committed nginx.conf, with the replicas' addresses, a port of its own and files in a folder."""
    said = (DEPLOY / "nginx.conf").read_text("utf-8")
    servers = " ".join(UPSTREAM.replace("dashboard:8501", address.removeprefix("http://")) for address in replicas)
    for old, new in (
        (UPSTREAM, servers),
        ("listen 8080", f"listen 127.0.0.1:{port}"),
        ("/tmp/", f"{folder}/"),
        ("/dev/stdout", f"{folder}/access.log"),
        ("worker_rlimit_nofile 65536;", ""),
        ("worker_connections 32768", "worker_connections 512"),
    ):
        assert old in said, old
        said = said.replace(old, new)
    return said


@pytest.mark.integration
def test_nginx_accepts_the_configuration_with_https_too(tmp_path: Path) -> None:
    (tmp_path / "tls").mkdir()
    certificate(tmp_path / "tls")
    https = (DEPLOY / "tls" / "https.conf.example").read_text("utf-8")
    port = free_port()
    (tmp_path / "tls" / "https.conf").write_text(https.replace("8443", f"127.0.0.1:{port}"))
    plain = free_port()
    with nginx_in_front(configuration(tmp_path, ["http://127.0.0.1:9"], plain), port, tmp_path):
        led = get(f"http://127.0.0.1:{plain}/trainings?lang=en", headers={"Host": "evil.example"})
        assert (led.status_code, led.headers["location"]) == (301, "https://ikm.example.org/trainings?lang=en")
        away = get(f"https://127.0.0.1:{port}/", verify=False)
        assert (away.status_code, away.headers["retry-after"]) == (503, "10")
        assert away.headers["strict-transport-security"] == "max-age=31536000"
        assert "tidak tersedia" in away.text
        large = put(f"https://127.0.0.1:{port}/", content=bytes(70_000), verify=False)
        assert large.status_code == 413
        for said in (away, large):
            assert said.headers.get_list("content-security-policy") == ["default-src 'none'; frame-ancestors 'none'"]
            assert said.headers.get_list("x-content-type-options") == ["nosniff"]


def certificate(folder: Path) -> None:
    """Make a certificate that nobody trusts, and its key."""
    import datetime as dt

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now).not_valid_after(now + dt.timedelta(days=1)).sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "certificate.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(private)


@dataclass(frozen=True)
class Site:
    """Two replicas of the dashboard on one database, and nginx in front of them."""

    address: str
    replicas: list[Server]
    folder: Path

    def said(self) -> str:
        return (self.folder / "access.log").read_text("utf-8")


COOKIE_SECRET = "c" * 40
# A provider that nobody asks: whoever comes has signed in before.
AUTH = """[auth]
redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
cookie_secret = "{secret}"
client_id = "dashboard"
client_secret = "none"
server_metadata_url = "http://127.0.0.1:9/.well-known/openid-configuration"
"""


@pytest.fixture
def site(postgres: str, tmp_path: Path) -> Iterator[Site]:
    port = free_port()
    secrets = tmp_path / "secrets.toml"
    secrets.write_text(AUTH.format(port=port, secret=COOKIE_SECRET))
    settings = {
        "DATABASE_URL": postgres, "IKM_TRUSTED_PROXIES": "127.0.0.1", "IKM_EDITORS": "siti@kemenperin.example",
        "STREAMLIT_SECRETS_FILES": str(secrets),
    }  # fmt: skip
    with ExitStack() as stack:
        replicas = [stack.enter_context(running(DASHBOARD, **settings)) for _ in range(2)]
        said = configuration(tmp_path, [replica.address for replica in replicas], port)
        yield Site(stack.enter_context(nginx_in_front(said, port, tmp_path)), replicas, tmp_path)


LETTER = "kabupaten/kota,kegiatan,peserta,kelompok,KBLI\nKepulauan Aru,Pengolahan ikan,{people},seafood,10\n"
FACTS = ("source_title=Surat Dinas", "source_publisher=Disperindag", "source_date=2024-11-01")


def add_round(database: str, folder: Path, year: int, people: int = 31) -> None:
    """Store a round as an official at the command line does."""
    letter = folder / f"{year}.csv"
    letter.write_text(LETTER.format(people=people))
    command = [sys.executable, "-m", "data.rounds", "add", str(letter), "--fix", "--reason", "test", "--who", "siti"]
    for fact in (f"year={year}", f"total={people}", "trainings=1", *FACTS):
        command += ["--fact", fact]
    subprocess.run(command, cwd=ROOT, env={**clean(), "DATABASE_URL": database}, check=True, capture_output=True)


def replica_of(site: Site, cookie: str) -> str:
    """Return the address of the replica that answers the browser with a cookie."""
    path = f"/robots.txt?{cookie}"
    answer = get(f"{site.address}{path}", cookies={"ikm_reader": cookie})
    assert answer.status_code == 200
    services.wait_until(lambda: site.said().endswith("}\n"), "no access log")
    return str(json.loads(site.said().splitlines()[-1])["replica"])


def test_a_reader_stays_with_one_replica(site: Site) -> None:
    first = get(f"{site.address}/")
    cookie = first.headers["set-cookie"]
    assert re.fullmatch(r"ikm_reader=[0-9a-f]{32}; Path=/; HttpOnly; SameSite=Lax", cookie)
    assert first.headers["content-security-policy"]
    name = cookie.partition("=")[2].partition(";")[0]
    again = get(f"{site.address}/trainings?lang=en", cookies={"ikm_reader": name})
    assert (again.status_code, "set-cookie" in again.headers) == (200, False)
    assert len({replica_of(site, name) for _ in range(5)}) == 1
    # Many readers are spread, those behind one address too; what is no cookie of nginx's is not taken for one.
    assert {replica_of(site, f"{n:032x}") for n in range(20)} == {one.address[7:] for one in site.replicas}
    assert "set-cookie" in get(f"{site.address}/", cookies={"ikm_reader": "mine"}).headers
    static = get(f"{site.address}/static/js/{script()}", headers={"Accept-Encoding": "br"})
    assert (static.status_code, static.headers["content-encoding"], "set-cookie" in static.headers) == (
        200,
        "br",
        False,
    )
    for path in ("/v1/rounds.csv", "/embed/rank", "/app/static/favicon.png"):
        kept = get(f"{site.address}{path}")
        assert (kept.status_code, "set-cookie" in kept.headers) == (200, False), path
        assert len(kept.headers.get_list("content-security-policy")) == 1
    assert "lang=" not in site.said()  # no query strings
    # Operators ask the replicas for their numbers, nobody else does.
    assert "active_sessions" in get(f"{site.replicas[0].address}/_stcore/metrics").text
    assert get(f"{site.address}/_stcore/metrics").status_code == 404
    assert get(f"{site.address}/health").json()["status"] == "ok"
    forwarded = get(f"{site.replicas[0].address}/_stcore/metrics", headers={"X-Forwarded-For": "198.51.100.7"})
    assert forwarded.status_code == 404  # by a proxy that passes it on, such as an Ingress


def script() -> str:
    return next((static.ROOT / "static" / "js").glob("index.*.js")).name


def test_an_upload_goes_where_the_session_is(site: Site) -> None:
    names = {replica_of(site, f"{n:032x}"): f"{n:032x}" for n in range(20)}
    here, elsewhere = names.values()

    def upload(reader: str, session: str, size: int = 1000) -> int:
        cookies = {"_streamlit_xsrf": TOKEN, "ikm_reader": reader}
        path = f"{site.address}/_stcore/upload_file/{session}/f"
        return put(path, files={"f": bytes(size)}, headers={"X-Xsrftoken": TOKEN}, cookies=cookies).status_code

    async def tried(page: str) -> list[int]:
        async with opened(site.address, here, page, *signed_in(site.address)) as (socket, _):
            session = (await told(socket))[0].new_session.initialize.session_id
            sizes = (1000, 5_900_000, 7_000_000)
            return [
                await asyncio.to_thread(upload, elsewhere, session),
                *[await asyncio.to_thread(upload, here, session, size) for size in sizes],
            ]

    # Without the cookie it is refused: this is what sticky sessions are for. Too large for the dashboard, for nginx.
    assert awaited(tried("rounds")) == [403, 204, 413, 413]
    assert awaited(tried("")) == [403, 403, 403, 413]  # a page that asks for no file


TOKEN = "2|00000000|00000000000000000000000000000000|1700000000"


def signed_in(origin: str) -> tuple[str, str]:
    """Return what an editor's browser has after signing in: the subprotocol that carries a token, and its cookies."""
    about = {"email": "siti@kemenperin.example", "email_verified": True, "iat": time.time(), "is_logged_in": True}
    user = create_signed_value(COOKIE_SECRET, "_streamlit_user", json.dumps({**about, "origin": origin})).decode()
    return TOKEN, f"_streamlit_xsrf={TOKEN}; _streamlit_user={user}"


def test_who_signs_in_too_often_waits(site: Site) -> None:
    answers = (get(f"{site.address}/auth/login") for _ in range(1000))
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert refused.headers["retry-after"]


@asynccontextmanager
async def opened(
    address: str, cookie: str, page: str = "", token: str = "", more: str = ""
) -> AsyncIterator[tuple[ClientConnection, bytes]]:
    """Open a page's websocket as a browser with a cookie does; yields it with the question for the whole page.

    ``token`` and ``more`` cookies are those of a browser that has signed in.
    """
    question = stream.asks_for(page).SerializeToString()
    headers = {"Cookie": f"ikm_reader={cookie}; {more}", "Origin": address}
    protocols = [Subprotocol(name) for name in ("streamlit", token) if name]
    async with stream.opened(address, additional_headers=headers, subprotocols=protocols) as socket:
        await socket.send(question)
        yield socket, question


async def told(socket: ClientConnection) -> list[ForwardMsg]:
    """Return all messages of one run of the page."""
    messages: list[ForwardMsg] = []
    async for packed in socket:
        messages.append(ForwardMsg.FromString(bytes(packed)))  # type: ignore[arg-type]
        if messages[-1].WhichOneof("type") == "script_finished":
            return messages
    raise ConnectionError("the page was not finished")


@dataclass
class Fared:
    """How a reader fared: pages read whole, connections lost, and the last page's texts."""

    pages: int = 0
    lost: int = 0
    texts: str = ""


async def read_on(address: str, cookie: str, fared: Fared) -> None:
    """Read the page until it has the round of 2031, as somebody who clicks all the time; connect again when cut off."""
    while "2031" not in fared.texts:
        try:
            async with opened(address, cookie) as (socket, question):
                while "2031" not in fared.texts:
                    messages = await told(socket)
                    fared.pages += 1
                    fared.texts = " ".join(str(message.delta) for message in messages)
                    await asyncio.sleep(0.5)
                    await socket.send(question)
        except (ConnectionError, WebSocketException, OSError):
            fared.lost += 1
            await asyncio.sleep(0.5)  # Streamlit's own first wait


async def poll(address: str, codes: list[int]) -> None:
    """Ask for pages as new readers do, and keep the codes of the answers."""
    async with httpx.AsyncClient(timeout=120) as client:
        while True:
            codes.append((await client.get(f"{address}/", headers={"Cookie": ""})).status_code)
            await asyncio.sleep(0.1)


WRITER = """
import itertools, sys
from data.rounds.store.journal import Proposal, journal
rows = journal().entries()[-1].content
for seen in itertools.count(journal().entries()[-1].version):
    print(journal().store([Proposal("2030", "correct", rows, seen, "a letter")], "writer", "test")[0].token, flush=True)
"""


def test_a_replica_dies_under_load(site: Site, postgres: str, tmp_path: Path) -> None:
    """Its readers go on with the other, the other's notice nothing, and what was acknowledged is there."""
    add_round(postgres, tmp_path, 2030)
    names = [f"{n:032x}" for n in range(12)]
    dying = {name for name in names if replica_of(site, name) == site.replicas[0].address[7:]}
    assert dying
    assert dying != set(names)
    # Somebody writes all the while, and is killed too, in the middle of it.
    acknowledged = tmp_path / "acknowledged"
    with acknowledged.open("w") as out:
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER], cwd=ROOT, env={**clean(), "DATABASE_URL": postgres}, stdout=out
        )
    by_name, codes = {name: Fared() for name in names}, list[int]()

    async def reached(holds: Callable[[], bool]) -> None:
        while not holds():
            await asyncio.sleep(0.1)

    async def crowd() -> None:
        async with asyncio.TaskGroup() as tasks:
            polling = tasks.create_task(poll(site.address, codes))
            crowd = [tasks.create_task(read_on(site.address, name, fared)) for name, fared in by_name.items()]
            await reached(lambda: min(fared.pages for fared in by_name.values()) > 1)
            await reached(lambda: acknowledged.read_text().count("\n") > 5)
            before = len(codes)
            os.kill(site.replicas[0].process, signal.SIGKILL)
            os.kill(writer.pid, signal.SIGKILL)
            await asyncio.to_thread(add_round, postgres, tmp_path, 2031, 47)
            await asyncio.wait(crowd)
            await reached(lambda: len(codes) > before + 5)
            polling.cancel()

    try:
        awaited(asyncio.wait_for(crowd(), 300))
    finally:
        writer.kill()
        writer.wait()
    assert {by_name[name].lost for name in set(names) - dying} == {0}
    assert all("2030" in fared.texts for fared in by_name.values())  # stored before and after, both are shown
    assert set(codes) == {200}
    entries = Journal(postgres).entries()
    assert set(acknowledged.read_text().split()) <= {entry.token for entry in entries}
    assert [entry.id for entry in entries][:1] == [1]
    assert entries[-1].round == "2031"


def test_a_browser_goes_on_when_its_replica_dies(site: Site, reader: NewReader) -> None:
    person = reader()
    page = person.open(f"{site.address}/?lang=en")
    cookie = next(c["value"] for c in page.context.cookies() if c["name"] == "ikm_reader")
    replica = replica_of(site, cookie)
    with page.expect_websocket():  # the page connects again by itself
        os.kill(next(one.process for one in site.replicas if one.address.endswith(replica)), signal.SIGKILL)
    page.wait_for_selector("[data-testid=stApp][data-test-connection-state=CONNECTED]")
    person.settle()
    page.get_by_role("link", name="Training").first.click()
    page.wait_for_url("**/trainings*")
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    assert page.get_by_role("heading", level=1).first.is_visible()
    assert replica_of(site, cookie) != replica
