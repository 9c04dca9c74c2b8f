"""Files of arrays and of parameters, written and read by whichever of the two stands behind `mxnet`.

python files.py mxnet|engine write FOLDER    writes the files
python files.py mxnet|engine read FOLDER     prints as JSON what it finds in them, bit for bit
python files.py mxnet record                 keeps what real MXNet writes as `files.json`
"""

import base64
import json
import sys
import tempfile
from pathlib import Path

import evaluate
import numpy as np

KEPT = Path(__file__).parent / "files.json"

DTYPES = ["float32", "float64", "float16", "uint8", "int8", "int32", "int64"]

#: Numbers at the edges of their types; what is not there in a type is cut off.
NUMBERS = [[0, 1, -1], [127, 1e-8, -2.5]]


def arrays(mx):
    """Arrays of every dtype, of one axis and of several."""
    numbers = [np.array(NUMBERS).astype("int64" if "int" in dtype else dtype) for dtype in DTYPES]
    made = [
        mx.nd.array(values.astype(dtype), dtype=dtype) for values, dtype in zip(numbers, DTYPES, strict=True)
    ]
    special = mx.nd.array([np.inf, -np.inf, np.nan, -0.0, 1e-45])
    return [*made, mx.nd.ones((1,)), special, mx.nd.arange(8).reshape((1, 2, 1, 4))]


def networks(mx):
    """Networks by the names of their files, with an input for each."""
    nn, rnn = mx.gluon.nn, mx.gluon.rnn
    images = nn.HybridSequential(prefix="images_")
    with images.name_scope():
        images.add(nn.Conv2D(2, 3, activation="relu"), nn.BatchNorm(), nn.MaxPool2D(), nn.Dense(3))
    words = nn.Sequential(prefix="words_")
    with words.name_scope():
        words.add(nn.Embedding(5, 3), rnn.LSTM(2, num_layers=2, bidirectional=True), nn.LayerNorm())
    gates = rnn.GRU(2, prefix="gates_")
    return {
        "images.params": (images, mx.nd.ones((2, 1, 6, 6))),
        "words.params": (words, mx.nd.array([[0, 1], [2, 4], [3, 3]])),
        "gates.params": (gates, mx.nd.ones((2, 1, 3))),
    }


def write(mx, folder):
    """Writes all files."""
    names = ["float", "weight:0", "权重", "arg:x", "aux:y", "", "a b", "z", "nan", "many"]
    mx.nd.save(f"{folder}/list.nd", arrays(mx))
    mx.nd.save(f"{folder}/dict.nd", dict(zip(names, arrays(mx), strict=True)))
    mx.nd.save(f"{folder}/one.nd", mx.nd.ones((2, 1)))
    set_up = evaluate.passes.functions(mx)["set_up"]
    for name, (network, example) in networks(mx).items():
        set_up(network, example).save_parameters(f"{folder}/{name}")
        network.collect_params().save(f"{folder}/full-{name}")


def read(mx, folder):
    """What is in the files: arrays as they are loaded, and the parameters of networks that load them."""
    found = {}
    for path in sorted(Path(folder).iterdir()):
        loaded = mx.nd.load(str(path))
        named = loaded.items() if isinstance(loaded, dict) else enumerate(loaded)
        found[path.name] = {str(name): bits(array) for name, array in named}
    for name, (network, example) in networks(mx).items():
        network.load_parameters(f"{folder}/{name}")
        parameters = network.collect_params().items()
        found[f"network of {name}"] = {key: bits(parameter.data()) for key, parameter in parameters}
        found[f"output of {name}"] = network(example).asnumpy().astype("float64").round(4).tolist()
    return found


def bits(array):
    """An array as text: nothing of it is rounded."""
    values = array.asnumpy()
    return [values.dtype.name, list(values.shape), values.tobytes().hex()]


def main(side, action, folder=""):
    mx = evaluate.loaded(side)["mx"]
    if action == "write":
        write(mx, folder)
    elif action == "read":
        print(json.dumps(read(mx, folder)))
    else:
        with tempfile.TemporaryDirectory() as folder:
            write(mx, folder)
            files = {
                path.name: base64.b64encode(path.read_bytes()).decode()
                for path in sorted(Path(folder).iterdir())
            }
            KEPT.write_text(
                json.dumps({"files": files, "read": read(mx, folder)}, indent=1), encoding="utf-8"
            )


if __name__ == "__main__":
    main(*sys.argv[1:])
