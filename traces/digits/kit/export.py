"""Write a trained checkpoint as ONNX, with the quantised values in place of the weights.

    python3 export.py delta.pt ../digits.onnx

Input "features" (time, 1, 40), output "scores" (time, 1, 11); the time axis is dynamic.
"""

import argparse
from pathlib import Path

import torch

from delta_gru import BANDS, Network, clamp_weights, quantised_parameters

OPSET = 14


def export(network: Network, path: Path) -> None:
    clamp_weights(network)
    network.gru.load_state_dict({n: p.detach() for n, p in quantised_parameters(network).items()})
    torch.onnx.export(
        network.eval(),
        torch.zeros(100, 1, BANDS),
        str(path),
        opset_version=OPSET,
        input_names=["features"],
        output_names=["scores"],
        dynamic_axes={"features": {0: "time"}, "scores": {0: "time"}},
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    network = Network()
    network.load_state_dict(torch.load(arguments.checkpoint))
    export(network, arguments.out)
