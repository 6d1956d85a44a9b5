"""Does the same work in NumPy and PyTorch: reads a line "task n k" and answers with nanoseconds an item of some runs,
by library, as JSON.

bench/main.ts starts it if there is a python3. A library that is not installed has no figures.
"""
import json
import sys
import time

try:
    import numpy as np
except ImportError:
    np = None
try:
    import torch
    torch.set_num_threads(1)
except ImportError:
    torch = None

RUNS = 1


def weights(n):
    # not the same weights as in JavaScript, but of the same kind: uniform in [0, 1)
    return np.random.default_rng(n).random(n)


def numpy_tasks(n, k):
    rng = np.random.default_rng(1)
    p = weights(n)
    p /= p.sum()
    return {
        "draw": lambda: rng.choice(n, k, p=p),
        "distinct": lambda: rng.choice(n, k, replace=False, p=p),
        "permutation": lambda: rng.permutation(n),
    }


def torch_tasks(n, k):
    w = torch.from_numpy(weights(n)) if np else torch.rand(n, dtype=torch.double)
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
    # work that takes seconds needs only one run
    while len(samples) < RUNS and sum(samples) < 1:
        start = time.perf_counter()
        run()
        samples.append(time.perf_counter() - start)
    return [sample * 1e9 / items for sample in samples]


libraries = {}
if np:
    libraries[f"NumPy {np.__version__}"] = numpy_tasks
if torch:
    libraries[f"PyTorch {torch.__version__}"] = torch_tasks

for line in sys.stdin:
    task, n, k = line.split()
    n, k = int(n), int(k)
    answer = {}
    for name, tasks in libraries.items():
        try:
            run = tasks(n, k).get(task)
            if run:
                answer[name] = measure(run, k)
        except (MemoryError, RuntimeError):
            # PyTorch draws from at most 2^24 weights
            pass
    print(json.dumps(answer), flush=True)
