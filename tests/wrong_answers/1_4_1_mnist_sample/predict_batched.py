# %% last batch lost
# message: 形が違います
def predict_batched(network, x, batch_size):
    y = []
    for k in range(len(x) // batch_size):
        y.extend(predict_proba(network, x[k * batch_size : (k + 1) * batch_size]))
    return np.array(y)


# %% order of rows
# message: 値が違います
# note: 逆の順につなげる
def predict_batched(network, x, batch_size):
    batches = [
        predict_proba(network, x[start : start + batch_size])
        for start in range(0, len(x), batch_size)
    ]
    return np.concatenate(batches[::-1])


# %% softmax over the whole batch
# message: 値が違います
# note: 全体の合計で割り直す
def predict_batched(network, x, batch_size):
    batches = [
        predict_proba(network, x[start : start + batch_size])
        for start in range(0, len(x), batch_size)
    ]
    y = np.concatenate(batches)
    return y / y.sum() * 10


# %% list of batches
# message: 形が違います
def predict_batched(network, x, batch_size):
    batches = [
        predict_proba(network, x[start : start + batch_size])
        for start in range(0, len(x), batch_size)
    ]
    return np.array(batches)


# %% same batch again
# message: 値が違います
def predict_batched(network, x, batch_size):
    batches = [predict_proba(network, x[:batch_size]) for _ in range(0, len(x), batch_size)]
    return np.concatenate(batches)[: len(x)]


# %% class numbers
# message: 形が違います
def predict_batched(network, x, batch_size):
    batches = [
        predict_proba(network, x[start : start + batch_size])
        for start in range(0, len(x), batch_size)
    ]
    return np.concatenate(batches).argmax(axis=1)


# %% side by side
# message: 形が違います
def predict_batched(network, x, batch_size):
    batches = [
        predict_proba(network, x[start : start + batch_size])
        for start in range(0, len(x), batch_size)
    ]
    return np.concatenate(batches, axis=1)


# %% overlapping batches
# message: 形が違います
def predict_batched(network, x, batch_size):
    batches = [
        predict_proba(network, x[start : start + batch_size + 1])
        for start in range(0, len(x), batch_size)
    ]
    return np.concatenate(batches)


# %% last batch only
# message: 形が違います
def predict_batched(network, x, batch_size):
    batches = [
        predict_proba(network, x[start : start + batch_size])
        for start in range(0, len(x), batch_size)
    ]
    return batches[-1]


# %% last batch filled up
# message: 形が違います
# note: 足りない分をくり返したデータが、結果に残る
def predict_batched(network, x, batch_size):
    count = -(-len(x) // batch_size)
    filled = np.resize(x, (count * batch_size, x.shape[1]))
    return np.concatenate([predict_proba(network, part) for part in np.split(filled, count)])
