"""Holds `drnn run` on the crane workload to the kit's fixed-point network in NumPy.

Usage: crane_oracle.py DRNN FOLDER

For each numeric profile and threshold: the words of h, the columns sent, the shares of zero deltas.
Exit code 1 on any difference, 77 where numpy or onnx are not installed.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    import numpy as np
    import onnx  # noqa: F401
except ImportError as error:
    print(f"SKIPPED: {error}")
    sys.exit(77)


def simulate(drnn: str, folder: Path, profile: str, theta: float) -> tuple[np.ndarray, dict]:
    """Words (all steps of all sequences, hidden) and the statistics."""
    with tempfile.TemporaryDirectory() as temporary:
        output = Path(temporary) / "h.npy"
        command = [drnn, "run", "--network", folder / "crane.onnx", "--input", folder / "features",
                   "--set", f"numeric.profile={profile}", "--theta", str(theta),
                   "--output", output, "--stats", "-"]
        text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        return np.load(output), json.loads(text)


def main() -> int:
    drnn, folder = sys.argv[1], Path(sys.argv[2])
    sys.path.insert(0, str(folder / "kit"))
    import data
    import stored_network

    network = stored_network.load(folder / "crane.onnx")
    x, targets = data.load(folder)
    faults = 0
    for name, profile in stored_network.PROFILES.items():
        for theta in (0, 0.0625, 0.125, 0.25):
            run = stored_network.run_fixed(network, x, theta, profile)
            words, statistics = simulate(drnn, folder, name, theta)
            expected = run.words.transpose(1, 0, 2).reshape(-1, run.words.shape[2])
            different = int((words != expected).sum()) if words.shape == expected.shape else -1
            columns = statistics["columns"]["issued"]
            shares = [statistics["sparsity"][key] for key in ("dx", "dh", "pooled")]
            equal = (different == 0 and columns == run.sent_x + run.sent_h and
                     np.allclose(shares, run.zeros(), rtol=0, atol=1e-12))
            estimates = network.estimates(words / 256.0).reshape(x.shape[1], x.shape[0], -1)
            error = np.mean((estimates - targets.transpose(1, 0, 2)) ** 2)
            print(f"{name} theta {theta}: {words.size} words, {different} differ; columns {columns}, "
                  f"expected {run.sent_x + run.sent_h}; mse {error:.4f}; "
                  f"cycles {statistics['cycles']['total']}")
            faults += not equal
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
