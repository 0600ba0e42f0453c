# %% no batch division
# message: 件数 N で割って
def backward(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    y = softmax(z1 @ network["W2"] + network["b2"])
    delta2 = y - d
    delta1 = (delta2 @ network["W2"].T) * (u1 > 0)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% no relu mask
# message: ReLU の微分をかけていますか
def backward(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    y = softmax(z1 @ network["W2"] + network["b2"])
    delta2 = (y - d) / x.shape[0]
    delta1 = (delta2 @ network["W2"].T)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% bias of the first row
# message: 全部の件の δ を足し合わせた
def backward(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    y = softmax(z1 @ network["W2"] + network["b2"])
    delta2 = (y - d) / x.shape[0]
    delta1 = (delta2 @ network["W2"].T) * (u1 > 0)
    return {
        "W1": x.T @ delta1,
        "b1": delta1[0],
        "W2": z1.T @ delta2,
        "b2": delta2[0],
    }


# %% u1 for z1
# message: u1 ではなく z1
def backward(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    y = softmax(z1 @ network["W2"] + network["b2"])
    delta2 = (y - d) / x.shape[0]
    delta1 = (delta2 @ network["W2"].T) * (u1 > 0)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": u1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% calls common
# message: common の MultiLayerNet を呼んでいます
from common.multi_layer_net import MultiLayerNet


def backward(network, x, d):
    return MultiLayerNet.from_params(network).gradient(x, d)


# %% numerical differentiation of common
# message: common の numerical_gradient を呼んでいます
from common.functions import numerical_gradient as _numerical


def backward(network, x, d):
    def loss(_):
        z1 = relu(x @ network["W1"] + network["b1"])
        return cross_entropy_error(d, softmax(z1 @ network["W2"] + network["b2"]))

    return {key: _numerical(loss, network[key]) for key in network}


# %% mask without bias
# message: バイアスも足した u1
def backward(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    y = softmax(z1 @ network["W2"] + network["b2"])
    delta2 = (y - d) / x.shape[0]
    delta1 = (delta2 @ network["W2"].T) * (x @ network["W1"] > 0)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% mask at zero
# message: u1 = 0 のとき
def backward(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    y = softmax(z1 @ network["W2"] + network["b2"])
    delta2 = (y - d) / x.shape[0]
    delta1 = (delta2 @ network["W2"].T) * (u1 >= 0)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% bias of the mean
# message: 全部の件の δ を足し合わせた
def backward(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    y = softmax(z1 @ network["W2"] + network["b2"])
    delta2 = (y - d) / x.shape[0]
    delta1 = (delta2 @ network["W2"].T) * (u1 > 0)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.mean(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.mean(axis=0),
    }


# %% only the hidden bias is a mean
# message: 全部の件の δ を足し合わせた
def backward(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    y = softmax(z1 @ network["W2"] + network["b2"])
    delta2 = (y - d) / x.shape[0]
    delta1 = (delta2 @ network["W2"].T) * (u1 > 0)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.mean(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% divided by all elements
# message: 値が違います
# note: 件数ではなく d.size で割る
def backward(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    y = softmax(z1 @ network["W2"] + network["b2"])
    delta2 = (y - d) / d.size
    delta1 = (delta2 @ network["W2"].T) * (u1 > 0)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% sign flipped
# message: 符号が逆
def backward(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    y = softmax(z1 @ network["W2"] + network["b2"])
    delta2 = (d - y) / x.shape[0]
    delta1 = (delta2 @ network["W2"].T) * (u1 > 0)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% extra factor
# message: 値が違います
# note: 出力層にもシグモイドの微分をかける
def backward(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    y = softmax(z1 @ network["W2"] + network["b2"])
    delta2 = (y - d) * y * (1 - y) / x.shape[0]
    delta1 = (delta2 @ network["W2"].T) * (u1 > 0)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% W2 updated before delta1
# message: 値が違います
# note: 先に更新した W2 で δ1 を計算する
def backward(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    y = softmax(z1 @ network["W2"] + network["b2"])
    delta2 = (y - d) / x.shape[0]
    W2 = network["W2"] - 0.1 * (z1.T @ delta2)
    delta1 = (delta2 @ W2.T) * (u1 > 0)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% network is updated
# message: 引数に渡した配列が書き換わっています
def backward(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    y = softmax(z1 @ network["W2"] + network["b2"])
    delta2 = (y - d) / x.shape[0]
    delta1 = (delta2 @ network["W2"].T) * (u1 > 0)
    network["b2"] -= 0.01 * delta2.sum(axis=0)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% d_sigmoid of z1
# message: 値が違います
# note: 中間層がシグモイドのときの式
def backward(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    y = softmax(z1 @ network["W2"] + network["b2"])
    delta2 = (y - d) / x.shape[0]
    delta1 = (delta2 @ network["W2"].T) * z1 * (1 - z1)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% z1 as the derivative
# message: 値が違います
def backward(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    y = softmax(z1 @ network["W2"] + network["b2"])
    delta2 = (y - d) / x.shape[0]
    delta1 = (delta2 @ network["W2"].T) * z1
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% global network
# message: 引数の network
# note: 引数の network ではなく、外の変数を読む
params = {
    "W1": np.array([[0.1, 0.3, 0.5], [0.2, 0.4, 0.6]]), "b1": np.array([0.1, 0.2, 0.3]),
    "W2": np.array([[0.1, 0.4], [0.2, 0.5], [0.3, 0.6]]), "b2": np.array([0.1, 0.2]),
}


def backward(network, x, d):
    u1 = x @ params["W1"] + params["b1"]
    z1 = relu(u1)
    y = softmax(z1 @ params["W2"] + params["b2"])
    delta2 = (y - d) / x.shape[0]
    delta1 = (delta2 @ params["W2"].T) * (u1 > 0)
    return {"W1": x.T @ delta1, "b1": delta1.sum(axis=0), "W2": z1.T @ delta2, "b2": delta2.sum(axis=0)}


# %% bias missing
# message: キーが、network と同じではありません
def backward(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    y = softmax(z1 @ network["W2"] + network["b2"])
    delta2 = (y - d) / x.shape[0]
    delta1 = (delta2 @ network["W2"].T) * (u1 > 0)
    return {
        "W1": x.T @ delta1,
        "W2": z1.T @ delta2,
    }


# %% transposed
# message: 形が違います
def backward(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    y = softmax(z1 @ network["W2"] + network["b2"])
    delta2 = (y - d) / x.shape[0]
    delta1 = (delta2 @ network["W2"].T) * (u1 > 0)
    return {
        "W1": (x.T @ delta1).T,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% tuple instead of dict
# message: キーが、network と同じではありません
def backward(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    delta2 = (softmax(z1 @ network["W2"] + network["b2"]) - d) / len(x)
    delta1 = (delta2 @ network["W2"].T) * (u1 > 0)
    return x.T @ delta1, delta1.sum(axis=0), z1.T @ delta2, delta2.sum(axis=0)


# %% delta1 without W2
# message: 値が違います
def backward(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    y = softmax(z1 @ network["W2"] + network["b2"])
    delta2 = (y - d) / x.shape[0]
    delta1 = (u1 > 0) * delta2.sum(axis=1, keepdims=True)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% complex step
# message: 大きさのちがう入力
# note: 逆伝播の式の代わりに、複素数の幅で誤差の差分をとる
def backward(network, x, d):
    def loss(params):
        u1 = x @ params["W1"] + params["b1"]
        u2 = np.where(u1.real > 0, u1, 0) @ params["W2"] + params["b2"]
        u2 = u2 - u2.real.max(axis=1, keepdims=True)
        log_y = u2 - np.log(np.exp(u2).sum(axis=1, keepdims=True))
        return -np.sum(d * log_y) / len(x)

    grads = {}
    for key, value in network.items():
        grads[key] = np.zeros(value.shape)
        for index in np.ndindex(value.shape):
            params = {name: array.astype(complex) for name, array in network.items()}
            params[key][index] += 1e-30j
            grads[key][index] = loss(params).imag / 1e-30
    return grads


# %% difference quotient for W2
# message: 大きさのちがう中間層の出力
# note: 出力層の勾配だけを、数値微分で計算する
def backward(network, x, d):
    def loss(params):
        return cross_entropy_error(d, softmax(z1 @ params["W2"] + params["b2"]))

    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    grads = {}
    for key in ("W2", "b2"):
        grads[key] = np.zeros(network[key].shape)
        for index in np.ndindex(grads[key].shape):
            losses = []
            for step in (1e-5, -1e-5):
                params = {name: array.copy() for name, array in network.items()}
                params[key][index] += step
                losses.append(loss(params))
            grads[key][index] = (losses[0] - losses[1]) / 2e-5
    delta2 = (softmax(z1 @ network["W2"] + network["b2"]) - d) / len(x)
    delta1 = (delta2 @ network["W2"].T) * (u1 > 0)
    return grads | {"W1": x.T @ delta1, "b1": delta1.sum(axis=0)}


# %% gradient clipped
# message: 大きさのちがう入力
# note: 大きな勾配を切り取る
def backward(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    delta2 = (softmax(z1 @ network["W2"] + network["b2"]) - d) / len(x)
    delta1 = (delta2 @ network["W2"].T) * (u1 > 0)
    grads = {"W1": x.T @ delta1, "b1": delta1.sum(axis=0)}
    grads |= {"W2": z1.T @ delta2, "b2": delta2.sum(axis=0)}
    return {key: np.clip(value, -10, 10) for key, value in grads.items()}


# %% order of the dictionary
# message: 辞書に入っている順
# note: キーの名前ではなく、辞書に入っている順に取り出す
def backward(network, x, d):
    W1, b1, W2, b2 = network.values()
    u1 = x @ W1 + b1
    z1 = relu(u1)
    delta2 = (softmax(z1 @ W2 + b2) - d) / len(x)
    delta1 = (delta2 @ W2.T) * (u1 > 0)
    grads = x.T @ delta1, delta1.sum(axis=0), z1.T @ delta2, delta2.sum(axis=0)
    return dict(zip(network, grads))


# %% kept between calls
# message: 2-3-4 のネットワーク、4件
# note: 1度計算した勾配を、形ごとにしまっておいて使い回す
kept = {}


def backward(network, x, d):
    shapes = x.shape, network["W1"].shape, network["W2"].shape
    if shapes not in kept:
        u1 = x @ network["W1"] + network["b1"]
        z1 = relu(u1)
        delta2 = (softmax(z1 @ network["W2"] + network["b2"]) - d) / len(x)
        delta1 = (delta2 @ network["W2"].T) * (u1 > 0)
        kept[shapes] = {"W1": x.T @ delta1, "b1": delta1.sum(axis=0)}
        kept[shapes] |= {"W2": z1.T @ delta2, "b2": delta2.sum(axis=0)}
    return kept[shapes]


# %% keys missing in larger networks
# message: キーが、network と同じではありません
# note: 余分なものまで返す
def backward(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    delta2 = (softmax(z1 @ network["W2"] + network["b2"]) - d) / len(x)
    delta1 = (delta2 @ network["W2"].T) * (u1 > 0)
    grads = {"W1": x.T @ delta1, "b1": delta1.sum(axis=0)}
    grads |= {"W2": z1.T @ delta2, "b2": delta2.sum(axis=0)}
    return grads if len(x) == 1 else grads | {"delta1": delta1}


# %% bias sums over everything
# message: バイアスと同じ形です
def backward(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    y = softmax(z1 @ network["W2"] + network["b2"])
    delta2 = (y - d) / x.shape[0]
    delta1 = (delta2 @ network["W2"].T) * (u1 > 0)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(),
    }


# %% relu at the output
# message: 出力層に ReLU を入れていませんか
def backward(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    y = softmax(relu(z1 @ network["W2"] + network["b2"]))
    delta2 = (y - d) / x.shape[0]
    delta1 = (delta2 @ network["W2"].T) * (u1 > 0)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }
