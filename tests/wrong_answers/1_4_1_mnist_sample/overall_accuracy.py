# %% last batch dropped, divided by all
# message: 捨てたのに
overall_accuracy = (90 + 95) / 250


# %% last batch dropped
# message: 3つ目のバッチも数えます
overall_accuracy = (90 + 95) / 200


# %% mean of the batches
# message: 平均ではありません
overall_accuracy = (90 / 100 + 95 / 100 + 45 / 50) / 3


# %% count
# message: 件数で割って
overall_accuracy = 230


# %% percent
# message: 百分率
overall_accuracy = 92


# %% three full batches
# message: 50件です
overall_accuracy = 230 / 300


# %% text
# message: 数値の配列ではありません
overall_accuracy = "92%"
