# %% order not mended
# message: もう更新したものが混ざって
# note: 学習率が小さいと、気づけない
def mended_step(network, x, d, lr):
    new = dict(network)
    u1 = x @ new["W1"] + new["b1"]
    z1 = sigmoid(u1)
    y = z1 @ new["W2"] + new["b2"]
    delta2 = (y - d) / x.shape[0]
    slope = z1 * (1 - z1)
    delta1 = (delta2 @ (new["W2"] - lr * (z1.T @ delta2)).T) * slope
    new["W2"] = new["W2"] - lr * (z1.T @ delta2)
    new["b2"] = new["b2"] - lr * delta2.sum(axis=0)
    new["W1"] = new["W1"] - lr * (x.T @ delta1)
    new["b1"] = new["b1"] - lr * delta1.sum(axis=0)
    return new


# %% slope not mended
# message: 混ぜていませんか
# note: z1 を、もう一度シグモイド関数に通す
def mended_step(network, x, d, lr):
    new = dict(network)
    u1 = x @ new["W1"] + new["b1"]
    z1 = sigmoid(u1)
    y = z1 @ new["W2"] + new["b2"]
    delta2 = (y - d) / x.shape[0]
    slope = sigmoid(z1) * (1 - sigmoid(z1))
    delta1 = (delta2 @ new["W2"].T) * slope
    new["W2"] = new["W2"] - lr * (z1.T @ delta2)
    new["b2"] = new["b2"] - lr * delta2.sum(axis=0)
    new["W1"] = new["W1"] - lr * (x.T @ delta1)
    new["b1"] = new["b1"] - lr * delta1.sum(axis=0)
    return new


# %% mean not mended
# message: 何で割った平均
# note: 出力の数でも割っている
def mended_step(network, x, d, lr):
    new = dict(network)
    u1 = x @ new["W1"] + new["b1"]
    z1 = sigmoid(u1)
    y = z1 @ new["W2"] + new["b2"]
    delta2 = (y - d) / d.size
    slope = z1 * (1 - z1)
    delta1 = (delta2 @ new["W2"].T) * slope
    new["W2"] = new["W2"] - lr * (z1.T @ delta2)
    new["b2"] = new["b2"] - lr * delta2.sum(axis=0)
    new["W1"] = new["W1"] - lr * (x.T @ delta1)
    new["b1"] = new["b1"] - lr * delta1.sum(axis=0)
    return new


# %% only the mean mended
# message: 混ぜていませんか
def mended_step(network, x, d, lr):
    new = dict(network)
    u1 = x @ new["W1"] + new["b1"]
    z1 = sigmoid(u1)
    y = z1 @ new["W2"] + new["b2"]
    delta2 = (y - d) / x.shape[0]
    slope = sigmoid(z1) * (1 - sigmoid(z1))
    delta1 = (delta2 @ (new["W2"] - lr * (z1.T @ delta2)).T) * slope
    new["W2"] = new["W2"] - lr * (z1.T @ delta2)
    new["b2"] = new["b2"] - lr * delta2.sum(axis=0)
    new["W1"] = new["W1"] - lr * (x.T @ delta1)
    new["b1"] = new["b1"] - lr * delta1.sum(axis=0)
    return new


# %% only the slope mended
# message: 何で割った平均
def mended_step(network, x, d, lr):
    new = dict(network)
    u1 = x @ new["W1"] + new["b1"]
    z1 = sigmoid(u1)
    y = z1 @ new["W2"] + new["b2"]
    delta2 = (y - d) / d.size
    slope = z1 * (1 - z1)
    delta1 = (delta2 @ (new["W2"] - lr * (z1.T @ delta2)).T) * slope
    new["W2"] = new["W2"] - lr * (z1.T @ delta2)
    new["b2"] = new["b2"] - lr * delta2.sum(axis=0)
    new["W1"] = new["W1"] - lr * (x.T @ delta1)
    new["b1"] = new["b1"] - lr * delta1.sum(axis=0)
    return new


