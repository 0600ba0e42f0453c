# %% add.at
def confusion_matrix(d, y, num_classes):
    cm = np.zeros((num_classes, num_classes), dtype=np.int64)
    np.add.at(cm, (d, y), 1)
    return cm


# %% bincount
def confusion_matrix(d, y, num_classes):
    codes = d * num_classes + y
    return np.bincount(codes, minlength=num_classes**2).reshape(num_classes, num_classes)


# %% one-hot product
def confusion_matrix(d, y, num_classes):
    eye = np.eye(num_classes, dtype=int)
    return eye[d].T @ eye[y]


# %% list of lists
def confusion_matrix(d, y, num_classes):
    return np.array([[int(np.sum((d == i) & (y == j))) for j in range(num_classes)] for i in range(num_classes)])
