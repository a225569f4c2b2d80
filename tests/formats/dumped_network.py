"""What drnn_dump_network prints, as arrays; shared by the oracles."""

import subprocess

import numpy as np


class Refused(Exception):
    """The program's one-line reason."""


def dump(tool, *paths):
    """{name: words} of a network; the rows of h are collected in order."""
    result = subprocess.run([tool, *paths], capture_output=True, text=True)
    if result.returncode != 0:
        raise Refused(result.stderr.strip())
    tensors = {"h": [], "notes": result.stderr.splitlines()}
    for line in result.stdout.splitlines():
        name, *words = line.split()
        if name == "h":
            tensors["h"].append([float.fromhex(word) for word in words])
        else:
            tensors[name] = words
    return tensors


def floats(tensors, name, *shape):
    values = np.array([float.fromhex(word) for word in tensors[name]], dtype=np.float32)
    return values.reshape(shape)


def read_layer(tensors, index):
    """Weights stacked as PyTorch has them: r, z, n."""
    prefix = f"layer{index}"
    inputs, hidden = map(int, tensors[prefix + ".sizes"])

    def stack(kind, *shape):
        return np.concatenate([floats(tensors, f"{prefix}.{kind}.{g}", *shape) for g in "ruc"])

    return (stack("w_x", hidden, inputs), stack("w_h", hidden, hidden),
            stack("b_x", hidden), stack("b_h", hidden))


def outputs(tensors):
    """What the network's readout makes of its h."""
    h = np.array(tensors["h"])
    if "readout.sizes" not in tensors:
        return h
    classes, hidden = map(int, tensors["readout.sizes"])
    y = h @ floats(tensors, "readout.weight", classes, hidden).T.astype(np.float64)
    y += floats(tensors, "readout.bias", classes)
    steps = tensors["readout.steps"][0]
    return y if steps == "each" else y[-1:] if steps == "last" else y.mean(0, keepdims=True)