# %% only the order mended
# message: 何で割った平均
def mended_step(network, x, d, lr):
    new = dict(network)
    u1 = x @ new["W1"] + new["b1"]
    z1 = sigmoid(u1)
    y = z1 @ new["W2"] + new["b2"]
    delta2 = (y - d) / d.size
    slope = sigmoid(z1) * (1 - sigmoid(z1))
    delta1 = (delta2 @ new["W2"].T) * slope
    new["W2"] = new["W2"] - lr * (z1.T @ delta2)
    new["b2"] = new["b2"] - lr * delta2.sum(axis=0)
    new["W1"] = new["W1"] - lr * (x.T @ delta1)
    new["b1"] = new["b1"] - lr * delta1.sum(axis=0)
    return new


# %% nothing mended
# message: 何で割った平均
def mended_step(network, x, d, lr):
    new = dict(network)
    u1 = x @ new["W1"] + new["b1"]
    z1 = sigmoid(u1)
    y = z1 @ new["W2"] + new["b2"]
    delta2 = (y - d) / d.size
    slope = sigmoid(z1) * (1 - sigmoid(z1))
    delta1 = (delta2 @ (new["W2"] - lr * (z1.T @ delta2)).T) * slope
    new["W2"] = new["W2"] - lr * (z1.T @ delta2)
    new["b2"] = new["b2"] - lr * delta2.sum(axis=0)
    new["W1"] = new["W1"] - lr * (x.T @ delta1)
    new["b1"] = new["b1"] - lr * delta1.sum(axis=0)
    return new


# %% division taken away
# message: 件数 N で割って
# note: d.size をまるごと消す
def mended_step(network, x, d, lr):
    new = dict(network)
    u1 = x @ new["W1"] + new["b1"]
    z1 = sigmoid(u1)
    y = z1 @ new["W2"] + new["b2"]
    delta2 = (y - d)
    slope = z1 * (1 - z1)
    delta1 = (delta2 @ new["W2"].T) * slope
    new["W2"] = new["W2"] - lr * (z1.T @ delta2)
    new["b2"] = new["b2"] - lr * delta2.sum(axis=0)
    new["W1"] = new["W1"] - lr * (x.T @ delta1)
    new["b1"] = new["b1"] - lr * delta1.sum(axis=0)
    return new


# %% divided by outputs
# message: 値が違います
def mended_step(network, x, d, lr):
    new = dict(network)
    u1 = x @ new["W1"] + new["b1"]
    z1 = sigmoid(u1)
    y = z1 @ new["W2"] + new["b2"]
    delta2 = (y - d) / d.shape[1]
    slope = z1 * (1 - z1)
    delta1 = (delta2 @ new["W2"].T) * slope
    new["W2"] = new["W2"] - lr * (z1.T @ delta2)
    new["b2"] = new["b2"] - lr * delta2.sum(axis=0)
    new["W1"] = new["W1"] - lr * (x.T @ delta1)
    new["b1"] = new["b1"] - lr * delta1.sum(axis=0)
    return new


# %% slope of relu
# message: 値が違います
# note: 章のネットワークの式に直してしまう
def mended_step(network, x, d, lr):
    new = dict(network)
    u1 = x @ new["W1"] + new["b1"]
    z1 = sigmoid(u1)
    y = z1 @ new["W2"] + new["b2"]
    delta2 = (y - d) / x.shape[0]
    slope = u1 > 0
    delta1 = (delta2 @ new["W2"].T) * slope
    new["W2"] = new["W2"] - lr * (z1.T @ delta2)
    new["b2"] = new["b2"] - lr * delta2.sum(axis=0)
    new["W1"] = new["W1"] - lr * (x.T @ delta1)
    new["b1"] = new["b1"] - lr * delta1.sum(axis=0)
    return new


