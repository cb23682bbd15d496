"""The command lines of each tool. A method that returns None: the tool has no such action."""
import os
import shutil
import subprocess

STATE = os.environ.get("PEERS_DIR", "/var/tmp/jbuild-peers")
REGISTRY = "127.0.0.1:5000"
TOP = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
QUIET = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def distribution():
    """The start script of the newest distribution of this tree."""
    target = os.path.join(TOP, "cli", "target")
    found = [os.path.join(target, d, "bin", "jbuild") for d in sorted(os.listdir(target)) if d.startswith("jbuild-")]
    found = [f for f in found if os.path.exists(f)]
    if not found:
        raise SystemExit("no distribution in cli/target; make it with ./jbuild version or mvn package")
    return os.path.abspath(found[-1])


def enter(release):
    """Runs what follows in the namespaces of a release; all tools share one network namespace."""
    with open(f"{STATE}/run/{release}.pid") as file:
        pid = file.read().strip()
    return ["nsenter", "-t", pid, "-m", "-n"] + (["-r"] if release == "trixie" else [])


class Tool:
    environment = {}

    def build(self, context, tag, cold): return None
    def before_cold(self, tag): pass
    def run(self, *arguments): return None
    def list_images(self): return None
    def version(self): return None
    def before_push(self): pass
    def push(self, ref, image="debian:12", packing=()): return None
    def load(self, tar, image): return None
    def forget(self, *names): pass
    def before_pull(self, ref): pass
    def pull(self, ref): return None

    def quietly(self, argv, check=False):
        return subprocess.run(argv, env={**os.environ, **self.environment}, check=check, **QUIET)


class Docker(Tool):
    def __init__(self, client_release, daemon_release, buildkit):
        self.docker = enter(client_release) + ["/usr/bin/docker"]
        self.environment = {
            "DOCKER_HOST": f"unix://{STATE}/{daemon_release}/docker.sock",
            "DOCKER_CONFIG": f"{STATE}/{client_release}/docker",
            "DOCKER_BUILDKIT": "1" if buildkit else "0",
        }

    def build(self, context, tag, cold):
        return self.docker + ["build", "-q", "-t", tag] + ["--no-cache"] * cold + [context]

    def before_cold(self, tag):
        self.quietly(self.docker + ["rmi", "-f", tag])
        self.quietly(self.docker + ["image", "prune", "-f"])
        self.quietly(self.docker + ["builder", "prune", "-af"])

    def run(self, *arguments): return self.docker + ["run", *arguments]
    def list_images(self): return self.docker + ["images"]
    def version(self): return self.docker + ["version"]

    def push(self, ref, image="debian:12", packing=()):
        if packing:
            return None
        self.quietly(self.docker + ["tag", image, ref], check=True)
        return self.docker + ["push", "-q", ref]

    def load(self, tar, image):
        if self.quietly(self.docker + ["image", "inspect", image]).returncode:
            self.quietly(self.docker + ["import", tar, image], check=True)

    def forget(self, *names):
        for name in names:
            self.quietly(self.docker + ["rmi", "-f", name])

    def before_pull(self, ref): self.forget(ref)
    def pull(self, ref): return self.docker + ["pull", "-q", ref]


class Podman(Tool):
    def __init__(self, release, program="podman"):
        self.environment = {
            "PODMAN_IGNORE_CGROUPSV1_WARNING": "1",
            "CONTAINERS_STORAGE_CONF": f"{STATE}/{release}/storage.conf",
            "CONTAINERS_CONF": f"{STATE}/{release}/containers.conf",
            "CONTAINERS_REGISTRIES_CONF": f"{STATE}/{release}/registries.conf",
        }
        self.podman = enter(release) + ["podman"]
        self.program = enter(release) + [program]

    def build(self, context, tag, cold):
        return self.program + ["build", "--layers", "-q", "-t", tag] + ["--no-cache"] * cold + [context]

    def before_cold(self, tag):
        self.quietly(self.podman + ["rmi", "-f", tag])
        self.quietly(self.podman + ["image", "prune", "-f"])

    def run(self, *arguments): return self.podman + ["run", *arguments]
    def list_images(self): return self.program + ["images"]
    def version(self): return self.program + ["version"]

    def push(self, ref, image="debian:12", packing=()):
        options = ["push", "-q", "--tls-verify=false", *packing]
        return self.podman + options + [f"docker.io/library/{image}", ref]

    def load(self, tar, image):
        name = f"docker.io/library/{image}"
        if self.quietly(self.podman + ["image", "exists", name]).returncode:
            self.quietly(self.podman + ["import", "-q", tar, name], check=True)

    def forget(self, *names):
        for name in names:
            self.quietly(self.podman + ["rmi", "-f", name])

    def before_pull(self, ref): self.forget(ref)
    def pull(self, ref): return self.podman + ["pull", "-q", "--tls-verify=false", ref]


class Buildah(Podman):
    def __init__(self, release):
        super().__init__(release, "buildah")

    def run(self, *arguments): return None
    def push(self, ref, image="debian:12", packing=()): return None
    def pull(self, ref): return None


