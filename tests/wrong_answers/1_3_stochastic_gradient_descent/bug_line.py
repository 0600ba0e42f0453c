# %% first line
# message: 正しい手順
bug_line = 1


# %% loss line
# message: 更新する前の誤差
bug_line = 2


# %% gradient line
# message: 今のネットワークの勾配
bug_line = 3


# %% loop line
# message: すべてのパラメータ
bug_line = 4


# %% text
# message: 答えが整数ではありません
bug_line = "5"


# %% sixth line
# message: どちらの向き
bug_line = 6
