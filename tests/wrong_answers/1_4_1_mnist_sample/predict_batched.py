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
# message: np.concatenate
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
# message: 縦（axis=0）
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


# %% no batches
# message: 1回に渡した件数
# note: 全部のデータを、1度に計算する
def predict_batched(network, x, batch_size):
    return predict_proba(network, x)


# %% everything for each batch
# message: 1回に渡した件数
# note: 毎回全部を計算して、その一部だけを使う
def predict_batched(network, x, batch_size):
    parts = []
    for start in range(0, len(x), batch_size):
        parts.append(predict_proba(network, x)[start : start + batch_size])
    return np.concatenate(parts)


# %% one at a time
# message: 1回に渡した件数
# note: batch_size を使わない
def predict_batched(network, x, batch_size):
    return np.concatenate([predict_proba(network, row[np.newaxis]) for row in x])


# %% equal parts
# message: 1回に渡した件数
# note: 同じくらいの大きさに分ける（10件を3件ずつなら、3件、3件、2件、2件になる）
def predict_batched(network, x, batch_size):
    parts = np.array_split(x, -(-len(x) // batch_size))
    return np.concatenate([predict_proba(network, part) for part in parts])


# %% fixed batch size
# message: 1回に渡した件数
def predict_batched(network, x, batch_size):
    parts = [predict_proba(network, x[start : start + 5]) for start in range(0, len(x), 5)]
    return np.concatenate(parts)


# %% looks at everything first
# message: 1回に渡した件数
# note: 形を知るために、1度全部を計算する
def predict_batched(network, x, batch_size):
    y = np.zeros_like(predict_proba(network, x))
    for start in range(0, len(x), batch_size):
        part = slice(start, start + batch_size)
        y[part] = predict_proba(network, x[part])
    return y
