# %% loop
def accuracy(network, x, d):
    y = predict_proba(network, x)
    correct = 0
    for n in range(len(x)):
        answer = d[n] if d.ndim == 1 else int(np.argmax(d[n]))
        correct += int(np.argmax(y[n]) == answer)
    return correct / len(x)


# %% count_nonzero
def accuracy(network, x, d):
    if d.ndim > 1:
        d = np.argmax(d, axis=1)
    best = np.argmax(predict_proba(network, x), axis=1)
    return np.count_nonzero(best == d) / d.size


# %% batches
def accuracy(network, x, d):
    labels = d if d.ndim == 1 else d.argmax(axis=-1)
    correct = 0
    for start in range(0, len(x), 100):
        y = predict_proba(network, x[start : start + 100])
        correct += (y.argmax(axis=1) == labels[start : start + 100]).sum()
    return float(correct) / len(x)
