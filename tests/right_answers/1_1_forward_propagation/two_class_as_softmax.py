# %% difference shared in halves
def two_class_as_softmax(W, b):
    return np.hstack([-W, W]) / 2, np.concatenate([-b, b]) / 2


# %% one column written
def two_class_as_softmax(W, b):
    columns, biases = np.zeros((len(W), 2)), np.zeros(2)
    columns[:, 1:], biases[1] = W, b[0]
    return columns, biases


# %% all in class zero
def two_class_as_softmax(W, b):
    columns = -W * np.array([[1.0, 0.0]])
    return columns, -b * np.array([1.0, 0.0])


# %% same number added to both, as lists
def two_class_as_softmax(W, b):
    columns = [[1.0, 1.0 + float(w)] for w in W[:, 0]]
    return [columns, [3.0, 3.0 + float(b[0])]]
