# %% weights transposed
# message: 転置
# note: 行と列（出力, 入力）の順で作る
def init_network(sizes, rng):
    network = {}
    for k in range(1, len(sizes)):
        network[f"W{k}"] = 0.1 * rng.standard_normal((sizes[k], sizes[k - 1]))
        network[f"b{k}"] = np.zeros(sizes[k])
    return network


# %% bias as a row
# message: バイアスは1次元
def init_network(sizes, rng):
    network = {}
    for k in range(1, len(sizes)):
        network[f"W{k}"] = 0.1 * rng.standard_normal((sizes[k - 1], sizes[k]))
        network[f"b{k}"] = np.zeros((1, sizes[k]))
    return network


# %% bias of the input size
# message: 行き先の層
def init_network(sizes, rng):
    network = {}
    for k in range(1, len(sizes)):
        network[f"W{k}"] = 0.1 * rng.standard_normal((sizes[k - 1], sizes[k]))
        network[f"b{k}"] = np.zeros(sizes[k - 1])
    return network


# %% seed inside
# message: NumPy 全体の乱数の状態
def init_network(sizes, rng):
    np.random.seed(0)
    network = {}
    for k in range(1, len(sizes)):
        network[f"W{k}"] = 0.1 * rng.standard_normal((sizes[k - 1], sizes[k]))
        network[f"b{k}"] = np.zeros(sizes[k])
    return network


# %% global generator
# message: NumPy 全体の乱数の状態
def init_network(sizes, rng):
    network = {}
    for k in range(1, len(sizes)):
        network[f"W{k}"] = 0.1 * np.random.randn(sizes[k - 1], sizes[k])
        network[f"b{k}"] = np.zeros(sizes[k])
    return network


# %% own generator
# message: 引数の rng
# note: 関数の中で乱数生成器を作ると、いつも同じ重みになる
def init_network(sizes, rng):
    rng = np.random.default_rng(0)
    network = {}
    for k in range(1, len(sizes)):
        network[f"W{k}"] = 0.1 * rng.standard_normal((sizes[k - 1], sizes[k]))
        network[f"b{k}"] = np.zeros(sizes[k])
    return network


# %% unseeded generator
# message: 引数の rng
def init_network(sizes, rng):
    rng = np.random.default_rng()
    network = {}
    for k in range(1, len(sizes)):
        network[f"W{k}"] = 0.1 * rng.standard_normal((sizes[k - 1], sizes[k]))
        network[f"b{k}"] = np.zeros(sizes[k])
    return network


# %% shared bias
# message: b1 を書き換えると
# note: 0 の配列を一度だけ作って使い回す
def init_network(sizes, rng):
    network = {}
    zeros = np.zeros(max(sizes))
    for k in range(1, len(sizes)):
        network[f"W{k}"] = 0.1 * rng.standard_normal((sizes[k - 1], sizes[k]))
        network[f"b{k}"] = zeros[: sizes[k]]
    return network


# %% shared weights
# message: 同じ重み
# note: 形が同じ層に、同じ重みの配列を使う
def init_network(sizes, rng):
    network, made = {}, {}
    for k in range(1, len(sizes)):
        shape = (sizes[k - 1], sizes[k])
        if shape not in made:
            made[shape] = 0.1 * rng.standard_normal(shape)
        network[f"W{k}"] = made[shape]
        network[f"b{k}"] = np.zeros(sizes[k])
    return network


# %% same seed for every layer
# message: 同じ重み
# note: 層ごとに、同じ状態から乱数を作り直す
def init_network(sizes, rng):
    seed = int(rng.integers(10**9))
    network = {}
    for k in range(1, len(sizes)):
        layer_rng = np.random.default_rng(seed)
        network[f"W{k}"] = 0.1 * layer_rng.standard_normal((sizes[k - 1], sizes[k]))
        network[f"b{k}"] = np.zeros(sizes[k])
    return network


# %% two layers only
# message: 層の数
# note: 2層と決めて書く
def init_network(sizes, rng):
    return {
        "W1": 0.1 * rng.standard_normal((sizes[0], sizes[1])),
        "b1": np.zeros(sizes[1]),
        "W2": 0.1 * rng.standard_normal((sizes[1], sizes[2])),
        "b2": np.zeros(sizes[2]),
    }


# %% last layer missing
# message: 層の数
def init_network(sizes, rng):
    network = {}
    for k in range(1, len(sizes) - 1):
        network[f"W{k}"] = 0.1 * rng.standard_normal((sizes[k - 1], sizes[k]))
        network[f"b{k}"] = np.zeros(sizes[k])
    return network


