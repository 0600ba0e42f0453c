# %% calls common
# message: common の MultiLayerNet を呼んでいます
from common.multi_layer_net import MultiLayerNet as _Net


def predict(network, x):
    return _Net.from_params(network).predict(x)


# %% no softmax
# message: softmax を通して
def predict(network, x):
    z1 = relu(x @ network["W1"] + network["b1"])
    return z1 @ network["W2"] + network["b2"]


# %% no relu
# message: ReLU を通して
def predict(network, x):
    z1 = (x @ network["W1"] + network["b1"])
    return softmax(z1 @ network["W2"] + network["b2"])


# %% second bias missing
# message: 値が違います
def predict(network, x):
    z1 = relu(x @ network["W1"] + network["b1"])
    return softmax(z1 @ network["W2"])


# %% first bias missing
# message: b1 を足し忘れて
def predict(network, x):
    z1 = relu(x @ network["W1"])
    return softmax(z1 @ network["W2"] + network["b2"])


# %% relu at the output
# message: 値が違います
# note: 出力層にも ReLU をかける
def predict(network, x):
    z1 = relu(x @ network["W1"] + network["b1"])
    return softmax(relu(z1 @ network["W2"] + network["b2"]))


# %% sigmoid hidden
# message: 値が違います
# note: 中間層がシグモイド関数
def predict(network, x):
    z1 = 1 / (1 + np.exp(-(x @ network["W1"] + network["b1"])))
    return softmax(z1 @ network["W2"] + network["b2"])


# %% softmax over the whole batch
# message: 値が違います
# note: バッチ全体の合計で割る
def predict(network, x):
    u = relu(x @ network["W1"] + network["b1"]) @ network["W2"] + network["b2"]
    e = np.exp(u - u.max())
    return e / e.sum()


# %% softmax over columns
# message: 値が違います
# note: 縦に割る
def predict(network, x):
    u = relu(x @ network["W1"] + network["b1"]) @ network["W2"] + network["b2"]
    e = np.exp(u - u.max(axis=0))
    return e / e.sum(axis=0)


# %% two dimensions only
# message: エラーが起きました
def predict(network, x):
    u = relu(x @ network["W1"] + network["b1"]) @ network["W2"] + network["b2"]
    e = np.exp(u - u.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


# %% class numbers
# message: 形が違います
def predict(network, x):
    z1 = relu(x @ network["W1"] + network["b1"])
    return softmax(z1 @ network["W2"] + network["b2"]).argmax(axis=-1)


# %% single image as a row
# message: 画像1枚
def predict(network, x):
    x = np.atleast_2d(x)
    z1 = relu(x @ network["W1"] + network["b1"])
    return softmax(z1 @ network["W2"] + network["b2"])


# %% network overwritten
# message: 引数に渡した配列が書き換わっています
def predict(network, x):
    network["b1"] += 0.0001
    z1 = relu(x @ network["W1"] + network["b1"] - 0.0001)
    return softmax(z1 @ network["W2"] + network["b2"])


# %% x times weights reversed
# message: x @ W の順
def predict(network, x):
    z1 = relu(network["W1"] @ x + network["b1"])
    return softmax(z1 @ network["W2"] + network["b2"])


# %% naive softmax
# message: 大きな総入力
# note: 最大値を引かずに exp を計算する
def predict(network, x):
    z1 = relu(x @ network["W1"] + network["b1"])
    e = np.exp(z1 @ network["W2"] + network["b2"])
    return e / e.sum(axis=-1, keepdims=True)
