"""Write a trained checkpoint as ONNX, with the quantised values in place of the GRU's parameters.

    python3 export.py delta.pt ../crane.onnx

Input "features" (time, 1, 9), output "estimates" (time, 1, 3); the time axis is dynamic.
"""

import argparse
from pathlib import Path

import torch

from delta_gru import Network, clamp_parameters, quantised_parameters
from sensors import FEATURES

OPSET = 14


def export(network: Network, path: Path) -> None:
    """Quantises the parameters of `network` itself, too."""
    clamp_parameters(network)
    network.gru.load_state_dict({n: p.detach() for n, p in quantised_parameters(network).items()})
    torch.onnx.export(
        network.eval(),
        torch.zeros(100, 1, len(FEATURES)),
        str(path),
        opset_version=OPSET,
        input_names=["features"],
        output_names=["estimates"],
        dynamic_axes={"features": {0: "time"}, "estimates": {0: "time"}},
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    network = Network()
    network.load_state_dict(torch.load(arguments.checkpoint))
    export(network, arguments.out)
