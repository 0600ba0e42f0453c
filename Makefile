# よく使う命令。どれも、必要なら先に .venv を用意する。
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# 講座のサイトを作る道具（npm）
NODE := course/site/node_modules/.package-lock.json
# nbgrader は alembic などを名前で呼ぶので、.venv の bin が PATH に要る
export PATH := $(CURDIR)/$(BIN):$(PATH)
# ほかの仮想環境の中から呼ばれても、この .venv を使う
export VIRTUAL_ENV := $(CURDIR)/$(VENV)

# テストは、計算するより待つ時間のほうが長い。そこで、コアの数より多く並べ、長いファイルから始める
# （長さは tests/durations.json。pytest --record-durations で書き直す）
SIDE_BY_SIDE := -n 4 --dist loadfile --no-loadscope-reorder

.PHONY: lab demo build bundle site check test test-long bench update clean

lab: $(READY)  ## JupyterLab を始め、アドレスを表示する（例：make lab LAB_OPTIONS="--port 8890"）
	jupyter lab --no-browser --ServerApp.root_dir="$$PWD" \
		--LabApp.default_url=/lab/tree/notebooks/1_1_forward_propagation.ipynb \
		$(if $(filter 0,$(shell id -u)),--allow-root) $(LAB_OPTIONS)

demo: $(READY)  ## 見本のクラスで、ビルドから成績表まで
	course demo

build: $(READY)  ## release/ と、章の出力を作り直す
	course build

bundle: $(READY)  ## 受講者用のリポジトリを dist/ に書き出す
	course bundle

site: $(READY) $(NODE)  ## 講座のサイトを dist/site/ に作る
	course site

check: $(READY)  ## 書式と速いテスト（2分ほど）
	ruff check .
	ruff format --check .
	pytest -q -n 2 -m "not slow and not long"

test: $(READY) $(NODE)  ## CI が動かすものすべて
	ruff check .
	ruff format --check .
	pytest $(SIDE_BY_SIDE) -m "not long"

test-long: $(READY) $(NODE)  ## 時間のかかるものまで
	pytest $(SIDE_BY_SIDE)
	course attack

bench: $(READY)  ## 採点とネットワークの速さを、ほかのものと並べて測る（20分ほど）
	python benchmarks/grading.py
	python benchmarks/classroom.py
	python benchmarks/many.py
	python benchmarks/networks.py
	python benchmarks/networks.py 1
	python benchmarks/training.py
	python benchmarks/scaling.py

update: $(READY)  ## requirements*.txt が引き込むものの版（constraints.txt）を、新しくする
	cat requirements.txt requirements-dev.txt requirements-gpu.txt | grep -v "^-" | \
		uv pip compile --quiet --universal --python-version 3.11 --no-header \
		--output-file constraints.txt --upgrade -

$(READY): requirements.txt requirements-dev.txt constraints.txt pyproject.toml
	python3 -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 以降が必要です")'
	python3 -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	command -v bwrap >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null \
		&& apt-get update -qq && apt-get install -y -qq bubblewrap >/dev/null; } \
		|| echo "採点には bubblewrap が要ります（sudo apt-get install bubblewrap など）"
	{ command -v initdb || ls /usr/lib/postgresql/*/bin/initdb; } >/dev/null 2>&1 \
		|| { test "$$(id -u)" = 0 && command -v apt-get >/dev/null \
		&& apt-get update -qq && apt-get install -y -qq postgresql >/dev/null; } \
		|| echo "PostgreSQL の成績簿のテストには postgresql が要ります（sudo apt-get install postgresql など）"
	{ command -v chromium || command -v chromium-browser || command -v google-chrome; } >/dev/null 2>&1 \
		&& fc-list :lang=ja 2>/dev/null | grep -q . || { test "$$(id -u)" = 0 \
		&& command -v apt-get >/dev/null && apt-get update -qq \
		&& apt-get install -y -qq chromium fonts-noto-cjk >/dev/null; } \
		|| echo "ブラウザのテストには chromium と日本語のフォントが要ります（sudo apt-get install chromium fonts-noto-cjk など）"
	touch $@

$(NODE): course/site/package.json course/site/package-lock.json
	command -v npm >/dev/null || { test "$$(id -u)" = 0 && command -v apt-get >/dev/null \
		&& apt-get update -qq && apt-get install -y -qq nodejs npm >/dev/null; } || true
	command -v npm >/dev/null && npm ci --prefix course/site --silent --no-audit --no-fund \
		|| echo "講座のサイトには Node.js と npm が要ります（sudo apt-get install nodejs npm、npm ci --prefix course/site の順に）"

clean:  ## 作り直せるものを消す
	rm -rf $(VENV) demo dist text gpu build course/site/node_modules *.egg-info
