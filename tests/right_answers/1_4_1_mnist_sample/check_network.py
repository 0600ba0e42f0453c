# %% softmax of common
def check_network(network, images, d, batch_size):
    x = images.reshape(len(images), -1).astype(np.float32) / 255
    correct, total = 0, 0.0
    for start in range(0, len(x), batch_size):
        rows = slice(start, start + batch_size)
        z1 = relu(x[rows] @ network["W1"] + network["b1"])
        y = softmax(z1 @ network["W2"] + network["b2"])
        correct += (y.argmax(axis=1) == d[rows]).sum()
        total += y.max(axis=1).sum()
    return correct / len(x), total / len(x)


# %% number of batches rounded up
def check_network(network, images, d, batch_size):
    x = images.reshape(len(images), -1) / 255
    correct, total = 0, 0.0
    for k in range(-(-len(x) // batch_size)):
        rows = slice(k * batch_size, (k + 1) * batch_size)
        z1 = np.maximum(x[rows] @ network["W1"] + network["b1"], 0)
        u = z1 @ network["W2"] + network["b2"]
        e = np.exp(u - u.max(axis=1, keepdims=True))
        y = e / e.sum(axis=1, keepdims=True)
        correct += int((y.argmax(axis=1) == d[rows]).sum())
        total += float(y.max(axis=1).sum())
    return correct / len(x), total / len(x)


# %% normalised in the loop, lists of results
def check_network(network, images, d, batch_size):
    right, sure = [], []
    for start in range(0, len(images), batch_size):
        part = images[start : start + batch_size]
        x = part.reshape(len(part), -1).astype(float) / 255.0
        u = relu(x @ network["W1"] + network["b1"]) @ network["W2"] + network["b2"]
        for row, label in zip(u, d[start : start + batch_size]):
            y = softmax(row)
            right.append(np.argmax(y) == label)
            sure.append(y.max())
    return np.mean(right), np.mean(sure)