# %% slope of u1 itself
# message: 値が違います
def mended_step(network, x, d, lr):
    new = dict(network)
    u1 = x @ new["W1"] + new["b1"]
    z1 = sigmoid(u1)
    y = z1 @ new["W2"] + new["b2"]
    delta2 = (y - d) / x.shape[0]
    slope = u1 * (1 - u1)
    delta1 = (delta2 @ new["W2"].T) * slope
    new["W2"] = new["W2"] - lr * (z1.T @ delta2)
    new["b2"] = new["b2"] - lr * delta2.sum(axis=0)
    new["W1"] = new["W1"] - lr * (x.T @ delta1)
    new["b1"] = new["b1"] - lr * delta1.sum(axis=0)
    return new


# %% slope taken away
# message: 活性化関数の微分をかけていますか
def mended_step(network, x, d, lr):
    new = dict(network)
    u1 = x @ new["W1"] + new["b1"]
    z1 = sigmoid(u1)
    y = z1 @ new["W2"] + new["b2"]
    delta2 = (y - d) / x.shape[0]
    slope = z1 * (1 - z1)
    delta1 = (delta2 @ new["W2"].T)
    new["W2"] = new["W2"] - lr * (z1.T @ delta2)
    new["b2"] = new["b2"] - lr * delta2.sum(axis=0)
    new["W1"] = new["W1"] - lr * (x.T @ delta1)
    new["b1"] = new["b1"] - lr * delta1.sum(axis=0)
    return new


# %% u1 for z1
# message: 値が違います
# note: 正しかった行まで直してしまう
def mended_step(network, x, d, lr):
    new = dict(network)
    u1 = x @ new["W1"] + new["b1"]
    z1 = sigmoid(u1)
    y = z1 @ new["W2"] + new["b2"]
    delta2 = (y - d) / x.shape[0]
    slope = z1 * (1 - z1)
    delta1 = (delta2 @ new["W2"].T) * slope
    new["W2"] = new["W2"] - lr * (u1.T @ delta2)
    new["b2"] = new["b2"] - lr * delta2.sum(axis=0)
    new["W1"] = new["W1"] - lr * (x.T @ delta1)
    new["b1"] = new["b1"] - lr * delta1.sum(axis=0)
    return new


# %% bias sums become means
# message: 値が違います
# note: 正しかった行まで直してしまう
def mended_step(network, x, d, lr):
    new = dict(network)
    u1 = x @ new["W1"] + new["b1"]
    z1 = sigmoid(u1)
    y = z1 @ new["W2"] + new["b2"]
    delta2 = (y - d) / x.shape[0]
    slope = z1 * (1 - z1)
    delta1 = (delta2 @ new["W2"].T) * slope
    new["W2"] = new["W2"] - lr * (z1.T @ delta2)
    new["b2"] = new["b2"] - lr * delta2.mean(axis=0)
    new["W1"] = new["W1"] - lr * (x.T @ delta1)
    new["b1"] = new["b1"] - lr * delta1.mean(axis=0)
    return new


# %% in place
# message: 引数に渡した配列が書き換わっています
# note: dict の写しは、中の配列を写さない
def mended_step(network, x, d, lr):
    new = dict(network)
    u1 = x @ new["W1"] + new["b1"]
    z1 = sigmoid(u1)
    y = z1 @ new["W2"] + new["b2"]
    delta2 = (y - d) / x.shape[0]
    slope = z1 * (1 - z1)
    delta1 = (delta2 @ new["W2"].T) * slope
    new["W2"] -= lr * (z1.T @ delta2)
    new["b2"] -= lr * delta2.sum(axis=0)
    new["W1"] -= lr * (x.T @ delta1)
    new["b1"] -= lr * delta1.sum(axis=0)
    return new


