# %% argmax over columns
# message: 行ごとに
def accuracy(network, x, d):
    labels = d.argmax(axis=1) if d.ndim == 2 else d
    best = predict_proba(network, x).argmax(axis=0)
    return sum(int(a == b) for a, b in zip(best, labels)) / len(labels)


# %% probability against label
# message: 行ごとに
def accuracy(network, x, d):
    y = predict_proba(network, x)
    labels = d.argmax(axis=1) if d.ndim == 2 else d
    return np.mean(y.max(axis=1) == labels)


# %% one-hot against label
# message: 値が違います
# note: one-hot の列を、番号とみなす
def accuracy(network, x, d):
    best = predict_proba(network, x).argmax(axis=1)
    if d.ndim == 2:
        return np.mean(d[:, 0] == best)
    return np.mean(best == d)


# %% remainder dropped
# message: 端数のデータを捨てた
# note: 端数を捨てて、全部の件数で割る
def accuracy(network, x, d):
    labels = d.argmax(axis=1) if d.ndim == 2 else d
    correct, size = 0, min(100, len(x))
    for k in range(len(x) // size):
        part = slice(k * size, (k + 1) * size)
        correct += np.sum(predict_proba(network, x[part]).argmax(axis=1) == labels[part])
    return correct / len(x)


# %% count
# message: 件数 N で割って
def accuracy(network, x, d):
    labels = d.argmax(axis=1) if d.ndim == 2 else d
    return np.sum(predict_proba(network, x).argmax(axis=1) == labels)


# %% percent
# message: 百分率
def accuracy(network, x, d):
    labels = d.argmax(axis=1) if d.ndim == 2 else d
    return 100 * np.mean(predict_proba(network, x).argmax(axis=1) == labels)


# %% error rate
# message: 外れた割合
def accuracy(network, x, d):
    labels = d.argmax(axis=1) if d.ndim == 2 else d
    return np.mean(predict_proba(network, x).argmax(axis=1) != labels)


# %% one-hot only
# message: エラーが起きました
def accuracy(network, x, d):
    labels = d.argmax(axis=1)
    return np.mean(predict_proba(network, x).argmax(axis=1) == labels)


# %% index only
# message: エラーが起きました
def accuracy(network, x, d):
    best = predict_proba(network, x).argmax(axis=1)
    correct = 0
    for n in range(len(x)):
        if best[n] == d[n]:
            correct += 1
    return correct / len(x)


# %% last of equals
# message: 番号の小さいほう
def accuracy(network, x, d):
    labels = d.argmax(axis=1) if d.ndim == 2 else d
    return np.mean((predict_proba(network, x).shape[1] - 1 - predict_proba(network, x)[:, ::-1].argmax(axis=1)) == labels)


# %% more than a half
# message: 値が違います
# note: 正解の確率が 0.5 より大きいかどうかを見る
def accuracy(network, x, d):
    y = predict_proba(network, x)
    labels = d.argmax(axis=1) if d.ndim == 2 else d
    return np.mean(y[np.arange(len(x)), labels] > 0.5)


# %% best counted as right if tied
# message: 番号の小さいほう
def accuracy(network, x, d):
    y = predict_proba(network, x)
    labels = d.argmax(axis=1) if d.ndim == 2 else d
    return np.mean(y[np.arange(len(x)), labels] == y.max(axis=1))


# %% batches averaged
# message: 端数
# note: 端数のバッチを調べない
def accuracy(network, x, d):
    labels = d.argmax(axis=1) if d.ndim == 2 else d
    right = predict_proba(network, x).argmax(axis=1) == labels
    rates = [right[i : i + 100].mean() for i in range(0, max(len(x) - 99, 1), 100)]
    return np.mean(rates)


# %% network not used
# message: 値が違います
# note: 確率ではなく、入力のいちばん大きい要素を選ぶ
def accuracy(network, x, d):
    labels = d.argmax(axis=1) if d.ndim == 2 else d
    return np.mean(x.argmax(axis=1) == labels)


# %% without the ReLU
# message: 値が違います
# note: 確率を、自分の（ReLU のない）式で計算する
def accuracy(network, x, d):
    labels = d.argmax(axis=1) if d.ndim == 2 else d
    u2 = (x @ network["W1"] + network["b1"]) @ network["W2"] + network["b2"]
    return np.mean(u2.argmax(axis=1) == labels)


# %% network of common
# message: common の accuracy を呼んでいます
def accuracy(network, x, d):
    return MultiLayerNet.from_params(network).accuracy(x, d)


# %% scikit-learn
# message: 使えないライブラリを使っています
from sklearn import metrics


def accuracy(network, x, d):
    labels = d.argmax(axis=1) if d.ndim == 2 else d
    return metrics.accuracy_score(labels, predict_proba(network, x).argmax(axis=1))
