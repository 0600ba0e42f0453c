# %% weights only
# message: 学習で決まる量
optimized = {"W"}


# %% with learning rate
# message: 人が決める
optimized = {"W", "b", "ε"}


# %% with output
# message: 計算の結果
optimized = {"W", "b", "y"}


# %% with total input
# message: 計算の結果
optimized = {"W", "b", "u", "z"}


# %% data
# message: データ
optimized = {"x", "W", "b"}


# %% target
# message: データ
optimized = {"d", "W", "b"}


# %% lower and upper case
# message: 選択肢にない
optimized = {"w", "b"}


# %% list
# message: 正しい型 set
optimized = ["W", "b"]


# %% one string
# message: 正しい型 set
optimized = "W, b"
