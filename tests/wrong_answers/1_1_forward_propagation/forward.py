# %% no activation in layer 1
# message: 1層目の中間層
def forward(network, x, output_activation):
    layers = len(network) // 2
    z, zs = x, []
    for k in range(1, layers):
        u = z @ network[f"W{k}"] + network[f"b{k}"]
        z = u if k == 1 else functions.relu(u)
        zs.append(z)
    y = output_activation(z @ network[f"W{layers}"] + network[f"b{layers}"])
    return y, zs


# %% no activation in layer 2
# message: 2層目より後の中間層
def forward(network, x, output_activation):
    layers = len(network) // 2
    z, zs = x, []
    for k in range(1, layers):
        u = z @ network[f"W{k}"] + network[f"b{k}"]
        z = functions.relu(u) if k == 1 else u
        zs.append(z)
    y = output_activation(z @ network[f"W{layers}"] + network[f"b{layers}"])
    return y, zs


# %% no activation at all
# message: 中間層に、活性化関数を
def forward(network, x, output_activation):
    layers = len(network) // 2
    z, zs = x, []
    for k in range(1, layers):
        z = z @ network[f"W{k}"] + network[f"b{k}"]
        zs.append(z)
    y = output_activation(z @ network[f"W{layers}"] + network[f"b{layers}"])
    return y, zs


# %% relu on the output
# message: 出力層に ReLU
# note: すべての層を同じ繰り返しで処理する
def forward(network, x, output_activation):
    layers = len(network) // 2
    z, zs = x, []
    for k in range(1, layers):
        z = functions.relu(z @ network[f"W{k}"] + network[f"b{k}"])
        zs.append(z)
    u = z @ network[f"W{layers}"] + network[f"b{layers}"]
    y = output_activation(functions.relu(u))
    return y, zs


# %% output activation missing
# message: output_activation
def forward(network, x, output_activation):
    layers = len(network) // 2
    z, zs = x, []
    for k in range(1, layers):
        z = functions.relu(z @ network[f"W{k}"] + network[f"b{k}"])
        zs.append(z)
    y = z @ network[f"W{layers}"] + network[f"b{layers}"]
    return y, zs


# %% softmax fixed
# message: output_activation
# note: 出力層の活性化関数を決めつける
def forward(network, x, output_activation):
    layers = len(network) // 2
    z, zs = x, []
    for k in range(1, layers):
        z = functions.relu(z @ network[f"W{k}"] + network[f"b{k}"])
        zs.append(z)
    y = functions.softmax(z @ network[f"W{layers}"] + network[f"b{layers}"])
    return y, zs


# %% output activation in hidden layers
# message: 中間層の活性化関数は ReLU
def forward(network, x, output_activation):
    layers = len(network) // 2
    z, zs = x, []
    for k in range(1, layers):
        z = output_activation(z @ network[f"W{k}"] + network[f"b{k}"])
        zs.append(z)
    y = output_activation(z @ network[f"W{layers}"] + network[f"b{layers}"])
    return y, zs


# %% sigmoid in hidden layers
# message: 中間層の活性化関数は ReLU
def forward(network, x, output_activation):
    layers = len(network) // 2
    z, zs = x, []
    for k in range(1, layers):
        z = functions.sigmoid(z @ network[f"W{k}"] + network[f"b{k}"])
        zs.append(z)
    y = output_activation(z @ network[f"W{layers}"] + network[f"b{layers}"])
    return y, zs


# %% u for z
# message: 活性化関数を通した後
# note: zs に、総入力 u を入れる
def forward(network, x, output_activation):
    layers = len(network) // 2
    z, zs = x, []
    for k in range(1, layers):
        u = z @ network[f"W{k}"] + network[f"b{k}"]
        zs.append(u)
        z = functions.relu(u)
    y = output_activation(z @ network[f"W{layers}"] + network[f"b{layers}"])
    return y, zs


# %% last bias missing
# message: 出力層のバイアス
def forward(network, x, output_activation):
    layers = len(network) // 2
    z, zs = x, []
    for k in range(1, layers):
        z = functions.relu(z @ network[f"W{k}"] + network[f"b{k}"])
        zs.append(z)
    y = output_activation(z @ network[f"W{layers}"])
    return y, zs


# %% hidden bias missing
# message: 中間層のバイアス
def forward(network, x, output_activation):
    layers = len(network) // 2
    z, zs = x, []
    for k in range(1, layers):
        z = functions.relu(z @ network[f"W{k}"])
        zs.append(z)
    y = output_activation(z @ network[f"W{layers}"] + network[f"b{layers}"])
    return y, zs


