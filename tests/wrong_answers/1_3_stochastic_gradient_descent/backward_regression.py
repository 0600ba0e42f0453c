# %% relu with the sigmoid derivative
# message: 組になっていますか
# note: 順伝播は ReLU、逆伝播はシグモイド
def backward_regression(network, x, d, activation):
    f, d_f = (relu, d_sigmoid) if activation == "relu" else (sigmoid, d_sigmoid)
    u1 = x @ network["W1"] + network["b1"]
    z1 = f(u1)
    y = z1 @ network["W2"] + network["b2"]
    delta2 = (y - d) / len(x)
    delta1 = (delta2 @ network["W2"].T) * d_f(u1)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% sigmoid with the relu derivative
# message: 組になっていますか
def backward_regression(network, x, d, activation):
    f, d_f = (relu, d_relu) if activation == "relu" else (sigmoid, d_relu)
    u1 = x @ network["W1"] + network["b1"]
    z1 = f(u1)
    y = z1 @ network["W2"] + network["b2"]
    delta2 = (y - d) / len(x)
    delta1 = (delta2 @ network["W2"].T) * d_f(u1)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% d_sigmoid of z
# message: 総入力 u1 を渡します
def backward_regression(network, x, d, activation):
    f, d_f = (relu, d_relu) if activation == "relu" else (sigmoid, d_sigmoid)
    u1 = x @ network["W1"] + network["b1"]
    z1 = f(u1)
    y = z1 @ network["W2"] + network["b2"]
    delta2 = (y - d) / len(x)
    delta1 = (delta2 @ network["W2"].T) * d_f(z1)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% activation ignored
# message: activation に合わせて
def backward_regression(network, x, d, activation):
    f, d_f = relu, d_relu
    u1 = x @ network["W1"] + network["b1"]
    z1 = f(u1)
    y = z1 @ network["W2"] + network["b2"]
    delta2 = (y - d) / len(x)
    delta1 = (delta2 @ network["W2"].T) * d_f(u1)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% names swapped
# message: 値が違います
def backward_regression(network, x, d, activation):
    f, d_f = (relu, d_relu) if activation != "relu" else (sigmoid, d_sigmoid)
    u1 = x @ network["W1"] + network["b1"]
    z1 = f(u1)
    y = z1 @ network["W2"] + network["b2"]
    delta2 = (y - d) / len(x)
    delta1 = (delta2 @ network["W2"].T) * d_f(u1)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% no derivative
# message: 微分をかけて
def backward_regression(network, x, d, activation):
    f, d_f = (relu, d_relu) if activation == "relu" else (sigmoid, d_sigmoid)
    u1 = x @ network["W1"] + network["b1"]
    z1 = f(u1)
    y = z1 @ network["W2"] + network["b2"]
    delta2 = (y - d) / len(x)
    delta1 = (delta2 @ network["W2"].T)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% not divided
# message: 件数 N で割って
def backward_regression(network, x, d, activation):
    f, d_f = (relu, d_relu) if activation == "relu" else (sigmoid, d_sigmoid)
    u1 = x @ network["W1"] + network["b1"]
    z1 = f(u1)
    y = z1 @ network["W2"] + network["b2"]
    delta2 = (y - d)
    delta1 = (delta2 @ network["W2"].T) * d_f(u1)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% divided by all elements
# message: 値が違います
# note: N·K で割る
def backward_regression(network, x, d, activation):
    f, d_f = (relu, d_relu) if activation == "relu" else (sigmoid, d_sigmoid)
    u1 = x @ network["W1"] + network["b1"]
    z1 = f(u1)
    y = z1 @ network["W2"] + network["b2"]
    delta2 = (y - d) / d.size
    delta1 = (delta2 @ network["W2"].T) * d_f(u1)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% factor two
# message: u1 = [3, −1]
def backward_regression(network, x, d, activation):
    f, d_f = (relu, d_relu) if activation == "relu" else (sigmoid, d_sigmoid)
    u1 = x @ network["W1"] + network["b1"]
    z1 = f(u1)
    y = z1 @ network["W2"] + network["b2"]
    delta2 = 2 * (y - d) / len(x)
    delta1 = (delta2 @ network["W2"].T) * d_f(u1)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% sign flipped
# message: 値が違います
def backward_regression(network, x, d, activation):
    f, d_f = (relu, d_relu) if activation == "relu" else (sigmoid, d_sigmoid)
    u1 = x @ network["W1"] + network["b1"]
    z1 = f(u1)
    y = z1 @ network["W2"] + network["b2"]
    delta2 = (d - y) / len(x)
    delta1 = (delta2 @ network["W2"].T) * d_f(u1)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% bias of the mean
# message: 平均ではなく、合計
def backward_regression(network, x, d, activation):
    f, d_f = (relu, d_relu) if activation == "relu" else (sigmoid, d_sigmoid)
    u1 = x @ network["W1"] + network["b1"]
    z1 = f(u1)
    y = z1 @ network["W2"] + network["b2"]
    delta2 = (y - d) / len(x)
    delta1 = (delta2 @ network["W2"].T) * d_f(u1)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.mean(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.mean(axis=0),
    }


# %% u1 for z1
# message: 値が違います
def backward_regression(network, x, d, activation):
    f, d_f = (relu, d_relu) if activation == "relu" else (sigmoid, d_sigmoid)
    u1 = x @ network["W1"] + network["b1"]
    z1 = f(u1)
    y = z1 @ network["W2"] + network["b2"]
    delta2 = (y - d) / len(x)
    delta1 = (delta2 @ network["W2"].T) * d_f(u1)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": u1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% output activation