class Skopeo(Tool):
    """Moves compressed blobs between the registry and a directory: the floor of a transfer."""
    def __init__(self, release):
        self.skopeo = enter(release) + ["skopeo", "copy", "-q"]
        self.directory = f"{STATE}/{release}/skopeo"

    def before_push(self):
        self.before_pull("")
        subprocess.run(self.pull(f"{REGISTRY}/base/pulled:12"), check=True, **QUIET)

    def push(self, ref, image="debian:12", packing=()):
        return self.skopeo + ["--dest-tls-verify=false", f"dir:{self.directory}", f"docker://{ref}"]

    def before_pull(self, ref): shutil.rmtree(self.directory, ignore_errors=True)

    def pull(self, ref):
        return self.skopeo + ["--src-tls-verify=false", f"docker://{ref}", f"dir:{self.directory}"]


class Jbuild(Tool):
    """The store is made anew before each cold measure; nothing of an earlier round can be reused."""
    def __init__(self, program):
        self.root = f"{STATE}/jbuild"
        self.jbuild = enter("bookworm") + [program, "--root", self.root]
        self.renew()

    def renew(self):
        self.quietly(enter("bookworm") + ["sh", "-c", f"grep -o '{self.root}[^ ]*' /proc/mounts | sort -r | xargs -r umount -l"])
        shutil.rmtree(self.root, ignore_errors=True)
        for image in ("busybox:latest", "debian:12"):
            tar = f"{STATE}/base/{image.split(':')[0]}.tar"
            self.quietly(self.jbuild + ["import", tar, image], check=True)

    def build(self, context, tag, cold):
        return self.jbuild + ["build", "-q", "-t", tag, context]

    def before_cold(self, tag): self.renew()
    def run(self, *arguments): return self.jbuild + ["run", *arguments]
    def list_images(self): return self.jbuild + ["images"]
    def version(self): return self.jbuild + ["version"]
    def before_push(self): self.renew()

    def push(self, ref, image="debian:12", packing=()):
        self.quietly(self.jbuild + ["tag", image, ref], check=True)
        return self.jbuild + ["push", "-q", *packing, ref]

    def load(self, tar, image):
        self.quietly(self.jbuild + ["import", tar, image], check=True)

    def before_pull(self, ref):
        self.quietly(self.jbuild + ["rmi", "-f", ref])
        self.renew()

    def pull(self, ref): return self.jbuild + ["pull", "-q", ref]


class Tar(Tool):
    """Unpacks the layer that the others pull, from a file and without checking or keeping anything.

    Like podman and docker, and unlike jbuild, tar does not wait until the files are on the disk.
    """
    def __init__(self, durable):
        self.directory = f"{STATE}/untarred"
        self.durable = durable

    def before_pull(self, ref):
        shutil.rmtree(self.directory, ignore_errors=True)
        os.makedirs(self.directory)

    def pull(self, ref):
        name = ref.split("/")[-1].split(":")[0]
        unpack = f"tar -xzf {STATE}/base/{name}.tar.gz -C {self.directory}"
        return ["sh", "-c", f"{unpack} && sync -f {self.directory}" if self.durable else f"exec {unpack}"]


class Runtime(Tool):
    """An OCI runtime alone on a bundle: what starting a container costs without a tool around it."""
    def __init__(self, release, program):
        self.runtime = enter(release) + [program, "run", "-b", self.bundle(release), f"bench-{program}"]

    @staticmethod
    def bundle(release):
        directory = f"{STATE}/{release}/bundle"
        if not os.path.exists(f"{directory}/config.json"):
            os.makedirs(f"{directory}/rootfs", exist_ok=True)
            subprocess.run(["tar", "-xf", f"{STATE}/base/busybox.tar", "-C", f"{directory}/rootfs"], check=True)
            subprocess.run(["runc", "spec"], cwd=directory, check=True)
            with open(f"{directory}/config.json") as file:
                text = file.read()
            import json
            config = json.loads(text)
            config["process"].update(terminal=False, args=["true"])
            config["process"].pop("rlimits", None)
            config["root"]["readonly"] = False
            # the host's network, as in every other measure of `run`
            config["linux"]["namespaces"] = [n for n in config["linux"]["namespaces"] if n["type"] != "network"]
            with open(f"{directory}/config.json", "w") as file:
                json.dump(config, file)
        return directory

    def run(self, *arguments): return self.runtime if "true" in arguments else None


def tools(jbuild):
    """Constructors by name, so that only what is asked for has to be there."""
    return {
        "jbuild": lambda: Jbuild(jbuild),
        "docker26": lambda: Docker("trixie", "trixie", True),
        "docker26-cli20": lambda: Docker("bookworm", "trixie", True),
        "docker26-classic": lambda: Docker("bookworm", "trixie", False),
        "docker20": lambda: Docker("bookworm", "bookworm", True),
        "docker20-classic": lambda: Docker("bookworm", "bookworm", False),
        "podman54": lambda: Podman("trixie"),
        "podman43": lambda: Podman("bookworm"),
        "buildah139": lambda: Buildah("trixie"),
        "buildah128": lambda: Buildah("bookworm"),
        "skopeo118": lambda: Skopeo("trixie"),
        "skopeo19": lambda: Skopeo("bookworm"),
        "tar": lambda: Tar(False),
        "tar-sync": lambda: Tar(True),
        "crun121": lambda: Runtime("trixie", "crun"),
        "crun18": lambda: Runtime("bookworm", "crun"),
        "runc115": lambda: Runtime("bookworm", "runc"),
    }
