# %% normalised twice
# message: 2回
def check_network(network, images, d, batch_size):
    x = images.reshape(len(images), -1).astype(np.float32) / 255
    correct, total = 0, 0.0
    for start in range(0, len(x), batch_size):
        rows = slice(start, start + batch_size)
        z1 = relu(x[rows] / 255 @ network["W1"] + network["b1"])
        u = z1 @ network["W2"] + network["b2"]
        e = np.exp(u - u.max(axis=1, keepdims=True))
        y = e / e.sum(axis=1, keepdims=True)
        correct += (y.argmax(axis=1) == d[rows]).sum()
        total += y.max(axis=1).sum()
    return correct / len(x), total / len(x)


# %% softmax over the whole batch
# message: 行ごと
def check_network(network, images, d, batch_size):
    x = images.reshape(len(images), -1).astype(np.float32) / 255
    correct, total = 0, 0.0
    for start in range(0, len(x), batch_size):
        rows = slice(start, start + batch_size)
        z1 = relu(x[rows] @ network["W1"] + network["b1"])
        u = z1 @ network["W2"] + network["b2"]
        e = np.exp(u - u.max())
        y = e / e.sum()
        correct += (y.argmax(axis=1) == d[rows]).sum()
        total += y.max(axis=1).sum()
    return correct / len(x), total / len(x)


