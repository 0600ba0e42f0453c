# %% relu everywhere
# message: 第2層の活性化関数は、ReLU ではありません
# note: 章の式をそのまま繰り返す
def backward3(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    u2 = z1 @ network["W2"] + network["b2"]
    z2 = sigmoid(u2)
    y = z2 @ network["W3"] + network["b3"]
    delta3 = (y - d) / x.shape[0]
    delta2 = (delta3 @ network["W3"].T) * (u2 > 0)
    delta1 = (delta2 @ network["W2"].T) * (u1 > 0)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
        "W3": z2.T @ delta3,
        "b3": delta3.sum(axis=0),
    }


# %% no batch division
# message: 件数 N で割って
def backward3(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    u2 = z1 @ network["W2"] + network["b2"]
    z2 = sigmoid(u2)
    y = z2 @ network["W3"] + network["b3"]
    delta3 = (y - d)
    delta2 = (delta3 @ network["W3"].T) * z2 * (1 - z2)
    delta1 = (delta2 @ network["W2"].T) * (u1 > 0)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
        "W3": z2.T @ delta3,
        "b3": delta3.sum(axis=0),
    }


# %% slopes exchanged
# message: 第2層の活性化関数は、ReLU ではありません
# note: 2つの活性化関数の微分を取り違える
def backward3(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    u2 = z1 @ network["W2"] + network["b2"]
    z2 = sigmoid(u2)
    y = z2 @ network["W3"] + network["b3"]
    delta3 = (y - d) / x.shape[0]
    delta2 = (delta3 @ network["W3"].T) * (u2 > 0)
    delta1 = (delta2 @ network["W2"].T) * z1 * (1 - z1)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
        "W3": z2.T @ delta3,
        "b3": delta3.sum(axis=0),
    }


# %% sigmoid slope in the first layer
# message: 第1層の活性化関数は、シグモイド関数ではありません
def backward3(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    u2 = z1 @ network["W2"] + network["b2"]
    z2 = sigmoid(u2)
    y = z2 @ network["W3"] + network["b3"]
    delta3 = (y - d) / x.shape[0]
    delta2 = (delta3 @ network["W3"].T) * z2 * (1 - z2)
    delta1 = (delta2 @ network["W2"].T) * z1 * (1 - z1)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
        "W3": z2.T @ delta3,
        "b3": delta3.sum(axis=0),
    }


# %% no relu mask
# message: ReLU の微分をかけていますか
def backward3(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    u2 = z1 @ network["W2"] + network["b2"]
    z2 = sigmoid(u2)
    y = z2 @ network["W3"] + network["b3"]
    delta3 = (y - d) / x.shape[0]
    delta2 = (delta3 @ network["W3"].T) * z2 * (1 - z2)
    delta1 = (delta2 @ network["W2"].T)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
        "W3": z2.T @ delta3,
        "b3": delta3.sum(axis=0),
    }


# %% no sigmoid slope
# message: 第2層の活性化関数の微分をかけて
def backward3(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    u2 = z1 @ network["W2"] + network["b2"]
    z2 = sigmoid(u2)
    y = z2 @ network["W3"] + network["b3"]
    delta3 = (y - d) / x.shape[0]
    delta2 = (delta3 @ network["W3"].T)
    delta1 = (delta2 @ network["W2"].T) * (u1 > 0)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
        "W3": z2.T @ delta3,
        "b3": delta3.sum(axis=0),
    }


# %% sigmoid twice
# message: もう一度 sigmoid に通して
# note: d_sigmoid に z2 を渡すのと同じ
def backward3(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    u2 = z1 @ network["W2"] + network["b2"]
    z2 = sigmoid(u2)
    y = z2 @ network["W3"] + network["b3"]
    delta3 = (y - d) / x.shape[0]
    delta2 = (delta3 @ network["W3"].T) * sigmoid(z2) * (1 - sigmoid(z2))
    delta1 = (delta2 @ network["W2"].T) * (u1 > 0)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
        "W3": z2.T @ delta3,
        "b3": delta3.sum(axis=0),
    }


# %% divided by all elements
# message: 要素の総数で
def backward3(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    u2 = z1 @ network["W2"] + network["b2"]
    z2 = sigmoid(u2)
    y = z2 @ network["W3"] + network["b3"]
    delta3 = (y - d) / d.size
    delta2 = (delta3 @ network["W3"].T) * z2 * (1 - z2)
    delta1 = (delta2 @ network["W2"].T) * (u1 > 0)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
        "W3": z2.T @ delta3,
        "b3": delta3.sum(axis=0),
    }