# %% returns only the first z
# message: 中間層の出力を順に並べたリスト
# note: 中間層が1つの例だけを考える
def forward(network, x, output_activation):
    layers = len(network) // 2
    z, zs = x, []
    for k in range(1, layers):
        z = functions.relu(z @ network[f"W{k}"] + network[f"b{k}"])
        zs.append(z)
    y = output_activation(z @ network[f"W{layers}"] + network[f"b{layers}"])
    return y, zs[0]


# %% returns z1 in a list
# message: zs の長さ
def forward(network, x, output_activation):
    layers = len(network) // 2
    z, zs = x, []
    for k in range(1, layers):
        z = functions.relu(z @ network[f"W{k}"] + network[f"b{k}"])
        zs.append(z)
    y = output_activation(z @ network[f"W{layers}"] + network[f"b{layers}"])
    return y, zs[:1]


# %% returns only y
# message: y と zs の2つ
def forward(network, x, output_activation):
    layers = len(network) // 2
    z, zs = x, []
    for k in range(1, layers):
        z = functions.relu(z @ network[f"W{k}"] + network[f"b{k}"])
        zs.append(z)
    y = output_activation(z @ network[f"W{layers}"] + network[f"b{layers}"])
    return y


# %% order swapped
# message: y, zs の順
def forward(network, x, output_activation):
    layers = len(network) // 2
    z, zs = x, []
    for k in range(1, layers):
        z = functions.relu(z @ network[f"W{k}"] + network[f"b{k}"])
        zs.append(z)
    y = output_activation(z @ network[f"W{layers}"] + network[f"b{layers}"])
    return zs, y


# %% zs with y
# message: zs の長さ
def forward(network, x, output_activation):
    layers = len(network) // 2
    z, zs = x, []
    for k in range(1, layers):
        z = functions.relu(z @ network[f"W{k}"] + network[f"b{k}"])
        zs.append(z)
    y = output_activation(z @ network[f"W{layers}"] + network[f"b{layers}"])
    return y, [*zs, y]


# %% zs with x
# message: zs の長さ
def forward(network, x, output_activation):
    layers = len(network) // 2
    z, zs = x, [x]
    for k in range(1, layers):
        z = functions.relu(z @ network[f"W{k}"] + network[f"b{k}"])
        zs.append(z)
    y = output_activation(z @ network[f"W{layers}"] + network[f"b{layers}"])
    return y, zs


# %% zs as array
# message: 中間層の出力を順に並べたリスト
def forward(network, x, output_activation):
    layers = len(network) // 2
    z, zs = x, []
    for k in range(1, layers):
        z = functions.relu(z @ network[f"W{k}"] + network[f"b{k}"])
        zs.append(z)
    y = output_activation(z @ network[f"W{layers}"] + network[f"b{layers}"])
    return y, np.array(zs, dtype=object)


# %% three layers fixed
# message: 層の数
# note: 3層と決めて書く
def forward(network, x, output_activation):
    z1 = functions.relu(x @ network["W1"] + network["b1"])
    z2 = functions.relu(z1 @ network["W2"] + network["b2"])
    y = output_activation(z2 @ network["W3"] + network["b3"])
    return y, [z1, z2]


# %% two layers fixed
# message: 層の数
# note: 2層と決めて書く
def forward(network, x, output_activation):
    z1 = functions.relu(x @ network["W1"] + network["b1"])
    y = output_activation(z1 @ network["W2"] + network["b2"])
    return y, [z1]


# %% transposed product
# message: x @ W の順番
def forward(network, x, output_activation):
    layers = len(network) // 2
    z, zs = x, []
    for k in range(1, layers):
        z = functions.relu(network[f"W{k}"] @ z + network[f"b{k}"])
        zs.append(z)
    y = output_activation(z @ network[f"W{layers}"] + network[f"b{layers}"])
    return y, zs


# %% one sample only
# message: 2次元の x
# note: 1件ごとの式を書き、ミニバッチを考えない
def forward(network, x, output_activation):
    layers = len(network) // 2
    z, zs = x, []
    for k in range(1, layers):
        z = functions.relu(network[f"W{k}"].T @ z + network[f"b{k}"])
        zs.append(z)
    y = output_activation(network[f"W{layers}"].T @ z + network[f"b{layers}"])
    return y, zs


# %% network used up
# message: 引数に渡した配列が書き換わっています
# note: 辞書から pop で取り出していく
def forward(network, x, output_activation):
    layers = len(network) // 2
    z, zs = x, []
    for k in range(1, layers):
        z = functions.relu(z @ network.pop(f"W{k}") + network.pop(f"b{k}"))
        zs.append(z)
    y = output_activation(z @ network[f"W{layers}"] + network[f"b{layers}"])
    return y, zs


