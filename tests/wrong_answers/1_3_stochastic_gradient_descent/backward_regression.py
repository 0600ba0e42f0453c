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