# %% biases of the first row
# message: 全部の件の δ を足し合わせた
def backward3(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    u2 = z1 @ network["W2"] + network["b2"]
    z2 = sigmoid(u2)
    y = z2 @ network["W3"] + network["b3"]
    delta3 = (y - d) / x.shape[0]
    delta2 = (delta3 @ network["W3"].T) * z2 * (1 - z2)
    delta1 = (delta2 @ network["W2"].T) * (u1 > 0)
    return {
        "W1": x.T @ delta1,
        "b1": delta1[0],
        "W2": z1.T @ delta2,
        "b2": delta2[0],
        "W3": z2.T @ delta3,
        "b3": delta3[0],
    }


# %% mean of the last bias
# message: 件数 N で、2回
def backward3(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    u2 = z1 @ network["W2"] + network["b2"]
    z2 = sigmoid(u2)
    y = z2 @ network["W3"] + network["b3"]
    delta3 = (y - d) / x.shape[0]
    delta2 = (delta3 @ network["W3"].T) * z2 * (1 - z2)
    delta1 = (delta2 @ network["W2"].T) * (u1 > 0)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
        "W3": z2.T @ delta3,
        "b3": delta3.mean(axis=0),
    }


# %% mean of the first bias
# message: 件数 N で、2回
def backward3(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    u2 = z1 @ network["W2"] + network["b2"]
    z2 = sigmoid(u2)
    y = z2 @ network["W3"] + network["b3"]
    delta3 = (y - d) / x.shape[0]
    delta2 = (delta3 @ network["W3"].T) * z2 * (1 - z2)
    delta1 = (delta2 @ network["W2"].T) * (u1 > 0)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.mean(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
        "W3": z2.T @ delta3,
        "b3": delta3.sum(axis=0),
    }


# %% u2 for z2
# message: u2 ではなく z2
def backward3(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    u2 = z1 @ network["W2"] + network["b2"]
    z2 = sigmoid(u2)
    y = z2 @ network["W3"] + network["b3"]
    delta3 = (y - d) / x.shape[0]
    delta2 = (delta3 @ network["W3"].T) * z2 * (1 - z2)
    delta1 = (delta2 @ network["W2"].T) * (u1 > 0)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
        "W3": u2.T @ delta3,
        "b3": delta3.sum(axis=0),
    }


# %% u1 for z1
# message: 値が違います
def backward3(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    u2 = z1 @ network["W2"] + network["b2"]
    z2 = sigmoid(u2)
    y = z2 @ network["W3"] + network["b3"]
    delta3 = (y - d) / x.shape[0]
    delta2 = (delta3 @ network["W3"].T) * z2 * (1 - z2)
    delta1 = (delta2 @ network["W2"].T) * (u1 > 0)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": u1.T @ delta2,
        "b2": delta2.sum(axis=0),
        "W3": z2.T @ delta3,
        "b3": delta3.sum(axis=0),
    }


# %% softmax at the output
# message: b3 の勾配
# note: 章のネットワークの出力層のまま
def backward3(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    u2 = z1 @ network["W2"] + network["b2"]
    z2 = sigmoid(u2)
    y = softmax(z2 @ network["W3"] + network["b3"])
    delta3 = (y - d) / x.shape[0]
    delta2 = (delta3 @ network["W3"].T) * z2 * (1 - z2)
    delta1 = (delta2 @ network["W2"].T) * (u1 > 0)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
        "W3": z2.T @ delta3,
        "b3": delta3.sum(axis=0),
    }


# %% relu at the output
# message: b3 の勾配
def backward3(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    u2 = z1 @ network["W2"] + network["b2"]
    z2 = sigmoid(u2)
    y = relu(z2 @ network["W3"] + network["b3"])
    delta3 = (y - d) / x.shape[0]
    delta2 = (delta3 @ network["W3"].T) * z2 * (1 - z2)
    delta1 = (delta2 @ network["W2"].T) * (u1 > 0)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
        "W3": z2.T @ delta3,
        "b3": delta3.sum(axis=0),
    }


# %% sign flipped
# message: 符号が逆
def backward3(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    u2 = z1 @ network["W2"] + network["b2"]
    z2 = sigmoid(u2)
    y = z2 @ network["W3"] + network["b3"]
    delta3 = (d - y) / x.shape[0]
    delta2 = (delta3 @ network["W3"].T) * z2 * (1 - z2)
    delta1 = (delta2 @ network["W2"].T) * (u1 > 0)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
        "W3": z2.T @ delta3,
        "b3": delta3.sum(axis=0),
    }


# %% W3 not transposed
# message: 転置（.T）
def backward3(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    u2 = z1 @ network["W2"] + network["b2"]
    z2 = sigmoid(u2)
    y = z2 @ network["W3"] + network["b3"]
    delta3 = (y - d) / x.shape[0]
    delta2 = (delta3 @ network["W3"]) * z2 * (1 - z2)
    delta1 = (delta2 @ network["W2"].T) * (u1 > 0)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
        "W3": z2.T @ delta3,
        "b3": delta3.sum(axis=0),
    }


# %% delta1 from delta3
# message: 転置（.T）
# note: δ を1つ飛ばす
def backward3(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    u2 = z1 @ network["W2"] + network["b2"]
    z2 = sigmoid(u2)
    y = z2 @ network["W3"] + network["b3"]
    delta3 = (y - d) / x.shape[0]
    delta2 = (delta3 @ network["W3"].T) * z2 * (1 - z2)
    delta1 = (delta3 @ network["W2"].T) * (u1 > 0)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
        "W3": z2.T @ delta3,
        "b3": delta3.sum(axis=0),
    }


# %% mask at zero
# message: u1 = 0 のとき
def backward3(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    u2 = z1 @ network["W2"] + network["b2"]
    z2 = sigmoid(u2)
    y = z2 @ network["W3"] + network["b3"]
    delta3 = (y - d) / x.shape[0]
    delta2 = (delta3 @ network["W3"].T) * z2 * (1 - z2)
    delta1 = (delta2 @ network["W2"].T) * (u1 >= 0)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
        "W3": z2.T @ delta3,
        "b3": delta3.sum(axis=0),
    }


# %% mask without bias
# message: バイアスも足した u1
def backward3(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    u2 = z1 @ network["W2"] + network["b2"]
    z2 = sigmoid(u2)
    y = z2 @ network["W3"] + network["b3"]
    delta3 = (y - d) / x.shape[0]
    delta2 = (delta3 @ network["W3"].T) * z2 * (1 - z2)
    delta1 = (delta2 @ network["W2"].T) * (x @ network["W1"] > 0)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
        "W3": z2.T @ delta3,
        "b3": delta3.sum(axis=0),
    }


# %% z1 as the derivative
# message: 値が違います
def backward3(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    u2 = z1 @ network["W2"] + network["b2"]
    z2 = sigmoid(u2)
    y = z2 @ network["W3"] + network["b3"]
    delta3 = (y - d) / x.shape[0]
    delta2 = (delta3 @ network["W3"].T) * z2 * (1 - z2)
    delta1 = (delta2 @ network["W2"].T) * z1
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
        "W3": z2.T @ delta3,
        "b3": delta3.sum(axis=0),
    }


# %% two layers only
# message: W3、b3、W2、b2 がそろっていません
def backward3(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    u2 = z1 @ network["W2"] + network["b2"]
    z2 = sigmoid(u2)
    y = z2 @ network["W3"] + network["b3"]
    delta3 = (y - d) / x.shape[0]
    delta2 = (delta3 @ network["W3"].T) * z2 * (1 - z2)
    delta1 = (delta2 @ network["W2"].T) * (u1 > 0)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
    }


# %% first layer forgotten
# message: キーが、network と同じではありません
def backward3(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    u2 = z1 @ network["W2"] + network["b2"]
    z2 = sigmoid(u2)
    y = z2 @ network["W3"] + network["b3"]
    delta3 = (y - d) / x.shape[0]
    delta2 = (delta3 @ network["W3"].T) * z2 * (1 - z2)
    delta1 = (delta2 @ network["W2"].T) * (u1 > 0)
    return {
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
        "W3": z2.T @ delta3,
        "b3": delta3.sum(axis=0),
    }


# %% network is updated
# message: 引数に渡した配列が書き換わっています
def backward3(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    u2 = z1 @ network["W2"] + network["b2"]
    z2 = sigmoid(u2)
    y = z2 @ network["W3"] + network["b3"]
    delta3 = (y - d) / x.shape[0]
    delta2 = (delta3 @ network["W3"].T) * z2 * (1 - z2)
    delta1 = (delta2 @ network["W2"].T) * (u1 > 0)
    for key in network:
        network[key] -= 0.01
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
        "W3": z2.T @ delta3,
        "b3": delta3.sum(axis=0),
    }


# %% layer of common
# message: common の Affine を呼んでいます
def backward3(network, x, d):
    u1 = x @ network["W1"] + network["b1"]
    z1 = relu(u1)
    u2 = z1 @ network["W2"] + network["b2"]
    z2 = sigmoid(u2)
    from common.layers import Affine

    y = Affine(network["W3"], network["b3"]).forward(z2)
    delta3 = (y - d) / x.shape[0]
    delta2 = (delta3 @ network["W3"].T) * z2 * (1 - z2)
    delta1 = (delta2 @ network["W2"].T) * (u1 > 0)
    return {
        "W1": x.T @ delta1,
        "b1": delta1.sum(axis=0),
        "W2": z1.T @ delta2,
        "b2": delta2.sum(axis=0),
        "W3": z2.T @ delta3,
        "b3": delta3.sum(axis=0),
    }


# %% numerical differentiation of common
# message: common の numerical_gradient を呼んでいます
def backward3(network, x, d):
    from common.functions import numerical_gradient

    def loss(_):
        z2 = sigmoid(relu(x @ network["W1"] + network["b1"]) @ network["W2"] + network["b2"])
        return mean_squared_error(d, z2 @ network["W3"] + network["b3"])

    return {key: numerical_gradient(loss, network[key]) for key in network}
