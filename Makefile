# 言果：make run 打开看板，make test 跑全部测试。Needs Python 3.11+, make and a package registry, nothing else.
PYTHON ?= python3
VENV   ?= .venv
PY     := $(VENV)/bin/python
PORT   ?= 8501

# the interpreter that made the environment and the pins that went into it
RUN_STAMP  := $(VENV)/.run-ready
TEST_STAMP := $(VENV)/.test-ready
COMPILE    := CUSTOM_COMPILE_COMMAND="make requirements" $(PY) -m piptools compile --quiet --strip-extras \
              --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options

.DEFAULT_GOAL := help
.PHONY: help run build fast setup setup-test browser lint unit test bench soak accuracy requirements bundle clean

help:
	@echo "make run           建立环境，更新 warehouse.duckdb，打开看板 http://localhost:$(PORT)"
	@echo "make test          建立环境，跑全部测试（含浏览器测试）"
	@echo "make build         只更新 warehouse.duckdb"
	@echo "make fast          把读取程序编译成机器码（要有 C 编译器，约一分半钟），上千份报告时读得更快"
	@echo "make accuracy      抽取准确率（需要项目旁边的标注报告）"
	@echo "make bench / soak  测速 / 长时间的健壮性测试"
	@echo "make bundle        下载全部依赖包，供没有网络的机器安装"
	@echo "make requirements  由 pyproject.toml 重新生成 requirements*.txt"

$(PY):
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
	  echo "找不到 $(PYTHON)。请先安装 Python 3.11 或更新的版本，或用 make PYTHON=/路径/python3 指定。" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "需要 Python 3.11 或更新的版本，$(PYTHON) 是 $$($(PYTHON) -V 2>&1)。可用 make PYTHON=/路径/python3 指定另一个。" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "建立虚拟环境失败。Debian/Ubuntu 请先 apt install python3-venv。" >&2; exit 1; }

$(RUN_STAMP): requirements.txt | $(PY)
	@echo "安装运行所需的包……"
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt || { \
	  echo "安装失败：连不上包仓库，或没有适合这台机器的包（见上文）。" >&2; exit 1; }
	@touch $@

$(TEST_STAMP): requirements-test.txt requirements.txt | $(PY)
	@echo "安装测试所需的包……"
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-test.txt || { \
	  echo "安装失败：连不上包仓库，或没有适合这台机器的包（见上文）。" >&2; exit 1; }
	@touch $@ $(RUN_STAMP)

setup: $(RUN_STAMP)
setup-test: $(TEST_STAMP)

# exit code 1 of the ETL: done, some inputs were refused and named; 2: the old warehouse stands as it was
build: setup
	@$(PY) -m etl build || [ $$? -eq 1 ]

# machine code of the reading modules, kept in .build/ and used while the sources are the same
fast: setup-test
	@$(PY) -m etl.compile

run: setup
	@$(PY) -m etl build || { [ $$? -eq 1 ] || echo "数据没有更新（原因见上），先打开现有的数据。" >&2; }
	@echo "看板：http://localhost:$(PORT)  （按 Ctrl+C 结束）"
	@$(PY) -m streamlit run dashboard/app.py --server.address 127.0.0.1 --server.port $(PORT)

browser:
	@sh .ci/browser

lint: setup-test
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports --no-cache

# without Chromium everything else is still run, and the result is a failure that says so
test: lint
	@if sh .ci/browser; then $(PY) -m pytest -m "not soak and not bench"; \
	 else $(PY) -m pytest -m "not soak and not bench and not browser"; \
	   echo "浏览器测试没有跑：缺少 Chromium 或中文字体（见上文）。" >&2; exit 1; fi

unit: setup-test
	$(PY) -m pytest -q -m "not soak and not bench and not browser"

soak: setup-test
	$(PY) -m pytest -m soak

bench: setup-test
	@$(PY) -m etl.compile || true
	$(PY) -m bench

accuracy: setup-test
	@[ -d ../shared/score ] || { echo "旁边没有 ../shared：没有标注过的报告可以对照。" >&2; exit 1; }
	@$(PY) -m tests.accuracy.page

requirements: setup-test
	$(COMPILE) --output-file requirements.txt pyproject.toml
	$(COMPILE) --extra test --constraint requirements.txt --output-file requirements-test.txt pyproject.toml

# all wheels for machines like this one without a package registry; there: PIP_NO_INDEX=1 PIP_FIND_LINKS=wheels make run
bundle: setup
	@mkdir -p wheels
	@$(PY) -m pip download --quiet --disable-pip-version-check --only-binary=:all: --dest wheels -r requirements.txt
	@echo "已存入 wheels/。把它和代码一起拷到没有网络的机器，执行：PIP_NO_INDEX=1 PIP_FIND_LINKS=$$PWD/wheels make run（路径改成那边的）"

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .build test-output
