# %% plus and minus
# message: 2倍
# note: クラス1に u、クラス0に −u を割り当てると、差が 2u になる
def two_class_as_softmax(W, b):
    return np.hstack([-W, W]), np.concatenate([-b, b])


# %% same column twice
# message: いつも 0.5
# note: 列を2つに複製する
def two_class_as_softmax(W, b):
    return np.hstack([W, W]), np.concatenate([b, b])


# %% classes swapped
# message: クラス0とクラス1が逆
# note: もとの列を、クラス0に置く
def two_class_as_softmax(W, b):
    return np.hstack([W, np.zeros(W.shape)]), np.concatenate([b, np.zeros(1)])


# %% bias in both columns
# message: バイアス
# note: バイアスは両方のクラスに足すものと思う
def two_class_as_softmax(W, b):
    return np.hstack([np.zeros(W.shape), W]), np.concatenate([b, b])


# %% bias left out
# message: バイアス
def two_class_as_softmax(W, b):
    return np.hstack([np.zeros(W.shape), W]), np.zeros(2)


# %% one minus
# message: 差をいくつに
# note: クラス0の確率 1 − y にならって、重みを 1 から引く
def two_class_as_softmax(W, b):
    return np.hstack([1 - W, W]), np.concatenate([1 - b, b])


# %% ones in place of zeros
# message: 差をいくつに
def two_class_as_softmax(W, b):
    return np.hstack([np.ones(W.shape), W]), np.concatenate([np.zeros(1), b])


# %% halves of the weights only
# message: バイアス
# note: 重みは半分ずつにしたのに、バイアスはそのまま ± にする
def two_class_as_softmax(W, b):
    return np.hstack([-W / 2, W / 2]), np.concatenate([-b, b])


# %% half in the second column only
# message: 半分
def two_class_as_softmax(W, b):
    return np.hstack([np.zeros(W.shape), W / 2]), np.concatenate([np.zeros(1), b / 2])


# %% rows for columns
# message: ユニット1個が列1本
def two_class_as_softmax(W, b):
    return np.vstack([np.zeros(len(W)), W[:, 0]]), np.concatenate([np.zeros(1), b])


# %% bias as a row
# message: バイアスは1次元
def two_class_as_softmax(W, b):
    return np.hstack([np.zeros(W.shape), W]), np.array([[0.0, b[0]]])


# %% unchanged
# message: ユニット1個が列1本
def two_class_as_softmax(W, b):
    return W, b


# %% order of the answers
# message: 重み、バイアスの順
def two_class_as_softmax(W, b):
    return np.concatenate([np.zeros(1), b]), np.hstack([np.zeros(W.shape), W])


# %% weights only
# message: 重みとバイアスの2つ
def two_class_as_softmax(W, b):
    return np.hstack([np.zeros(W.shape), W])


# %% integer buffer
# message: 整数の配列
# note: 整数の入れ物に小数を入れて、切り捨てる
def two_class_as_softmax(W, b):
    columns, biases = np.zeros((len(W), 2), dtype=int), np.zeros(2, dtype=int)
    columns[:, 1], biases[1] = W[:, 0], b[0]
    return columns, biases


# %% three inputs fixed
# message: ユニット1個が列1本
# note: 例の大きさに合わせて書く
def two_class_as_softmax(W, b):
    columns = np.zeros((3, 2))
    columns[:, 1] = W[:3, 0] if len(W) >= 3 else W[0, 0]
    return columns, np.array([0.0, b[0]])


# %% halved in place
# message: 引数に渡した配列が書き換わっています
def two_class_as_softmax(W, b):
    W /= 2
    b /= 2
    return np.hstack([-W, W]), np.concatenate([-b, b])
