# %% online and batch swapped
# message: 全部を1度に使うのが
def learning_mode(N, B):
    if B >= N:
        return "online"
    return "batch" if B == 1 else "minibatch"


# %% only equal
# message: ですか
# note: B が N より大きいときを忘れる
def learning_mode(N, B):
    if B == N:
        return "batch"
    return "online" if B == 1 else "minibatch"


# %% spelling
# message: 綴り
def learning_mode(N, B):
    if B >= N:
        return "batch"
    return "online" if B == 1 else "mini-batch"


# %% fixed size
# message: ですか
def learning_mode(N, B):
    if B >= 100:
        return "batch"
    return "online" if B == 1 else "minibatch"


# %% one less than all is batch
# message: 全部を1度に使うのが
def learning_mode(N, B):
    if B >= N - 1:
        return "batch"
    return "online" if B == 1 else "minibatch"


# %% two is online
# message: 1件だけを使うのが
def learning_mode(N, B):
    if B >= N:
        return "batch"
    return "online" if B <= 2 else "minibatch"


# %% return missing
# message: 型が違います
def learning_mode(N, B):
    mode = "batch" if B >= N else "online" if B == 1 else "minibatch"