# %% counted from zero
# message: 番号は 1 から
def init_network(sizes, rng):
    network = {}
    for k in range(len(sizes) - 1):
        network[f"W{k}"] = 0.1 * rng.standard_normal((sizes[k], sizes[k + 1]))
        network[f"b{k}"] = np.zeros(sizes[k + 1])
    return network


# %% zero weights
# message: すべて同じ値
def init_network(sizes, rng):
    network = {}
    for k in range(1, len(sizes)):
        network[f"W{k}"] = np.zeros((sizes[k - 1], sizes[k]))
        network[f"b{k}"] = np.zeros(sizes[k])
    return network


# %% one random number
# message: すべて同じ値
# note: 形を渡さずに1つだけ引き、全体に広げる
def init_network(sizes, rng):
    network = {}
    for k in range(1, len(sizes)):
        network[f"W{k}"] = np.full((sizes[k - 1], sizes[k]), rng.normal(0, 0.1))
        network[f"b{k}"] = np.zeros(sizes[k])
    return network


# %% scale missing
# message: 標準偏差
def init_network(sizes, rng):
    network = {}
    for k in range(1, len(sizes)):
        network[f"W{k}"] = rng.standard_normal((sizes[k - 1], sizes[k]))
        network[f"b{k}"] = np.zeros(sizes[k])
    return network


# %% positive weights only
# message: 平均
# note: rng.random は 0 以上 1 未満の一様分布
def init_network(sizes, rng):
    network = {}
    for k in range(1, len(sizes)):
        network[f"W{k}"] = 0.1 * rng.random((sizes[k - 1], sizes[k]))
        network[f"b{k}"] = np.zeros(sizes[k])
    return network


# %% variance for deviation
# message: 標準偏差
# note: 分散 0.1 のつもりで、標準偏差を √0.1 にする
def init_network(sizes, rng):
    network = {}
    for k in range(1, len(sizes)):
        network[f"W{k}"] = rng.normal(0, np.sqrt(0.1), (sizes[k - 1], sizes[k]))
        network[f"b{k}"] = np.zeros(sizes[k])
    return network


# %% random biases
# message: バイアスはすべて 0
def init_network(sizes, rng):
    network = {}
    for k in range(1, len(sizes)):
        network[f"W{k}"] = 0.1 * rng.standard_normal((sizes[k - 1], sizes[k]))
        network[f"b{k}"] = 0.1 * rng.standard_normal(sizes[k])
    return network


# %% sizes used up
# message: 引数に渡した配列が書き換わっています
# note: sizes から pop で取り出していく
def init_network(sizes, rng):
    network = {}
    k = 1
    rest = sizes if isinstance(sizes, list) else list(sizes)
    while len(rest) > 1:
        I = rest.pop(0)
        network[f"W{k}"] = 0.1 * rng.standard_normal((I, rest[0]))
        network[f"b{k}"] = np.zeros(rest[0])
        k += 1
    return network


# %% dictionary kept between calls
# message: 同じものを使い回しています
# note: 既定引数の辞書は、呼び出しの間で共有される
def init_network(sizes, rng, network={}):
    for k in range(1, len(sizes)):
        network[f"W{k}"] = 0.1 * rng.standard_normal((sizes[k - 1], sizes[k]))
        network[f"b{k}"] = np.zeros(sizes[k])
    return network


# %% zeros kept between calls
# message: 前に呼んだときの
# note: 作った 0 の配列をしまっておき、次の呼び出しでも使う
def init_network(sizes, rng, zeros={}):
    network = {}
    for k in range(1, len(sizes)):
        network[f"W{k}"] = 0.1 * rng.standard_normal((sizes[k - 1], sizes[k]))
        network[f"b{k}"] = zeros.setdefault((k, sizes[k]), np.zeros(sizes[k]))
    return network


# %% list of arrays
# message: 辞書
def init_network(sizes, rng):
    layers = []
    for I, O in zip(sizes[:-1], sizes[1:]):
        layers.append((0.1 * rng.standard_normal((I, O)), np.zeros(O)))
    return layers


# %% uniform with the same deviation
# message: 正規分布
# note: 平均と標準偏差は合っていても、正規分布ではない
def init_network(sizes, rng):
    network = {}
    for k in range(1, len(sizes)):
        network[f"W{k}"] = rng.uniform(-0.1732, 0.1732, size=(sizes[k - 1], sizes[k]))
        network[f"b{k}"] = np.zeros(sizes[k])
    return network


