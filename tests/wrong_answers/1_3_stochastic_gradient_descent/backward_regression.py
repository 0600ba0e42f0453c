# %% not divided
# message: 件数 N で割って
def backward_regression(network, x, d, activation):
    u1 = x @ network["W1"] + network["b1"]
    if activation == "tanh":
        z1 = np.tanh(u1)
        slope = 1 - z1**2
    else:
        z1 = np.where(u1 > 0, u1, 0.1 * u1)
        slope = np.where(u1 > 0, 1.0, 0.1)
    y = z1 @ network["W2"] + network["b2"]
    delta2 = y - d
    delta1 = (delta2 @ network["W2"].T) * slope
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% u for tanh in the derivative
# message: tanh u のところに
def backward_regression(network, x, d, activation):
    u1 = x @ network["W1"] + network["b1"]
    if activation == "tanh":
        z1 = np.tanh(u1)
        slope = 1 - u1**2
    else:
        z1 = np.where(u1 > 0, u1, 0.1 * u1)
        slope = np.where(u1 > 0, 1.0, 0.1)
    y = z1 @ network["W2"] + network["b2"]
    delta2 = (y - d) / len(x)
    delta1 = (delta2 @ network["W2"].T) * slope
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% derivative of relu for leaky relu
# message: 傾きは、0 ではありません
def backward_regression(network, x, d, activation):
    u1 = x @ network["W1"] + network["b1"]
    if activation == "tanh":
        z1 = np.tanh(u1)
        slope = 1 - z1**2
    else:
        z1 = np.where(u1 > 0, u1, 0.1 * u1)
        slope = d_relu(u1)
    y = z1 @ network["W2"] + network["b2"]
    delta2 = (y - d) / len(x)
    delta1 = (delta2 @ network["W2"].T) * slope
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% derivative of relu for tanh
# message: 組になっていますか
def backward_regression(network, x, d, activation):
    u1 = x @ network["W1"] + network["b1"]
    if activation == "tanh":
        z1 = np.tanh(u1)
        slope = d_relu(u1)
    else:
        z1 = np.where(u1 > 0, u1, 0.1 * u1)
        slope = np.where(u1 > 0, 1.0, 0.1)
    y = z1 @ network["W2"] + network["b2"]
    delta2 = (y - d) / len(x)
    delta1 = (delta2 @ network["W2"].T) * slope
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% sigmoid derivative for tanh
# message: 組になっていますか
# note: シグモイド関数の微分を使う
def backward_regression(network, x, d, activation):
    u1 = x @ network["W1"] + network["b1"]
    if activation == "tanh":
        z1 = np.tanh(u1)
        slope = 1 / (1 + np.exp(-u1)) * (1 - 1 / (1 + np.exp(-u1)))
    else:
        z1 = np.where(u1 > 0, u1, 0.1 * u1)
        slope = np.where(u1 > 0, 1.0, 0.1)
    y = z1 @ network["W2"] + network["b2"]
    delta2 = (y - d) / len(x)
    delta1 = (delta2 @ network["W2"].T) * slope
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% tanh twice
# message: もう1度 tanh に
# note: 微分する関数に、u1 ではなく z1 を渡す
def backward_regression(network, x, d, activation):
    u1 = x @ network["W1"] + network["b1"]
    if activation == "tanh":
        z1 = np.tanh(u1)
        slope = 1 - np.tanh(z1) ** 2
    else:
        z1 = np.where(u1 > 0, u1, 0.1 * u1)
        slope = np.where(u1 > 0, 1.0, 0.1)
    y = z1 @ network["W2"] + network["b2"]
    delta2 = (y - d) / len(x)
    delta1 = (delta2 @ network["W2"].T) * slope
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% no derivative
# message: 微分をかけて
def backward_regression(network, x, d, activation):
    u1 = x @ network["W1"] + network["b1"]
    if activation == "tanh":
        z1 = np.tanh(u1)
        slope = 1 - z1**2
    else:
        z1 = np.where(u1 > 0, u1, 0.1 * u1)
        slope = np.where(u1 > 0, 1.0, 0.1)
    y = z1 @ network["W2"] + network["b2"]
    delta2 = (y - d) / len(x)
    delta1 = delta2 @ network["W2"].T
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% z for the derivative
# message: z1 ではありません
def backward_regression(network, x, d, activation):
    u1 = x @ network["W1"] + network["b1"]
    if activation == "tanh":
        z1 = np.tanh(u1)
        slope = 1 - z1**2
    else:
        z1 = np.where(u1 > 0, u1, 0.1 * u1)
        slope = np.where(u1 > 0, 1.0, 0.1)
    y = z1 @ network["W2"] + network["b2"]
    delta2 = (y - d) / len(x)
    delta1 = (delta2 @ network["W2"].T) * z1
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% W2 without its transpose
# message: 転置（.T）
def backward_regression(network, x, d, activation):
    u1 = x @ network["W1"] + network["b1"]
    if activation == "tanh":
        z1 = np.tanh(u1)
        slope = 1 - z1**2
    else:
        z1 = np.where(u1 > 0, u1, 0.1 * u1)
        slope = np.where(u1 > 0, 1.0, 0.1)
    y = z1 @ network["W2"] + network["b2"]
    delta2 = (y - d) / len(x)
    delta1 = (delta2 @ network["W2"]) * slope
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% activation ignored
# message: activation に合って
def backward_regression(network, x, d, activation):
    u1 = x @ network["W1"] + network["b1"]
    if activation == "tanh":
        z1 = np.tanh(u1)
        slope = 1 - z1**2
    else:
        z1 = np.tanh(u1)
        slope = 1 - z1**2
    y = z1 @ network["W2"] + network["b2"]
    delta2 = (y - d) / len(x)
    delta1 = (delta2 @ network["W2"].T) * slope
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% relu for leaky relu
# message: activation に合って
def backward_regression(network, x, d, activation):
    u1 = x @ network["W1"] + network["b1"]
    if activation == "tanh":
        z1 = np.tanh(u1)
        slope = 1 - z1**2
    else:
        z1 = relu(u1)
        slope = d_relu(u1)
    y = z1 @ network["W2"] + network["b2"]
    delta2 = (y - d) / len(x)
    delta1 = (delta2 @ network["W2"].T) * slope
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% names swapped
# message: activation に合って
def backward_regression(network, x, d, activation):
    u1 = x @ network["W1"] + network["b1"]
    if activation != "tanh":
        z1 = np.tanh(u1)
        slope = 1 - z1**2
    else:
        z1 = np.where(u1 > 0, u1, 0.1 * u1)
        slope = np.where(u1 > 0, 1.0, 0.1)
    y = z1 @ network["W2"] + network["b2"]
    delta2 = (y - d) / len(x)
    delta1 = (delta2 @ network["W2"].T) * slope
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% divided by all elements
# message: 要素の総数
def backward_regression(network, x, d, activation):
    u1 = x @ network["W1"] + network["b1"]
    if activation == "tanh":
        z1 = np.tanh(u1)
        slope = 1 - z1**2
    else:
        z1 = np.where(u1 > 0, u1, 0.1 * u1)
        slope = np.where(u1 > 0, 1.0, 0.1)
    y = z1 @ network["W2"] + network["b2"]
    delta2 = (y - d) / d.size
    delta1 = (delta2 @ network["W2"].T) * slope
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% factor two
# message: y − d から作る δ2
def backward_regression(network, x, d, activation):
    u1 = x @ network["W1"] + network["b1"]
    if activation == "tanh":
        z1 = np.tanh(u1)
        slope = 1 - z1**2
    else:
        z1 = np.where(u1 > 0, u1, 0.1 * u1)
        slope = np.where(u1 > 0, 1.0, 0.1)
    y = z1 @ network["W2"] + network["b2"]
    delta2 = 2 * (y - d) / len(x)
    delta1 = (delta2 @ network["W2"].T) * slope
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% sign flipped
# message: 符号が逆
def backward_regression(network, x, d, activation):
    u1 = x @ network["W1"] + network["b1"]
    if activation == "tanh":
        z1 = np.tanh(u1)
        slope = 1 - z1**2
    else:
        z1 = np.where(u1 > 0, u1, 0.1 * u1)
        slope = np.where(u1 > 0, 1.0, 0.1)
    y = z1 @ network["W2"] + network["b2"]
    delta2 = (d - y) / len(x)
    delta1 = (delta2 @ network["W2"].T) * slope
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% bias of the mean
# message: 平均ではなく、合計
def backward_regression(network, x, d, activation):
    u1 = x @ network["W1"] + network["b1"]
    if activation == "tanh":
        z1 = np.tanh(u1)
        slope = 1 - z1**2
    else:
        z1 = np.where(u1 > 0, u1, 0.1 * u1)
        slope = np.where(u1 > 0, 1.0, 0.1)
    y = z1 @ network["W2"] + network["b2"]
    delta2 = (y - d) / len(x)
    delta1 = (delta2 @ network["W2"].T) * slope
    return {
        "W1": x.T @ delta1,
        "b1": delta1.mean(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.mean(axis=0),
    }


# %% u1 for z1
# message: z1 と δ2 から
def backward_regression(network, x, d, activation):
    u1 = x @ network["W1"] + network["b1"]
    if activation == "tanh":
        z1 = np.tanh(u1)
        slope = 1 - z1**2
    else:
        z1 = np.where(u1 > 0, u1, 0.1 * u1)
        slope = np.where(u1 > 0, 1.0, 0.1)
    y = z1 @ network["W2"] + network["b2"]
    delta2 = (y - d) / len(x)
    delta1 = (delta2 @ network["W2"].T) * slope
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": u1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% output activation
# message: y − d から作る δ2
# note: 回帰の出力層に活性化関数をかける
def backward_regression(network, x, d, activation):
    u1 = x @ network["W1"] + network["b1"]
    if activation == "tanh":
        z1 = np.tanh(u1)
        slope = 1 - z1**2
    else:
        z1 = np.where(u1 > 0, u1, 0.1 * u1)
        slope = np.where(u1 > 0, 1.0, 0.1)
    y = np.tanh(z1 @ network["W2"] + network["b2"])
    delta2 = (y - d) / len(x)
    delta1 = (delta2 @ network["W2"].T) * slope
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% mask at zero
# message: 微分は 0.1 と
def backward_regression(network, x, d, activation):
    u1 = x @ network["W1"] + network["b1"]
    if activation == "tanh":
        z1 = np.tanh(u1)
        slope = 1 - z1**2
    else:
        z1 = np.where(u1 > 0, u1, 0.1 * u1)
        slope = np.where(u1 >= 0, 1.0, 0.1)
    y = z1 @ network["W2"] + network["b2"]
    delta2 = (y - d) / len(x)
    delta1 = (delta2 @ network["W2"].T) * slope
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% network is updated
# message: 引数に渡した配列が書き換わっています
def backward_regression(network, x, d, activation):
    u1 = x @ network["W1"] + network["b1"]
    if activation == "tanh":
        z1 = np.tanh(u1)
        slope = 1 - z1**2
    else:
        z1 = np.where(u1 > 0, u1, 0.1 * u1)
        slope = np.where(u1 > 0, 1.0, 0.1)
    y = z1 @ network["W2"] + network["b2"]
    delta2 = (y - d) / len(x)
    delta1 = (delta2 @ network["W2"].T) * slope
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
    u1 = x @ network["W1"] + network["b1"]
    if activation == "tanh":
        z1 = np.tanh(u1)
        slope = 1 - z1**2
    else:
        z1 = np.where(u1 > 0, u1, 0.1 * u1)
        slope = np.where(u1 > 0, 1.0, 0.1)
    y = z1 @ network["W2"] + network["b2"]
    delta2 = (y - d) / len(x)
    delta1 = (delta2 @ network["W2"].T) * slope
    return {
        "W1": x.T @ delta1,
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% calls common
# message: common の Affine を呼んでいます
from common.layers import Affine as _Affine


def backward_regression(network, x, d, activation):
    first, last = _Affine(network["W1"], network["b1"]), _Affine(network["W2"], network["b2"])
    u1 = first.forward(x)
    slope = 1 - np.tanh(u1) ** 2 if activation == "tanh" else np.where(u1 > 0, 1.0, 0.1)
    z1 = np.tanh(u1) if activation == "tanh" else slope * u1
    first.backward(slope * last.backward((last.forward(z1) - d) / len(x)))
    return {"W1": first.dW, "b1": first.db, "W2": last.dW, "b2": last.db}


# %% difference quotient
# message: 値が違います
# note: 誤差を式で微分せず、少し動かして調べる
def backward_regression(network, x, d, activation):
    def loss():
        u1 = x @ copied["W1"] + copied["b1"]
        z1 = np.tanh(u1) if activation == "tanh" else np.where(u1 > 0, u1, 0.1 * u1)
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
    copied = {key: value.astype(complex) for key, value in network.items()}
    grads = {key: np.zeros(value.shape) for key, value in network.items()}
    for key, array in copied.items():
        for place in np.ndindex(array.shape):
            array[place] += 1e-30j
            u1 = x @ copied["W1"] + copied["b1"]
            z1 = np.tanh(u1) if activation == "tanh" else np.where(u1.real > 0, u1, 0.1 * u1)
            loss = 0.5 * np.sum((z1 @ copied["W2"] + copied["b2"] - d) ** 2) / len(x)
            array[place] = array[place].real
            grads[key][place] = loss.imag / 1e-30
    return grads


# %% single precision
# message: 値が違います
# note: float32 で計算する
def backward_regression(network, x, d, activation):
    W1, b1, W2, b2 = (network[key].astype(np.float32) for key in ("W1", "b1", "W2", "b2"))
    x, d = x.astype(np.float32), d.astype(np.float32)
    u1 = x @ W1 + b1
    slope = 1 - np.tanh(u1) ** 2 if activation == "tanh" else np.where(u1 > 0, 1.0, 0.1).astype(np.float32)
    z1 = np.tanh(u1) if activation == "tanh" else slope * u1
    delta2 = (z1 @ W2 + b2 - d) / np.float32(len(x))
    delta1 = (delta2 @ W2.T) * slope
    return {"W1": x.T @ delta1, "b1": delta1.sum(axis=0), "W2": z1.T @ delta2, "b2": delta2.sum(axis=0)}