# %% remainder dropped
# message: 端数
def check_network(network, images, d, batch_size):
    x = images.reshape(len(images), -1).astype(np.float32) / 255
    correct, total = 0, 0.0
    for k in range(len(x) // batch_size):
        rows = slice(k * batch_size, (k + 1) * batch_size)
        z1 = relu(x[rows] @ network["W1"] + network["b1"])
        u = z1 @ network["W2"] + network["b2"]
        e = np.exp(u - u.max(axis=1, keepdims=True))
        y = e / e.sum(axis=1, keepdims=True)
        correct += (y.argmax(axis=1) == d[rows]).sum()
        total += y.max(axis=1).sum()
    return correct / len(x), total / len(x)


# %% remainder dropped and not counted
# message: 端数
# note: 捨てた分を、件数からも除く
def check_network(network, images, d, batch_size):
    x = images.reshape(len(images), -1).astype(np.float32) / 255
    correct, total = 0, 0.0
    for k in range(len(x) // batch_size):
        rows = slice(k * batch_size, (k + 1) * batch_size)
        z1 = relu(x[rows] @ network["W1"] + network["b1"])
        u = z1 @ network["W2"] + network["b2"]
        e = np.exp(u - u.max(axis=1, keepdims=True))
        y = e / e.sum(axis=1, keepdims=True)
        correct += (y.argmax(axis=1) == d[rows]).sum()
        total += y.max(axis=1).sum()
    counted = len(x) // batch_size * batch_size
    return correct / max(counted, 1), total / max(counted, 1)


# %% nothing mended
# message: 2回
def check_network(network, images, d, batch_size):
    x = images.reshape(len(images), -1).astype(np.float32) / 255
    correct, total = 0, 0.0
    for k in range(len(x) // batch_size):
        rows = slice(k * batch_size, (k + 1) * batch_size)
        z1 = relu(x[rows] / 255 @ network["W1"] + network["b1"])
        u = z1 @ network["W2"] + network["b2"]
        e = np.exp(u - u.max())
        y = e / e.sum()
        correct += (y.argmax(axis=1) == d[rows]).sum()
        total += y.max(axis=1).sum()
    return correct / len(x), total / len(x)


# %% softmax over columns
# message: 行ごと
def check_network(network, images, d, batch_size):
    x = images.reshape(len(images), -1).astype(np.float32) / 255
    correct, total = 0, 0.0
    for start in range(0, len(x), batch_size):
        rows = slice(start, start + batch_size)
        z1 = relu(x[rows] @ network["W1"] + network["b1"])
        u = z1 @ network["W2"] + network["b2"]
        e = np.exp(u - u.max(axis=0))
        y = e / e.sum(axis=0)
        correct += (y.argmax(axis=1) == d[rows]).sum()
        total += y.max(axis=1).sum()
    return correct / len(x), total / len(x)


# %% times the size of the batch
# message: 行ごと
# note: 平均して合計が 1 になればよいと考える
def check_network(network, images, d, batch_size):
    x = images.reshape(len(images), -1).astype(np.float32) / 255
    correct, total = 0, 0.0
    for start in range(0, len(x), batch_size):
        rows = slice(start, start + batch_size)
        z1 = relu(x[rows] @ network["W1"] + network["b1"])
        u = z1 @ network["W2"] + network["b2"]
        e = np.exp(u - u.max())
        y = e / e.sum() * len(e)
        correct += (y.argmax(axis=1) == d[rows]).sum()
        total += y.max(axis=1).sum()
    return correct / len(x), total / len(x)


# %% mean of the accuracies of the batches
# message: 端数
# note: 端数のバッチを、ほかのバッチと同じ重さに数える
def check_network(network, images, d, batch_size):
    x = images.reshape(len(images), -1).astype(np.float32) / 255
    correct, total = 0, 0.0
    for start in range(0, len(x), batch_size):
        rows = slice(start, start + batch_size)
        z1 = relu(x[rows] @ network["W1"] + network["b1"])
        u = z1 @ network["W2"] + network["b2"]
        e = np.exp(u - u.max(axis=1, keepdims=True))
        y = e / e.sum(axis=1, keepdims=True)
        correct += (y.argmax(axis=1) == d[rows]).mean()
        total += y.max(axis=1).sum()
    return correct / -(-len(x) // batch_size), total / len(x)


# %% mean of the confidences of the batches
# message: 端数
def check_network(network, images, d, batch_size):
    x = images.reshape(len(images), -1).astype(np.float32) / 255
    correct, total = 0, 0.0
    for start in range(0, len(x), batch_size):
        rows = slice(start, start + batch_size)
        z1 = relu(x[rows] @ network["W1"] + network["b1"])
        u = z1 @ network["W2"] + network["b2"]
        e = np.exp(u - u.max(axis=1, keepdims=True))
        y = e / e.sum(axis=1, keepdims=True)
        correct += (y.argmax(axis=1) == d[rows]).sum()
        total += y.max(axis=1).mean()
    return correct / len(x), total / -(-len(x) // batch_size)


# %% not normalised
# message: 255
# note: 2つとも消してしまう
def check_network(network, images, d, batch_size):
    x = images.reshape(len(images), -1).astype(np.float32)
    correct, total = 0, 0.0
    for start in range(0, len(x), batch_size):
        rows = slice(start, start + batch_size)
        z1 = relu(x[rows] @ network["W1"] + network["b1"])
        u = z1 @ network["W2"] + network["b2"]
        e = np.exp(u - u.max(axis=1, keepdims=True))
        y = e / e.sum(axis=1, keepdims=True)
        correct += (y.argmax(axis=1) == d[rows]).sum()
        total += y.max(axis=1).sum()
    return correct / len(x), total / len(x)


# %% keepdims forgotten
# message: エラーが起きました
# note: (N, K) を (N,) で割る
def check_network(network, images, d, batch_size):
    x = images.reshape(len(images), -1).astype(np.float32) / 255
    correct, total = 0, 0.0
    for start in range(0, len(x), batch_size):
        rows = slice(start, start + batch_size)
        z1 = relu(x[rows] @ network["W1"] + network["b1"])
        u = z1 @ network["W2"] + network["b2"]
        e = np.exp(u - u.max(axis=1, keepdims=True))
        y = e / e.sum(axis=1)
        correct += (y.argmax(axis=1) == d[rows]).sum()
        total += y.max(axis=1).sum()
    return correct / len(x), total / len(x)


# %% maximum not subtracted
# message: 最大値を引いて
def check_network(network, images, d, batch_size):
    x = images.reshape(len(images), -1).astype(np.float32) / 255
    correct, total = 0, 0.0
    for start in range(0, len(x), batch_size):
        rows = slice(start, start + batch_size)
        z1 = relu(x[rows] @ network["W1"] + network["b1"])
        u = z1 @ network["W2"] + network["b2"]
        e = np.exp(u)
        y = e / e.sum(axis=1, keepdims=True)
        correct += (y.argmax(axis=1) == d[rows]).sum()
        total += y.max(axis=1).sum()
    return correct / len(x), total / len(x)


# %% confidence of the right class
# message: 確信度は
# note: 正解のクラスの確率を足す
def check_network(network, images, d, batch_size):
    x = images.reshape(len(images), -1).astype(np.float32) / 255
    correct, total = 0, 0.0
    for start in range(0, len(x), batch_size):
        rows = slice(start, start + batch_size)
        z1 = relu(x[rows] @ network["W1"] + network["b1"])
        u = z1 @ network["W2"] + network["b2"]
        e = np.exp(u - u.max(axis=1, keepdims=True))
        y = e / e.sum(axis=1, keepdims=True)
        correct += (y.argmax(axis=1) == d[rows]).sum()
        total += y[np.arange(len(y)), d[rows]].sum()
    return correct / len(x), total / len(x)


# %% confidence first
# message: 正解率、確信度の順
def check_network(network, images, d, batch_size):
    x = images.reshape(len(images), -1).astype(np.float32) / 255
    correct, total = 0, 0.0
    for start in range(0, len(x), batch_size):
        rows = slice(start, start + batch_size)
        z1 = relu(x[rows] @ network["W1"] + network["b1"])
        u = z1 @ network["W2"] + network["b2"]
        e = np.exp(u - u.max(axis=1, keepdims=True))
        y = e / e.sum(axis=1, keepdims=True)
        correct += (y.argmax(axis=1) == d[rows]).sum()
        total += y.max(axis=1).sum()
    return total / len(x), correct / len(x)


# %% accuracy only
# message: 2つの数
def check_network(network, images, d, batch_size):
    x = images.reshape(len(images), -1).astype(np.float32) / 255
    correct, total = 0, 0.0
    for start in range(0, len(x), batch_size):
        rows = slice(start, start + batch_size)
        z1 = relu(x[rows] @ network["W1"] + network["b1"])
        u = z1 @ network["W2"] + network["b2"]
        e = np.exp(u - u.max(axis=1, keepdims=True))
        y = e / e.sum(axis=1, keepdims=True)
        correct += (y.argmax(axis=1) == d[rows]).sum()
        total += y.max(axis=1).sum()
    return correct / len(x)


# %% images overwritten
# message: 書き換わっています
def check_network(network, images, d, batch_size):
    x = images.reshape(len(images), -1).astype(np.float32) / 255
    correct, total = 0, 0.0
    images //= 255
    for start in range(0, len(x), batch_size):
        rows = slice(start, start + batch_size)
        z1 = relu(x[rows] @ network["W1"] + network["b1"])
        u = z1 @ network["W2"] + network["b2"]
        e = np.exp(u - u.max(axis=1, keepdims=True))
        y = e / e.sum(axis=1, keepdims=True)
        correct += (y.argmax(axis=1) == d[rows]).sum()
        total += y.max(axis=1).sum()
    return correct / len(x), total / len(x)


# %% one maximum for the whole batch
# message: 最大値も、行ごと
# note: 合計だけを、行ごとに直す
def check_network(network, images, d, batch_size):
    x = images.reshape(len(images), -1).astype(np.float32) / 255
    correct, total = 0, 0.0
    for start in range(0, len(x), batch_size):
        rows = slice(start, start + batch_size)
        z1 = relu(x[rows] @ network["W1"] + network["b1"])
        u = z1 @ network["W2"] + network["b2"]
        e = np.exp(u - u.max())
        y = e / e.sum(axis=1, keepdims=True)
        correct += (y.argmax(axis=1) == d[rows]).sum()
        total += y.max(axis=1).sum()
    return correct / len(x), total / len(x)