# %% only the signs are random
# message: 正規分布
# note: ±0.1 のどちらかにする
def init_network(sizes, rng):
    network = {}
    for k in range(1, len(sizes)):
        network[f"W{k}"] = 0.1 * rng.choice([-1.0, 1.0], size=(sizes[k - 1], sizes[k]))
        network[f"b{k}"] = np.zeros(sizes[k])
    return network


# %% heavy tails
# message: 正規分布
# note: 名前のよく似た、別の分布（ロジスティック分布）を使う
def init_network(sizes, rng):
    network = {}
    for k in range(1, len(sizes)):
        W = rng.logistic(0, 0.1 * np.sqrt(3) / np.pi, size=(sizes[k - 1], sizes[k]))
        network[f"W{k}"] = W
        network[f"b{k}"] = np.zeros(sizes[k])
    return network


# %% tails cut off
# message: 正規分布
# note: 標準偏差の3倍より外を切り取る
def init_network(sizes, rng):
    network = {}
    for k in range(1, len(sizes)):
        W = np.clip(rng.normal(0, 0.1, size=(sizes[k - 1], sizes[k])), -0.3, 0.3)
        network[f"W{k}"] = W
        network[f"b{k}"] = np.zeros(sizes[k])
    return network


# %% normal in the first layer only
# message: 正規分布
# note: 2層目からは、一様分布にする
def init_network(sizes, rng):
    network = {}
    for k in range(1, len(sizes)):
        shape = (sizes[k - 1], sizes[k])
        draw = rng.normal(0, 0.1, shape) if k == 1 else rng.uniform(-0.1732, 0.1732, shape)
        network[f"W{k}"] = draw
        network[f"b{k}"] = np.zeros(sizes[k])
    return network


# %% one row repeated
# message: 同じ値が
# note: 1行分だけ引いて、すべての行に並べる
def init_network(sizes, rng):
    network = {}
    for k in range(1, len(sizes)):
        row = rng.normal(0, 0.1, size=(sizes[k - 1] // 2 + 1, sizes[k]))
        network[f"W{k}"] = np.resize(row, (sizes[k - 1], sizes[k]))
        network[f"b{k}"] = np.zeros(sizes[k])
    return network


# %% layers cut from one pool
# message: 同じ値が
# note: 引いておいた数を、どの層でも先頭から使う
def init_network(sizes, rng):
    layers = range(1, len(sizes))
    pool = rng.normal(0, 0.1, max(sizes[k - 1] * sizes[k] for k in layers))
    network = {}
    for k in layers:
        W = pool[: sizes[k - 1] * sizes[k]]
        W = np.roll(W, k).reshape(sizes[k - 1], sizes[k])
        network[f"W{k}"] = W
        network[f"b{k}"] = np.zeros(sizes[k])
    return network


# %% deviation forced
# message: ユニットが1個ずつ
# note: 引いた重みを、標準偏差がちょうど 0.1 になるように割り直す
def init_network(sizes, rng):
    network = {}
    for k in range(1, len(sizes)):
        W = rng.standard_normal((sizes[k - 1], sizes[k]))
        with np.errstate(all="ignore"):
            network[f"W{k}"] = 0.1 * (W - W.mean()) / W.std()
        network[f"b{k}"] = np.zeros(sizes[k])
    return network


# %% sorted
# message: 順に並んで
# note: 引いた数を、小さい順に並べてしまう
def init_network(sizes, rng):
    network = {}
    for k in range(1, len(sizes)):
        numbers = np.sort(rng.normal(0, 0.1, sizes[k - 1] * sizes[k]))
        network[f"W{k}"] = numbers.reshape(sizes[k - 1], sizes[k])
        network[f"b{k}"] = np.zeros(sizes[k])
    return network


# %% one dict for all calls
# message: 同じものを使い回しています
network = {}


def init_network(sizes, rng):
    network.clear()
    for k in range(1, len(sizes)):
        network[f"W{k}"] = 0.1 * rng.standard_normal((sizes[k - 1], sizes[k]))
        network[f"b{k}"] = np.zeros(sizes[k])
    return network


# %% arrays kept by shape
# message: 使い回しています
kept = {}


def init_network(sizes, rng):
    network = {}
    for k in range(1, len(sizes)):
        shape = (sizes[k - 1], sizes[k])
        W, b = kept.setdefault((k, shape), (np.empty(shape), np.empty(sizes[k])))
        W[...] = 0.1 * rng.standard_normal(shape)
        b[...] = 0.0
        network[f"W{k}"], network[f"b{k}"] = W, b
    return network
