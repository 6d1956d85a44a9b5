"""Does the same work in NumPy and PyTorch: reads a line "task n k" and answers with nanoseconds an item of some runs,
by library, as JSON. "about 0 0" asks for versions and generators.

python.py [numpy] [torch]: bench/rivals.ts starts it if there is a Python. A library that is not installed has no
figures.
"""
import json
import sys
import time

np = torch = None
if "numpy" in sys.argv:
    try:
        import numpy as np
    except ImportError:
        pass
if "torch" in sys.argv:
    try:
        import torch
        torch.set_num_threads(1)
    except ImportError:
        pass

# runs last this long together
SECONDS = 0.1
MOST_RUNS = 100


def numpy_tasks(n, k):
    rng = np.random.default_rng(1)
    # not the same weights as in JavaScript, but of the same kind: uniform in [0, 1)
    p = np.random.default_rng(n).random(n)
    p /= p.sum()
    return {
        "draw": lambda: rng.choice(n, k, p=p),
        "distinct": lambda: rng.choice(n, k, replace=False, p=p),
        "permutation": lambda: rng.permutation(n),
    }


def torch_tasks(n, k):
    w = torch.rand(n, dtype=torch.double)
    return {
        "draw": lambda: torch.multinomial(w, k, True),
        "distinct": lambda: torch.multinomial(w, k, False),
        "permutation": lambda: torch.randperm(n),
        "iterate": lambda: sum(1 for _ in torch.utils.data.WeightedRandomSampler(w, k, True)),
        "batches": lambda: sum(1 for _ in torch.utils.data.BatchSampler(
            torch.utils.data.WeightedRandomSampler(w, k, True), 256, False)),
    }


def measure(run, items):
    samples = []
    while not samples or (len(samples) < MOST_RUNS and sum(samples) < SECONDS):
        start = time.perf_counter()
        run()
        samples.append(time.perf_counter() - start)
    return [sample * 1e9 / items for sample in samples]


libraries = {}
if np:
    libraries[f"NumPy {np.__version__}"] = (numpy_tasks, type(np.random.default_rng().bit_generator).__name__)
if torch:
    libraries[f"PyTorch {torch.__version__}"] = (torch_tasks, "mt19937")

for line in sys.stdin:
    task, n, k = line.split()
    n, k = int(n), int(k)
    answer = {}
    for name, (tasks, generator) in libraries.items():
        if task == "about":
            answer[name] = generator
            continue
        try:
            run = tasks(n, k).get(task)
            if run:
                answer[name] = measure(run, k)
        except (MemoryError, RuntimeError):
            # PyTorch draws from at most 2^24 weights
            pass
    print(json.dumps(answer), flush=True)
