"""Holds `drnn run` with the profile q88 to a transcription of the profile's definition in NumPy.

Usage: q88_oracle.py DRNN NETWORK.onnx FEATURES.npy [FEATURES.npy ...]

Everything is compared: the words of h, the columns, the bits read. Exit code 1 on any difference,
77 where numpy or onnx are not installed.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    import numpy as np
    import onnx
    from onnx import numpy_helper
except ImportError as error:
    print(f"SKIPPED: {error}")
    sys.exit(77)


def quantise(values, step: float, low: int, high: int) -> np.ndarray:
    """Rounds half to even on a grid; integers in units of the step."""
    raw = np.rint(np.asarray(values, np.float64) / step).astype(np.int64)
    assert raw.min() >= low and raw.max() <= high, "out of range"
    return raw


def read_gru(path: str):
    """Weights in units of 2^-7 and biases of 2^-8, gates in the order r, u, c."""
    graph = onnx.load(path).graph
    tensors = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    node = next(n for n in graph.node if n.op_type == "GRU")
    w, r, b = (tensors[name][0] for name in node.input[1:4])
    hidden = r.shape[1]
    order = np.r_[hidden:2 * hidden, 0:hidden, 2 * hidden:3 * hidden]  # ONNX has z, r, h
    b_x, b_h = b[:3 * hidden][order], b[3 * hidden:][order]
    return (quantise(w[order], 2**-7, -128, 127), quantise(r[order], 2**-7, -128, 127),
            quantise(b_x, 2**-8, -32768, 32767), quantise(b_h, 2**-8, -32768, 32767))


def rnd(a, n: int):
    return (a + (1 << (n - 1))) >> n


def sat16(a):
    return np.clip(a, -32768, 32767)


def sigmoid(pre):
    return np.floor(256 / (1 + np.exp(-pre / 256)) + 0.5).astype(np.int64)


def tanh(pre):
    return np.floor(256 * np.tanh(pre / 256) + 0.5).astype(np.int64)


def run(gru, features, theta: int):
    """One sequence from reset. Returns h (steps, hidden) and the columns sent."""
    w_x, w_h, b_x, b_h = gru
    hidden = w_h.shape[1]
    x = quantise(features, 2**-8, -32768, 32767)
    h = np.zeros(hidden, np.int64)
    x_sent, h_sent = np.zeros(x.shape[1], np.int64), np.zeros(hidden, np.int64)
    m_ru = (b_x + b_h)[:2 * hidden] << 7
    m_cx, m_ch = b_x[2 * hidden:] << 7, b_h[2 * hidden:] << 7
    outputs, columns = [], 0
    for x_t in x:
        fired_x, fired_h = np.abs(x_t - x_sent) > theta, np.abs(h - h_sent) > theta
        d_x, d_h = np.where(fired_x, x_t - x_sent, 0), np.where(fired_h, h - h_sent, 0)
        x_sent, h_sent = x_sent + d_x, h_sent + d_h
        columns += int((d_x != 0).sum() + (d_h != 0).sum())
        from_x, from_h = w_x @ d_x, w_h @ d_h
        m_ru = m_ru + (from_x + from_h)[:2 * hidden]
        m_cx, m_ch = m_cx + from_x[2 * hidden:], m_ch + from_h[2 * hidden:]
        gates = sigmoid(sat16(rnd(m_ru, 7)))
        r, u = gates[:hidden], gates[hidden:]
        c = tanh(sat16(rnd(m_cx, 7) + rnd(r * sat16(rnd(m_ch, 7)), 8)))
        h = c + rnd(u * (h - c), 8)
        outputs.append(h)
    return np.array(outputs), columns


def simulate(drnn: str, network: str, files, theta: float):
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "h.npy"
        command = [drnn, "run", "--network", network, "--set", "numeric.profile=q88",
                   "--theta", str(theta), "--output", str(output), "--stats", "-"]
        for file in files:
            command += ["--input", file]
        text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        return np.load(output), json.loads(text)


def main() -> int:
    drnn, network, *files = sys.argv[1:]
    gru = read_gru(network)
    faults = 0
    for theta in (0.0, 0.125, 0.25):
        expected = [run(gru, np.load(file), round(theta * 256)) for file in files]
        words, statistics = simulate(drnn, network, files, theta)
        h = np.concatenate([outputs for outputs, _ in expected])
        columns = sum(count for _, count in expected)
        different = int((words != h).sum()) if words.shape == h.shape else h.size
        equal = (different == 0 and statistics["columns"]["issued"] == columns and
                 statistics["memory"]["weight_reads_bits"] == columns * 3 * h.shape[1] * 8)
        print(f"theta {theta}: {h.size} words, {different} differ; columns "
              f"{statistics['columns']['issued']}, expected {columns}")
        faults += not equal
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