# %% plus
# message: 値が違います
def mended_step(network, x, d, lr):
    new = dict(network)
    u1 = x @ new["W1"] + new["b1"]
    z1 = sigmoid(u1)
    y = z1 @ new["W2"] + new["b2"]
    delta2 = (y - d) / x.shape[0]
    slope = z1 * (1 - z1)
    delta1 = (delta2 @ new["W2"].T) * slope
    new["W2"] = new["W2"] + lr * (z1.T @ delta2)
    new["b2"] = new["b2"] + lr * delta2.sum(axis=0)
    new["W1"] = new["W1"] + lr * (x.T @ delta1)
    new["b1"] = new["b1"] + lr * delta1.sum(axis=0)
    return new


# %% returns the given network
# message: 値が違います
def mended_step(network, x, d, lr):
    new = dict(network)
    u1 = x @ new["W1"] + new["b1"]
    z1 = sigmoid(u1)
    y = z1 @ new["W2"] + new["b2"]
    delta2 = (y - d) / x.shape[0]
    slope = z1 * (1 - z1)
    delta1 = (delta2 @ new["W2"].T) * slope
    new["W2"] = new["W2"] - lr * (z1.T @ delta2)
    new["b2"] = new["b2"] - lr * delta2.sum(axis=0)
    new["W1"] = new["W1"] - lr * (x.T @ delta1)
    new["b1"] = new["b1"] - lr * delta1.sum(axis=0)
    return network


# %% first layer not updated
# message: 値が違います
def mended_step(network, x, d, lr):
    new = dict(network)
    u1 = x @ new["W1"] + new["b1"]
    z1 = sigmoid(u1)
    y = z1 @ new["W2"] + new["b2"]
    delta2 = (y - d) / x.shape[0]
    slope = z1 * (1 - z1)
    delta1 = (delta2 @ new["W2"].T) * slope
    new["W2"] = new["W2"] - lr * (z1.T @ delta2)
    new["b2"] = new["b2"] - lr * delta2.sum(axis=0)
    return new


# %% two keys
# message: キーが、network と同じではありません
def mended_step(network, x, d, lr):
    new = dict(network)
    u1 = x @ new["W1"] + new["b1"]
    z1 = sigmoid(u1)
    y = z1 @ new["W2"] + new["b2"]
    delta2 = (y - d) / x.shape[0]
    slope = z1 * (1 - z1)
    delta1 = (delta2 @ new["W2"].T) * slope
    new["W2"] = new["W2"] - lr * (z1.T @ delta2)
    new["b2"] = new["b2"] - lr * delta2.sum(axis=0)
    new["W1"] = new["W1"] - lr * (x.T @ delta1)
    new["b1"] = new["b1"] - lr * delta1.sum(axis=0)
    return {"W1": new["W1"], "b1": new["b1"]}


# %% learning rate fixed
# message: 値が違います
def mended_step(network, x, d, lr):
    lr, new = 0.1, dict(network)
    u1 = x @ new["W1"] + new["b1"]
    z1 = sigmoid(u1)
    y = z1 @ new["W2"] + new["b2"]
    delta2 = (y - d) / x.shape[0]
    slope = z1 * (1 - z1)
    delta1 = (delta2 @ new["W2"].T) * slope
    new["W2"] = new["W2"] - lr * (z1.T @ delta2)
    new["b2"] = new["b2"] - lr * delta2.sum(axis=0)
    new["W1"] = new["W1"] - lr * (x.T @ delta1)
    new["b1"] = new["b1"] - lr * delta1.sum(axis=0)
    return new


# %% numerical differentiation of common
# message: common の numerical_gradient を呼んでいます
def mended_step(network, x, d, lr):
    from common.functions import numerical_gradient

    def loss(_):
        z1 = sigmoid(x @ network["W1"] + network["b1"])
        return mean_squared_error(d, z1 @ network["W2"] + network["b2"])

    return {key: network[key] - lr * numerical_gradient(loss, network[key]) for key in network}
