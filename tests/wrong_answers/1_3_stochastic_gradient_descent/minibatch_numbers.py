# %% remainder dropped
# message: 切り上げ
minibatch_numbers = {"updates": 312, "last": 32, "epoch": 4, "seen": 63904, "loss": 6}


# %% every batch full
# message: エポックの最後は、件数が違います
minibatch_numbers = {"updates": 313, "last": 32, "epoch": 4, "seen": 64000, "loss": 6}


# %% third epoch
# message: 1,000回目は、そのあと
minibatch_numbers = {"updates": 313, "last": 32, "epoch": 3, "seen": 63904, "loss": 6}


# %% fraction
# message: 更新の回数は整数
minibatch_numbers = {"updates": 312.5, "last": 32, "epoch": 4, "seen": 63904, "loss": 6}


# %% last is full
# message: 割り切れません
minibatch_numbers = {"updates": 313, "last": 64, "epoch": 4, "seen": 63904, "loss": 6}


# %% three epochs and full batches
# message: 最後のミニバッチは何回
minibatch_numbers = {"updates": 313, "last": 32, "epoch": 4, "seen": 63936, "loss": 6}


# %% sum
# message: ミニバッチの件数で割ります
minibatch_numbers = {"updates": 313, "last": 32, "epoch": 4, "seen": 63904, "loss": 18}


# %% divided by all
# message: 全体の件数ではなく
minibatch_numbers = {"updates": 313, "last": 32, "epoch": 4, "seen": 63904, "loss": 18 / 5}


# %% counted from one
# message: 0 から数えます
minibatch_numbers = {"updates": 313, "last": 32, "epoch": 4, "seen": 63904, "loss": 4}


# %% key missing
# message: 5つです
minibatch_numbers = {"updates": 313, "last": 32, "epoch": 4, "seen": 63904}


# %% list
# message: 答えが辞書ではありません
minibatch_numbers = [313, 32, 4, 63904, 6]
