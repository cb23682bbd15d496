"""Build contexts: copies of benchmarks/workloads outside of the repository, with the big data made."""
import os
import random
import shutil
import subprocess

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "workloads")
# the file of a context that a `changed` build edits
EDITED = {
    "tiny": "message.txt",
    "app": "src/main.txt",
    "many-files": "data/0/0/0.txt",
    "big-files": "data/0.bin",
}


def make(workload, contexts):
    """The directory of a workload's context, made on first use."""
    target = os.path.join(contexts, workload)
    if not os.path.exists(target):
        unfinished = target + ".part"
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(os.path.join(HERE, workload), unfinished)
        if workload == "many-files":
            many_files(os.path.join(unfinished, "data"))
        if workload == "big-files":
            big_files(os.path.join(unfinished, "data"))
        os.rename(unfinished, target)
    return target


def archive(workload, state):
    """The data of a workload as a tar and as a tar.gz below base/, made on first use."""
    tar = os.path.join(state, "base", f"{workload}.tar")
    if not os.path.exists(f"{tar}.gz"):
        context = make(workload, os.path.join(state, "contexts"))
        owner = ["--owner=0", "--group=0", "--sort=name"]
        subprocess.run(["tar", *owner, "-cf", tar, "-C", context, "data"], check=True)
        with open(f"{tar}.part", "wb") as packed:
            subprocess.run(["gzip", "-5", "-c", tar], stdout=packed, check=True)
        os.rename(f"{tar}.part", f"{tar}.gz")
    return tar


def many_files(directory, count=50_000):
    """Small texts, a hundred to a directory, two levels deep."""
    dice = random.Random(50)
    vocabulary = [f"{dice.getrandbits(40):x}" for _ in range(500)]
    for i in range(count):
        parent = os.path.join(directory, str(i // 5000), str(i // 100 % 50))
        if i % 100 == 0:
            os.makedirs(parent)
        with open(os.path.join(parent, f"{i}.txt"), "w") as file:
            file.write(" ".join(dice.choices(vocabulary, k=dice.randint(10, 350))))


def big_files(directory, files=16, size=64 << 20):
    """1 GiB, half of it incompressible and half of it words."""
    os.makedirs(directory)
    for i in range(files):
        dice = random.Random(i)
        vocabulary = [dice.randbytes(6).hex().encode() for _ in range(2000)]
        with open(os.path.join(directory, f"{i}.bin"), "wb") as file:
            while file.tell() < size:
                file.write(dice.randbytes(512 << 10))
                words = b" ".join(dice.choices(vocabulary, k=41_000))
                file.write(words[: 512 << 10].ljust(512 << 10))


edits = 0


def edit(workload, context):
    """Changes the beginning of the edited file; its size stays where it is long enough."""
    global edits
    edits += 1
    with open(os.path.join(context, EDITED[workload]), "r+b") as file:
        file.write(b"edit %09d %06d\n" % (os.getpid(), edits))
