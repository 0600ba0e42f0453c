# %% ddof one
# message: N − 1 ではなく
def fit_standardizer(x_train):
    std = x_train.std(axis=0, ddof=1)
    return x_train.mean(axis=0), np.where(std == 0, 1.0, std)


# %% division by zero left
# message: 1 にします
def fit_standardizer(x_train):
    std = x_train.std(axis=0)
    return x_train.mean(axis=0), std


# %% small number added
# message: 標準偏差：値が違います
# note: 0 でない列まで変わる
def fit_standardizer(x_train):
    std = x_train.std(axis=0)
    return x_train.mean(axis=0), std + 1e-4


# %% rows
# message: 列ごとに計算します
def fit_standardizer(x_train):
    std = x_train.std(axis=1)
    return x_train.mean(axis=1), np.where(std == 0, 1.0, std)


# %% all values
# message: 列ごとに計算します
def fit_standardizer(x_train):
    std = x_train.std()
    return x_train.mean(), np.where(std == 0, 1.0, std)


# %% std of all values
# message: 標準偏差：形が違います
def fit_standardizer(x_train):
    std = x_train.std()
    return x_train.mean(axis=0), np.where(std == 0, 1.0, std)


# %% variance
# message: 分散になって
def fit_standardizer(x_train):
    std = x_train.var(axis=0)
    return x_train.mean(axis=0), np.where(std == 0, 1.0, std)


# %% at least one
# message: 0 の列だけ
def fit_standardizer(x_train):
    std = x_train.std(axis=0)
    return x_train.mean(axis=0), np.maximum(std, 1.0)


# %% order
# message: mean, std の順
def fit_standardizer(x_train):
    std = x_train.std(axis=0)
    return np.where(std == 0, 1.0, std), x_train.mean(axis=0)


# %% one row
# message: 2つの配列
def fit_standardizer(x_train):
    return None


# %% small columns changed
# message: 0 の列だけ
def fit_standardizer(x_train):
    std = x_train.std(axis=0)
    return x_train.mean(axis=0), np.where(std < 1e-2, 1.0, std)


# %% in place
# message: 引数に渡した配列が書き換わっています
def fit_standardizer(x_train):
    mean = x_train.mean(axis=0)
    x_train -= mean
    std = x_train.std(axis=0)
    return mean, np.where(std == 0, 1.0, std)


# %% median
# message: 平均
def fit_standardizer(x_train):
    std = x_train.std(axis=0)
    return np.median(x_train, axis=0), np.where(std == 0, 1.0, std)


# %% small ones too
# message: 1 にするのは、標準偏差が 0 の列だけ
# note: 0 に近い標準偏差も、1 にしてしまう
def fit_standardizer(x_train):
    std = x_train.std(axis=0)
    return x_train.mean(axis=0), np.where(std < 1e-6, 1.0, std)


# %% tiny number added
# message: 標準偏差
# note: 0 で割らないように、小さな数を足す
def fit_standardizer(x_train):
    std = x_train.std(axis=0)
    return x_train.mean(axis=0), np.where(std == 0, 1.0, std + 1e-7)


# %% scikit-learn
# message: 使えないライブラリを使っています
from sklearn.preprocessing import StandardScaler


def fit_standardizer(x_train):
    scaler = StandardScaler().fit(x_train)
    return scaler.mean_, scaler.scale_