# %% bias changed in place
# message: 引数に渡した配列が書き換わっています
# note: += で足し込む先が、引数のバイアスになっている
def forward(network, x, output_activation):
    layers = len(network) // 2
    z, zs = x, []
    for k in range(1, layers):
        u = network[f"b{k}"]
        if z.ndim == 1:
            u += z @ network[f"W{k}"]
        else:
            u = u + z @ network[f"W{k}"]
        z = functions.relu(u)
        zs.append(z)
    y = output_activation(z @ network[f"W{layers}"] + network[f"b{layers}"])
    return y, zs


# %% reads the notebook's network
# message: 関数の外の変数
# note: 関数の外の network を読む
example_network = {"W1": np.ones((2, 3)), "b1": np.zeros(3), "W2": np.ones((3, 2)), "b2": np.zeros(2)}


def forward(network, x, output_activation):
    layers = len(example_network) // 2
    z, zs = x, []
    for k in range(1, layers):
        z = functions.relu(z @ example_network[f"W{k}"] + example_network[f"b{k}"])
        zs.append(z)
    y = output_activation(z @ example_network[f"W{layers}"] + example_network[f"b{layers}"])
    return y, zs


# %% zs is one array used again
# message: zs の 1 番目
# note: 1つの入れ物を使い回し、リストの中身が後から書き換わる
def forward(network, x, output_activation):
    layers = len(network) // 2
    z, zs = x, []
    for k in range(1, layers):
        u = z @ network[f"W{k}"] + network[f"b{k}"]
        if zs and zs[-1].shape == u.shape:
            z = zs[-1]
            z[...] = functions.relu(u)
        else:
            z = functions.relu(u)
        zs.append(z)
    y = output_activation(z @ network[f"W{layers}"] + network[f"b{layers}"])
    return y, zs


# %% order of the dictionary
# message: 辞書に入っている順や
# note: キーの名前ではなく、辞書に入っている順に取り出す
def forward(network, x, output_activation):
    values = list(network.values())
    z, zs = x, []
    for W, b in zip(values[0:-2:2], values[1:-2:2]):
        z = functions.relu(z @ W + b)
        zs.append(z)
    return output_activation(z @ values[-2] + values[-1]), zs


# %% keys sorted as strings
# message: 11層
# note: 文字列の順では、W10 が W2 より前に来る
def forward(network, x, output_activation):
    names = sorted(network)
    layers = len(names) // 2
    z, zs = x, []
    for k in range(layers):
        u = z @ network[names[k]] + network[names[layers + k]]
        z = functions.relu(u) if k < layers - 1 else u
        zs.append(z)
    return output_activation(u), zs[:-1]


# %% activation known by its name
# message: 引数の output_activation
# note: 渡された関数を呼ばずに、名前で選ぶ
def forward(network, x, output_activation):
    known = {"softmax": functions.softmax, "sigmoid": functions.sigmoid}
    layers = len(network) // 2
    z, zs = x, []
    for k in range(1, layers):
        z = functions.relu(z @ network[f"W{k}"] + network[f"b{k}"])
        zs.append(z)
    u = z @ network[f"W{layers}"] + network[f"b{layers}"]
    return known.get(getattr(output_activation, "__name__", ""), functions.identity)(u), zs


# %% layers of common
# message: common の forward を呼んでいます
from common.layers import Affine as Dense, Relu as Activation


def forward(network, x, output_activation):
    layers, zs = len(network) // 2, []
    z = np.atleast_2d(x)
    for k in range(1, layers):
        z = Activation().forward(Dense(network[f"W{k}"], network[f"b{k}"]).forward(z))
        zs.append(z if x.ndim == 2 else z[0])
    u = Dense(network[f"W{layers}"], network[f"b{layers}"]).forward(z)
    return output_activation(u if x.ndim == 2 else u[0]), zs


# %% relu in every layer
# message: 出力層に ReLU を使って
def forward(network, x, output_activation):
    z, zs = x, []
    for k in range(1, len(network) // 2 + 1):
        z = functions.relu(z @ network[f"W{k}"] + network[f"b{k}"])
        zs.append(z)
    return output_activation(z), zs[:-1]


# %% layers from zero
# message: 層の番号は 1 から
def forward(network, x, output_activation):
    z, zs = x, []
    for k in range(len(network) // 2):
        z = functions.relu(z @ network[f"W{k}"] + network[f"b{k}"])
        zs.append(z)
    return output_activation(z), zs[:-1]


# %% x into every layer
# message: x ではなく z
def forward(network, x, output_activation):
    layers, zs = len(network) // 2, []
    for k in range(1, layers):
        zs.append(functions.relu(x @ network[f"W{k}"] + network[f"b{k}"]))
    return output_activation(zs[-1] @ network[f"W{layers}"] + network[f"b{layers}"]), zs
