#!/usr/bin/env python3
"""Writes tests/onnx/fixtures: ONNX files of small encoders, inputs, and the outputs that PyTorch gives.

Run with PyTorch 1.13 and onnx 1.12 (Debian 12: python3-torch, python3-onnx). Weights are seeded and no bias, gain or
epsilon has its initial value, so that a forgotten one shows. For NAME.onnx there are NAME.in.npy [rows, features] and
NAME.out.npy [rows or 1, columns]; both are float32 and of one sequence.
"""

import math
import pathlib
import warnings

import numpy
import onnx
import torch
from onnx import TensorProto, external_data_helper, helper, numpy_helper
from torch import nn

warnings.filterwarnings("ignore")
FOLDER = pathlib.Path(__file__).parent / "fixtures"
ROWS, D, HEADS, FFN = 6, 16, 2, 24


def scramble(module, seed):
    """Seeded weights, and no parameter at its initial value."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in module.named_parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            if parameter.dim() > 1:
                parameter.copy_(noise * 0.3)
            elif name.endswith("weight"):
                parameter.copy_(1 + noise * 0.2)
            else:
                parameter.copy_(noise * 0.2)
    return module.eval()


def features(seed, rows=ROWS, columns=D):
    return torch.randn((rows, columns), generator=torch.Generator().manual_seed(seed))


def save_pair(name, x, y):
    numpy.save(FOLDER / f"{name}.in.npy", x.detach().numpy())
    y = y.detach().numpy()
    numpy.save(FOLDER / f"{name}.out.npy", y.reshape(-1, y.shape[-1]))


def export(name, module, x, opset, batch_axis, dynamic=None):
    """batch_axis: where the input has its batch of one, or None."""
    arranged = x if batch_axis is None else x.unsqueeze(batch_axis)
    module.eval()
    torch.onnx.export(module, arranged, str(FOLDER / f"{name}.onnx"), opset_version=opset, input_names=["x"],
                      output_names=["y"], dynamic_axes={"x": dynamic} if dynamic else None)
    save_pair(name, x, module(arranged))


def encoder(norm_first, activation, batch_first, layers=1, heads=HEADS, norm=None, seed=1):
    layer = nn.TransformerEncoderLayer(D, heads, FFN, 0.1, activation, layer_norm_eps=3e-4, batch_first=batch_first,
                                       norm_first=norm_first)
    stack = nn.TransformerEncoder(layer, layers, norm, enable_nested_tensor=False)
    return scramble(stack, seed)


class Causal(nn.Module):
    def __init__(self, stack, rows):
        super().__init__()
        self.stack = stack
        self.register_buffer("mask", nn.Transformer.generate_square_subsequent_mask(rows))

    def forward(self, x):
        return self.stack(x, mask=self.mask)


class SeparateProjections(nn.Module):
    """As in BERT: three projections, learned positions, post-norm; a mean over rows and a head on top."""

    def __init__(self):
        super().__init__()
        self.embed = nn.Linear(10, D)
        self.positions = nn.Parameter(torch.zeros(1, 8, D))
        self.query, self.key, self.value = nn.Linear(D, D), nn.Linear(D, D, bias=False), nn.Linear(D, D)
        self.output, self.norm, self.pooler = nn.Linear(D, D), nn.LayerNorm(D, eps=1e-12), nn.Linear(D, D)
        self.head = nn.Linear(D, 5)

    def split(self, x):
        return x.view(x.size(0), x.size(1), HEADS, D // HEADS).permute(0, 2, 1, 3)

    def forward(self, x):
        x = self.embed(x) + self.positions[:, :x.size(1)]
        q, k, v = self.split(self.query(x)), self.split(self.key(x)), self.split(self.value(x))
        scores = torch.matmul(q, k.transpose(-1, -2)) / math.sqrt(D // HEADS)
        mixed = torch.matmul(nn.functional.softmax(scores, -1), v).permute(0, 2, 1, 3).contiguous()
        x = self.norm(x + self.output(mixed.view(x.size(0), x.size(1), D)))
        x = x + nn.functional.silu(x)
        return self.head(torch.tanh(self.pooler(x.mean(1))))


class PackedHeads(nn.Module):
    """As in vision Transformers: one product for queries, keys and values, both scaled by a root, scaled branches."""

    def __init__(self, heads=4):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(D, eps=1e-6), nn.LayerNorm(D, eps=1e-6)
        self.qkv, self.proj = nn.Linear(D, 3 * D), nn.Linear(D, D)
        self.fc1, self.fc2 = nn.Linear(D, FFN), nn.Linear(FFN, D)
        self.gain1, self.gain2 = nn.Parameter(torch.ones(D)), nn.Parameter(torch.ones(D))

    def attend(self, x):
        batch, rows, _ = x.shape
        q, k, v = self.qkv(x).reshape(batch, rows, 3, self.heads, D // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        root = math.sqrt(math.sqrt(self.heads / D))
        attention = ((q * root) @ (k.transpose(-2, -1) * root)).softmax(dim=-1)
        return self.proj((attention @ v).transpose(1, 2).reshape(batch, rows, D))

    def forward(self, x):
        x = x + self.gain1 * self.attend(self.norm1(x))
        return x + self.gain2 * self.fc2(nn.functional.gelu(self.fc1(self.norm2(x))))


class Decoder(nn.Module):
    """As in GPT-2: a causal mask by masked_fill, keys and values shared by pairs of heads, heads interleaved."""

    def __init__(self, rows):
        super().__init__()
        self.q, self.kv, self.proj = nn.Linear(D, D), nn.Linear(D, D), nn.Linear(D, D)
        self.norm = nn.LayerNorm(D)
        self.register_buffer("seen", torch.tril(torch.ones(rows, rows)).view(1, 1, rows, rows))

    def forward(self, x):
        batch, rows, _ = x.shape
        q = self.q(x).view(batch, rows, 4, 4).transpose(1, 2)
        kv = self.kv(x).view(batch, rows, 2, 8)  # each head's keys, then its values
        k, v = (t[:, :, :, None, :].expand(batch, rows, 2, 2, 4).reshape(batch, rows, 4, 4).transpose(1, 2)
                for t in kv.split(4, dim=-1))
        scores = (q @ k.transpose(-1, -2)) * 0.5
        scores = scores.masked_fill(self.seen[:, :, :rows, :rows] == 0, float("-inf"))
        mixed = (scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, rows, D)
        return self.norm(x + self.proj(mixed))


def load(name):
    return onnx.load(FOLDER / f"{name}.onnx")


def half_weights(name, source):
    """Initialisers in float16 (bfloat16 for vectors), each cast back to float32 by a node."""
    model = load(source)
    casts = []
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.dtype != numpy.float32:
            continue
        own = tensor.name
        if values.ndim > 1:
            tensor.CopyFrom(numpy_helper.from_array(values.astype(numpy.float16), own + ".stored"))
        else:
            bits = (values.view(numpy.uint32) >> 16).astype(numpy.int32)
            tensor.CopyFrom(TensorProto(name=own + ".stored", data_type=TensorProto.BFLOAT16, dims=values.shape,
                                        int32_data=bits.tolist()))
        casts.append(helper.make_node("Cast", [own + ".stored"], [own], to=TensorProto.FLOAT))
    for cast in reversed(casts):
        model.graph.node.insert(0, cast)
    onnx.save(model, str(FOLDER / f"{name}.onnx"))


def half_graph(name, source):
    """Everything in float16: initialisers, constants, input and output."""
    model = load(source)
    tensors = list(model.graph.initializer)
    tensors += [a.t for n in model.graph.node for a in n.attribute if a.HasField("t")]
    for tensor in tensors:
        values = numpy_helper.to_array(tensor)
        if values.dtype == numpy.float32:
            tensor.CopyFrom(numpy_helper.from_array(values.astype(numpy.float16), tensor.name))
    for value in [*model.graph.input, *model.graph.output]:
        value.type.tensor_type.elem_type = TensorProto.FLOAT16
    onnx.save(model, str(FOLDER / f"{name}.onnx"))


def rounded(module, matrices, vectors):
    """The module with parameters rounded as in a file of half precision."""
    with torch.no_grad():
        for parameter in module.parameters():
            how = matrices if parameter.dim() > 1 else vectors
            parameter.copy_(how(parameter))
    return module


def to_half(values):
    return values.half().float()


def to_bfloat16_downwards(values):
    return torch.from_numpy((values.detach().numpy().view(numpy.uint32) & 0xFFFF0000).view(numpy.float32).copy())


def newer_operators(name):
    """As newer exporters write it: operator set 20 with Gelu, LayerNormalization without bias, Split into equal parts,
    ReduceMean with axes as input, an axes-free Squeeze, Gemm with factors and weights [in, out]."""
    torch.manual_seed(7)
    heads, width = 2, 8
    w = {n: torch.randn(s) * 0.3 for n, s in dict(qkv=(D, 3 * D), out=(D, D), up=(D, FFN), down=(FFN, D), bias=(1, D),
                                                  gain=(D,), type=(D,)).items()}
    x = features(8)

    h = nn.functional.layer_norm(x, (D,), w["gain"], None, 2e-5)
    q, k, v = (t.view(ROWS, heads, width).transpose(0, 1) for t in (h @ w["qkv"]).split(D, -1))
    mixed = ((q @ k.transpose(1, 2)) * width**-0.5).softmax(-1) @ v
    a = x + (mixed.transpose(0, 1).reshape(ROWS, D) @ (0.5 * w["out"]) + 2 * w["bias"])
    b = a + nn.functional.gelu(a @ w["up"]) @ w["down"] + w["type"]
    save_pair(name, x, b.mean(0, keepdim=True))

    def ints(label, values):
        return helper.make_tensor(label, TensorProto.INT64, [len(values)], values)

    node = helper.make_node
    nodes = [
        node("LayerNormalization", ["x", "gain"], ["h"], name="norm", epsilon=2e-5),
        node("MatMul", ["h", "qkv"], ["p"], name="project"),
        node("Split", ["p"], ["q0", "k0", "v0"], name="split", axis=-1, num_outputs=3),
        *(node("Reshape", [f"{t}0", "heads_shape"], [f"{t}1"], name=f"heads_{t}") for t in "qkv"),
        node("Transpose", ["q1"], ["q"], perm=[0, 2, 1, 3]),
        node("Transpose", ["k1"], ["k"], perm=[0, 2, 3, 1]),
        node("Transpose", ["v1"], ["v"], perm=[0, 2, 1, 3]),
        node("MatMul", ["q", "k"], ["s"]),
        node("Mul", ["scale", "s"], ["s2"]),
        node("Softmax", ["s2"], ["pr"], axis=-1),
        node("MatMul", ["pr", "v"], ["m"], name="mix"),
        node("Transpose", ["m"], ["m2"], perm=[0, 2, 1, 3]),
        node("Reshape", ["m2", "flat"], ["m3"]),
        node("Gemm", ["m3", "out", "bias"], ["o"], name="merge", alpha=0.5, beta=2.0),
        node("Reshape", ["o", "back"], ["o2"]),
        node("Add", ["x", "o2"], ["a"]),
        node("MatMul", ["a", "up"], ["u"], name="widen"),
        node("Gelu", ["u"], ["g"]),
        node("MatMul", ["g", "down"], ["d"], name="narrow"),
        node("Add", ["a", "d"], ["b0"]),
        node("Add", ["b0", "type"], ["b"]),
        node("ReduceMean", ["b", "rows_axis"], ["y0"], keepdims=0),
        node("Squeeze", ["y0"], ["y"]),
    ]
    tensors = [numpy_helper.from_array(v.numpy(), k) for k, v in w.items()]
    tensors += [ints("heads_shape", [0, 0, heads, width]), ints("flat", [-1, D]), ints("back", [1, -1, D]),
                ints("rows_axis", [1]), helper.make_tensor("scale", TensorProto.FLOAT, [], [width**-0.5])]
    graph = helper.make_graph(nodes, "newer", [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", ROWS, D])],
                              [helper.make_tensor_value_info("y", TensorProto.FLOAT, [D])], tensors)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
    onnx.save(model, str(FOLDER / f"{name}.onnx"))


def fused_attention(name):
    """As PyTorch 2 writes nn.MultiheadAttention: the packed product unflattened, its three parts gathered from an axis
    in front, and the root of the scale computed from shapes on both sides of the product."""
    torch.manual_seed(12)
    heads, width = 4, 4
    w = {"in_weight": torch.randn(D, 3 * D) * 0.3, "in_bias": torch.randn(3 * D) * 0.2,
         "out_weight": torch.randn(D, D) * 0.3, "out_bias": torch.randn(D) * 0.2}
    x = features(13)
    q, k, v = (t.view(ROWS, heads, width).transpose(0, 1) for t in (x @ w["in_weight"] + w["in_bias"]).split(D, -1))
    mixed = ((q @ k.transpose(1, 2)) * width**-0.5).softmax(-1) @ v
    y = mixed.transpose(0, 1).reshape(ROWS, D) @ w["out_weight"] + w["out_bias"]
    save_pair(name, x, y)

    node = helper.make_node
    ints = {"last": [-1], "beyond": [2**63 - 1], "first": [0], "front": [0], "gone": [-2], "three": [ROWS, 1, 3, D],
            "by_head": [ROWS, heads, width], "four": [1, heads, ROWS, width], "flat": [ROWS, D], "back": [ROWS, 1, D]}
    nodes = [
        node("MatMul", ["x", "in_weight"], ["p0"], name="self_attn/MatMul"),
        node("Add", ["p0", "in_bias"], ["p1"]),
        node("Reshape", ["p1", "three"], ["p2"]),
        node("Unsqueeze", ["p2", "front"], ["p3"]),
        node("Transpose", ["p3"], ["p4"], perm=[3, 1, 2, 0, 4]),
        node("Squeeze", ["p4", "last_but_one"], ["p5"]),
    ]
    for index, part in enumerate("qkv"):
        nodes += [
            node("Gather", ["p5", f"index{index}"], [f"{part}0"], axis=0),
            node("Reshape", [f"{part}0", "by_head"], [f"{part}1"]),
            node("Transpose", [f"{part}1"], [f"{part}2"], perm=[1, 0, 2]),
            node("Reshape", [f"{part}2", "four"], [f"{part}3"]),
        ]
    nodes += [
        node("Shape", ["q3"], ["shape"]),
        node("Slice", ["shape", "last", "beyond"], ["width"]),
        node("Cast", ["width"], ["width_f"], to=TensorProto.FLOAT),
        node("Sqrt", ["width_f"], ["root"]),
        node("Div", ["one", "root"], ["scale"]),
        node("Sqrt", ["scale"], ["scale_root"]),
        node("Transpose", ["k3"], ["k4"], perm=[0, 1, 3, 2]),
        node("Mul", ["q3", "scale_root"], ["q4"]),
        node("Mul", ["k4", "scale_root"], ["k5"]),
        node("MatMul", ["q4", "k5"], ["s"]),
        node("Softmax", ["s"], ["pr"], axis=-1),
        node("MatMul", ["pr", "v3"], ["m0"], name="/self_attn/MatMul_2"),
        node("Transpose", ["m0"], ["m1"], perm=[2, 0, 1, 3]),
        node("Reshape", ["m1", "flat"], ["m2"]),
        node("Gemm", ["m2", "out_weight", "out_bias"], ["o"]),
        node("Reshape", ["o", "back"], ["y"]),
    ]
    tensors = [numpy_helper.from_array(v.numpy(), k) for k, v in w.items()]
    tensors += [helper.make_tensor(k, TensorProto.INT64, [len(v)], v) for k, v in ints.items()]
    tensors += [helper.make_tensor(f"index{i}", TensorProto.INT64, [], [i]) for i in range(3)]
    tensors += [helper.make_tensor("last_but_one", TensorProto.INT64, [1], [-2]),
                helper.make_tensor("one", TensorProto.FLOAT, [1], [1.0])]
    graph = helper.make_graph(nodes, "fused", [helper.make_tensor_value_info("x", TensorProto.FLOAT, [ROWS, 1, D])],
                              [helper.make_tensor_value_info("y", TensorProto.FLOAT, [ROWS, 1, D])], tensors)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=8)
    onnx.save(model, str(FOLDER / f"{name}.onnx"))


def external(name, source):
    model = load(source)
    external_data_helper.convert_model_to_external_data(model, location=f"{name}.data", size_threshold=0)
    (FOLDER / f"{name}.data").unlink(missing_ok=True)
    onnx.save(model, str(FOLDER / f"{name}.onnx"))


def good():
    x = features(2)
    export("post_relu_11", encoder(False, "relu", False), x, 11, 1)
    export("post_gelu_12_batch", encoder(False, "gelu", True, seed=3), x, 12, 0, {0: "batch"})
    export("pre_relu_14_batch", encoder(True, "relu", False, heads=4, seed=4), x, 14, 1, {1: "batch"})
    export("pre_gelu_17", encoder(True, "gelu", True, layers=2, norm=nn.LayerNorm(D), seed=5), x, 17, 0)
    export("pre_gelu_13_rows", encoder(True, "gelu", True, seed=6), x, 13, 0, {0: "batch", 1: "rows"})
    export("post_relu_16_rows", encoder(False, "relu", False, heads=4, seed=16), x, 16, 1, {0: "rows", 1: "batch"})
    export("post_gelu_13_matrix", encoder(False, "gelu", True, layers=2, seed=7), x, 13, None)
    export("causal_17", Causal(encoder(True, "relu", True, seed=8), ROWS), x, 17, 0)
    export("separate_14", scramble(SeparateProjections(), 9), features(3, columns=10), 14, 0, {0: "batch", 1: "rows"})
    export("packed_15", scramble(PackedHeads(), 10), x, 15, 0, {0: "batch"})
    export("grouped_causal_17", scramble(Decoder(ROWS), 11), x, 17, 0)
    newer_operators("newer_20")
    fused_attention("fused_18")

    half_weights("half_weights_12", "post_gelu_12_batch")
    save_pair("half_weights_12", x, rounded(encoder(False, "gelu", True, seed=3), to_half, to_bfloat16_downwards)(
        x.unsqueeze(0)))
    half_graph("half_graph_11", "post_relu_11")
    save_pair("half_graph_11", x, rounded(encoder(False, "relu", False), to_half, to_half)(x.unsqueeze(1)))
    external("external_17", "pre_gelu_17")
    save_pair("external_17", x, encoder(True, "gelu", True, layers=2, norm=nn.LayerNorm(D), seed=5)(x.unsqueeze(0)))


class TanhLayers(nn.Module):
    """Two layers whose activation is not offered, with another one behind."""

    def __init__(self):
        super().__init__()
        self.first, self.second = nn.Linear(4, 4), nn.Linear(4, 4)

    def forward(self, x):
        x = nn.functional.gelu(self.first(x), approximate="tanh")
        x = nn.functional.gelu(self.second(x), approximate="tanh")
        return nn.functional.elu(x)


def bad():
    """Small files that cannot be imported, in fixtures/bad: each is one row of docs/bad-input.md."""
    folder = FOLDER / "bad"
    folder.mkdir(exist_ok=True)
    generator = numpy.random.default_rng(1)
    node = helper.make_node

    def weight(name, *shape):
        return numpy_helper.from_array(generator.standard_normal(shape).astype(numpy.float32), name)

    def value(name, shape, kind=TensorProto.FLOAT):
        return helper.make_tensor_value_info(name, kind, shape)

    def write(name, nodes, inputs, outputs, tensors, opset=17, domains=()):
        graph = helper.make_graph(nodes, "bad", inputs, outputs, tensors)
        sets = [helper.make_opsetid("", opset), *(helper.make_opsetid(d, 1) for d in domains)]
        onnx.save(helper.make_model(graph, opset_imports=sets, ir_version=8), str(folder / f"{name}.onnx"))

    x, y, w = value("x", [1, 3, 4]), value("y", [1, 3, 4]), weight("w", 4, 4)
    product = [node("MatMul", ["x", "w"], ["y"], name="product")]

    torch.onnx.export(scramble(TanhLayers(), 14), torch.zeros(1, 3, 4), str(folder / "activations.onnx"),
                      opset_version=13, input_names=["x"], output_names=["y"])
    write("other_operators", [node("FastGelu", ["x"], ["a"], name="fast", domain="com.microsoft"),
                              node("MatMul", ["a", "w"], ["b"], name="product"),
                              node("HardSwish", ["b"], ["c"], name="hard"), node("CumSum", ["c", "axis"], ["y"],
                                                                                name="running")],
          [x], [y], [w, helper.make_tensor("axis", TensorProto.INT64, [], [1])], domains=["com.microsoft"])
    write("missing_weights", [node("MatMul", ["x", "w"], ["a"], name="product"),
                              node("Add", ["a", "b"], ["c"], name="bias"), node("MatMul", ["c", "v"], ["y"],
                                                                                name="second")], [x], [y], [])
    write("open_rows", product, [value("x", ["batch", "rows", 4])], [y], [w])
    write("open_features", product, [value("x", [1, 3, "features"])], [y], [w])
    write("batch", product, [value("x", [8, 3, 4])], [y], [w])
    write("one_row", product, [value("x", [1, 1, 4])], [y], [w])
    write("flat_input", product, [value("x", [4])], [y], [w])
    write("token_ids", [node("Gather", ["w", "x"], ["y"], name="embed")], [value("x", [1, 3], TensorProto.INT64)],
          [y], [w])
    write("two_inputs", [node("Add", ["x", "z"], ["y"], name="join")], [x, value("z", [1, 3, 4])], [y], [])
    write("two_outputs", [*product, node("Relu", ["y"], ["z"], name="twice")], [x], [y, value("z", [1, 3, 4])], [w])
    write("new_opset", product, [x], [y], [w], opset=99)
    write("classifier", [*product[:0], node("MatMul", ["x", "w"], ["a"], name="product"),
                         node("Softmax", ["a"], ["y"], name="probabilities", axis=-1)], [x], [y], [w])
    write("first_row", [node("MatMul", ["x", "w"], ["a"], name="product"),
                        node("Gather", ["a", "zero"], ["y"], name="class_token", axis=1)], [x], [value("y", [1, 4])],
          [w, helper.make_tensor("zero", TensorProto.INT64, [], [0])])
    mask = numpy.zeros((3, 3), numpy.float32)
    mask[:, 2] = -numpy.inf
    write("padding_mask", [*(node("MatMul", ["x", t], [t + "x"], name=t) for t in "qkv"),
                           node("Transpose", ["kx"], ["kt"], perm=[0, 2, 1]),
                           node("MatMul", ["qx", "kt"], ["s"], name="scores"),
                           node("Add", ["s", "mask"], ["s2"], name="masking"),
                           node("Softmax", ["s2"], ["p"], axis=-1), node("MatMul", ["p", "vx"], ["y"], name="mix")],
          [x], [y], [weight("q", 4, 4), weight("k", 4, 4), weight("v", 4, 4), numpy_helper.from_array(mask, "mask")])
    write("wrong_width", product, [value("x", [1, 3, 5])], [y], [w])
    short = weight("w", 4, 4)
    short.raw_data = short.raw_data[:-8]
    write("short_weight", product, [x], [y], [short])
    write("unknown_attribute", [node("MatMul", ["x", "w"], ["y"], name="product", flavour=3)], [x], [y], [w])

    def beside(location, **keys):
        tensor = TensorProto(name="w", data_type=TensorProto.FLOAT, dims=[4, 4], data_location=TensorProto.EXTERNAL)
        for key, entry in {"location": location, **keys}.items():
            tensor.external_data.add(key=key, value=str(entry))
        return tensor

    write("absent_data", product, [x], [y], [beside("nowhere.data")])
    write("short_data", product, [x], [y], [beside("short.data", offset=32, length=64)])
    (folder / "short.data").write_bytes(bytes(64))
    write("data_outside", product, [x], [y], [beside("../outside.data")])
    whole = (folder / "first_row.onnx").read_bytes()
    (folder / "cut.onnx").write_bytes(whole[:len(whole) // 2])
    (folder / "text.onnx").write_text("This is a letter, not a model.\n")
    (folder / "empty.onnx").write_bytes(b"")


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    good()
    bad()