# message: 値が違います
# note: 回帰の出力層に活性化関数をかける
def backward_regression(network, x, d, activation):
    f, d_f = (relu, d_relu) if activation == "relu" else (sigmoid, d_sigmoid)
    u1 = x @ network["W1"] + network["b1"]
    z1 = f(u1)
    y = f(z1 @ network["W2"] + network["b2"])
    delta2 = (y - d) / len(x)
    delta1 = (delta2 @ network["W2"].T) * d_f(u1)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% output sigmoid
# message: 値が違います
def backward_regression(network, x, d, activation):
    f, d_f = (relu, d_relu) if activation == "relu" else (sigmoid, d_sigmoid)
    u1 = x @ network["W1"] + network["b1"]
    z1 = f(u1)
    y = z1 @ network["W2"] + network["b2"]
    delta2 = (y - d) * d_sigmoid(y) / len(x)
    delta1 = (delta2 @ network["W2"].T) * d_f(u1)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% mask at zero
# message: u1 = 0 のとき
def backward_regression(network, x, d, activation):
    f, d_f = (relu, lambda u: 1.0 * (u >= 0)) if activation == "relu" else (sigmoid, d_sigmoid)
    u1 = x @ network["W1"] + network["b1"]
    z1 = f(u1)
    y = z1 @ network["W2"] + network["b2"]
    delta2 = (y - d) / len(x)
    delta1 = (delta2 @ network["W2"].T) * d_f(u1)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% calls common
# message: common の Affine を呼んでいます
from common.layers import Affine as _Affine, Relu as _Relu, Sigmoid as _Sigmoid


def backward_regression(network, x, d, activation):
    first, last = _Affine(network["W1"], network["b1"]), _Affine(network["W2"], network["b2"])
    hidden = _Relu() if activation == "relu" else _Sigmoid()
    y = last.forward(hidden.forward(first.forward(x)))
    first.backward(hidden.backward(last.backward((y - d) / len(x))))
    return {"W1": first.dW, "b1": first.db, "W2": last.dW, "b2": last.db}


# %% network is updated
# message: 引数に渡した配列が書き換わっています
def backward_regression(network, x, d, activation):
    f, d_f = (relu, d_relu) if activation == "relu" else (sigmoid, d_sigmoid)
    u1 = x @ network["W1"] + network["b1"]
    z1 = f(u1)
    y = z1 @ network["W2"] + network["b2"]
    delta2 = (y - d) / len(x)
    delta1 = (delta2 @ network["W2"].T) * d_f(u1)
    network["b2"] -= 0.1 * delta2.sum(axis=0)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% keys missing
# message: キーが、network と同じではありません
def backward_regression(network, x, d, activation):
    f, d_f = (relu, d_relu) if activation == "relu" else (sigmoid, d_sigmoid)
    u1 = x @ network["W1"] + network["b1"]
    z1 = f(u1)
    y = z1 @ network["W2"] + network["b2"]
    delta2 = (y - d) / len(x)
    delta1 = (delta2 @ network["W2"].T) * d_f(u1)
    return {
        "W1": x.T @ delta1,
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% difference quotient
# message: 値が違います
# note: 誤差を式で微分せず、少し動かして調べる
def backward_regression(network, x, d, activation):
    f = relu if activation == "relu" else sigmoid

    def loss():
        z1 = f(x @ copied["W1"] + copied["b1"])
        return 0.5 * np.sum((z1 @ copied["W2"] + copied["b2"] - d) ** 2) / len(x)

    copied = {key: value.copy() for key, value in network.items()}
    grads = {key: np.zeros(value.shape) for key, value in network.items()}
    for key, array in copied.items():
        for place in np.ndindex(array.shape):
            kept = array[place]
            array[place] = kept + 1e-5
            above = loss()
            array[place] = kept - 1e-5
            grads[key][place] = (above - loss()) / 2e-5
            array[place] = kept
    return grads


# %% complex steps
# message: とても小さい値
# note: 逆伝播をせず、複素数を少し動かした誤差の虚部を見る
def backward_regression(network, x, d, activation):
    def f(u):
        return u * (u.real > 0) if activation == "relu" else 1 / (1 + np.exp(-u))

    copied = {key: value.astype(complex) for key, value in network.items()}
    grads = {key: np.zeros(value.shape) for key, value in network.items()}
    for key, array in copied.items():
        for place in np.ndindex(array.shape):
            array[place] += 1e-30j
            z1 = f(x @ copied["W1"] + copied["b1"])
            loss = 0.5 * np.sum((z1 @ copied["W2"] + copied["b2"] - d) ** 2) / len(x)
            array[place] = array[place].real
            grads[key][place] = loss.imag / 1e-30
    return grads


# %% single precision
# message: 値が違います
# note: float32 で計算する
def backward_regression(network, x, d, activation):
    f, d_f = (relu, d_relu) if activation == "relu" else (sigmoid, d_sigmoid)
    W1, b1, W2, b2 = (network[key].astype(np.float32) for key in ("W1", "b1", "W2", "b2"))
    x, d = x.astype(np.float32), d.astype(np.float32)
    u1 = x @ W1 + b1
    z1 = f(u1)
    delta2 = (z1 @ W2 + b2 - d) / len(x)
    delta1 = (delta2 @ W2.T) * d_f(u1)
    return {"W1": x.T @ delta1, "b1": delta1.sum(axis=0), "W2": z1.T @ delta2, "b2": delta2.sum(axis=0)}
