# %% regression and classification swapped
# message: 回帰と多クラス分類が逆
def output_design(task, n_targets):
    if task == "regression":
        return "softmax", "cross_entropy_error", n_targets
    if task == "binary":
        return "sigmoid", "binary_cross_entropy_error", 1
    return "identity", "mean_squared_error", n_targets


# %% losses swapped
# message: 誤差関数
def output_design(task, n_targets):
    if task == "regression":
        return "identity", "cross_entropy_error", n_targets
    if task == "binary":
        return "sigmoid", "binary_cross_entropy_error", 1
    return "softmax", "mean_squared_error", n_targets


# %% two units for binary
# message: シグモイドなら1個
# note: クラスの数だけユニットを置く
def output_design(task, n_targets):
    if task == "regression":
        return "identity", "mean_squared_error", n_targets
    if task == "binary":
        return "sigmoid", "binary_cross_entropy_error", 2
    return "softmax", "cross_entropy_error", n_targets


# %% softmax for binary
# message: シグモイド関数
def output_design(task, n_targets):
    if task == "regression":
        return "identity", "mean_squared_error", n_targets
    return "softmax", "cross_entropy_error", n_targets


# %% relu for regression
# message: 負の値
def output_design(task, n_targets):
    if task == "regression":
        return "relu", "mean_squared_error", n_targets
    if task == "binary":
        return "sigmoid", "binary_cross_entropy_error", 1
    return "softmax", "cross_entropy_error", n_targets


# %% sigmoid for many classes
# message: 合計が1
def output_design(task, n_targets):
    if task == "regression":
        return "identity", "mean_squared_error", n_targets
    if task == "binary":
        return "sigmoid", "binary_cross_entropy_error", 1
    return "sigmoid", "cross_entropy_error", n_targets


# %% one unit everywhere
# message: ユニットの数
def output_design(task, n_targets):
    if task == "regression":
        return "identity", "mean_squared_error", 1
    if task == "binary":
        return "sigmoid", "binary_cross_entropy_error", 1
    return "softmax", "cross_entropy_error", 1


# %% multi-class loss for binary
# message: 誤差関数
def output_design(task, n_targets):
    if task == "regression":
        return "identity", "mean_squared_error", n_targets
    if task == "binary":
        return "sigmoid", "cross_entropy_error", 1
    return "softmax", "cross_entropy_error", n_targets


# %% classes minus one
# message: ユニットの数
# note: 2値分類の1個から、クラス数 - 1 と考える
def output_design(task, n_targets):
    if task == "regression":
        return "identity", "mean_squared_error", n_targets
    if task == "binary":
        return "sigmoid", "binary_cross_entropy_error", 1
    return "softmax", "cross_entropy_error", n_targets - 1


# %% order of the answer
# message: 順番
def output_design(task, n_targets):
    if task == "regression":
        return n_targets, "identity", "mean_squared_error"
    if task == "binary":
        return 1, "sigmoid", "binary_cross_entropy_error"
    return n_targets, "softmax", "cross_entropy_error"


# %% two targets are two classes
# message: 活性化関数
# note: task を見ずに、個数が 2 なら2値分類と決める
def output_design(task, n_targets):
    if n_targets == 2:
        return "sigmoid", "binary_cross_entropy_error", 1
    if task == "regression":
        return "identity", "mean_squared_error", n_targets
    return "softmax", "cross_entropy_error", n_targets


# %% units as a fraction
# message: 整数
# note: 割り算の結果は小数になる
def output_design(task, n_targets):
    if task == "regression":
        return "identity", "mean_squared_error", n_targets
    if task == "binary":
        return "sigmoid", "binary_cross_entropy_error", n_targets / 2
    return "softmax", "cross_entropy_error", n_targets
