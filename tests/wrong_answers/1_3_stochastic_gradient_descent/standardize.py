# %% own statistics
# message: 渡された mean と std
# note: テストデータの平均と標準偏差を使ってしまう
def standardize(x, mean, std):
    return (x - x.mean(axis=0)) / x.std(axis=0)


# %% own mean
# message: 値が違います
def standardize(x, mean, std):
    return (x - x.mean(axis=0)) / std


# %% parentheses missing
# message: かっこが足りません
def standardize(x, mean, std):
    return x - mean / std


# %% not divided
# message: 標準偏差で割って
def standardize(x, mean, std):
    return x - mean


# %% variance
# message: 分散ではなく
def standardize(x, mean, std):
    return (x - mean) / std**2


# %% sign flipped
# message: 引き算の順序
def standardize(x, mean, std):
    return (mean - x) / std


# %% multiplied
# message: 割ります
def standardize(x, mean, std):
    return (x - mean) * std


# %% in place
# message: 引数に渡した配列が書き換わっています
def standardize(x, mean, std):
    x -= mean
    x /= std
    return x


# %% two dimensions only
# message: エラーが起きました
def standardize(x, mean, std):
    return (x[:, :] - mean) / std


# %% tiny number added
# message: とても小さい標準偏差
# note: 0 で割らないように、小さな数を足す
def standardize(x, mean, std):
    return (x - mean) / (std + 1e-8)


# %% clipped
# message: 値が違います
def standardize(x, mean, std):
    return np.clip((x - mean) / std, -3, 3)


# %% scikit-learn
# message: 使えないライブラリを使っています
from sklearn.preprocessing import StandardScaler

scaler = StandardScaler()


def standardize(x, mean, std):
    scaler.mean_, scaler.scale_ = mean, std
    return scaler.transform(x)
