"""Reference for quicklooks: curl fetches the same URLs over the same number of connections."""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
import urllib.request
from base64 import b64encode
from typing import Any, Callable, Dict, List, Mapping, Sequence, Tuple
from urllib.parse import urlencode

REALM = "/realms/public/protocol/openid-connect"


def curl_seconds(
    service: str, access: Mapping[str, str], job_id: str, scenes: Sequence[Any], files: int, connections: int
) -> float:
    """Returns the seconds that curl needs for the quicklooks of scenes, of which `files` are there.

    What the service does not have is asked for all the same, as the plugin does, since only the answer tells; other
    than that RuntimeError. curl's options come from its standard input alone.
    """
    bearer, addresses = _ADDRESSES[service](access, job_id, scenes)
    lines = [f'header = "Authorization: {bearer}"']
    for number, address in enumerate(addresses):
        lines += [f'url = "{address}"', f'output = "{number}"']
    command = ["curl", "-sS", "--no-progress-meter", "--parallel", "--parallel-max", str(connections)]
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        done = subprocess.run(
            [*command, "--write-out", r"%{http_code}\n", "--config", "-"],
            input="\n".join(lines),
            stdout=subprocess.PIPE,
            text=True,
            cwd=folder,
            check=True,
        )
        seconds = time.perf_counter() - began
    codes = done.stdout.split()
    if codes.count("200") != files or set(codes) - {"200", "404"} or len(codes) != len(addresses):
        raise RuntimeError(f"curl did not fetch the {files} quicklooks that the plugin did")
    return seconds


def _of_workflows(access: Mapping[str, str], job_id: str, scenes: Sequence[Any]) -> Tuple[str, List[str]]:
    basic = b64encode(f"{access['project_id']}:{access['project_key']}".encode()).decode()
    body = b"grant_type=client_credentials"
    answer = _json(f"{access['auth_url']}/oauth/token", {"Authorization": f"Basic {basic}"}, body)
    bearer = f"Bearer {answer['data']['accessToken']}"
    job = f"{access['api_url']}/projects/{access['project_id']}/jobs/{job_id}"
    [task, *_] = _json(f"{job}/tasks", {"Authorization": bearer})["data"]
    return bearer, [f"{job}/tasks/{task['id']}/outputs/quicklooks/{scene.quicklook_name}" for scene in scenes]


def _of_platform(access: Mapping[str, str], job_id: str, scenes: Sequence[Any]) -> Tuple[str, List[str]]:
    form = {
        "grant_type": "password",
        "client_id": "up42-api",
        "username": access["user"],
        "password": access["password"],
    }
    answer = _json(f"{access['auth_url']}{REALM}/token", {}, urlencode(form).encode())
    catalog = f"{access['api_url']}/catalog"
    return f"Bearer {answer['access_token']}", [
        f"{catalog}/{scene.host}/image/{scene.id}/quicklook" for scene in scenes
    ]


def _json(address: str, headers: Mapping[str, str], body: Any = None) -> Any:
    request = urllib.request.Request(address, data=body, headers=dict(headers))
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


_ADDRESSES: Dict[str, Callable[[Mapping[str, str], str, Sequence[Any]], Tuple[str, List[str]]]] = {
    "workflows": _of_workflows,
    "platform": _of_platform,
}
