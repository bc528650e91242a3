# 言果看板。构建：docker build -t yanguo .    运行见 docs/deploy.md
FROM python:3.11-slim-bookworm
RUN apt-get update \
 && apt-get install -y --no-install-recommends chromium fonts-dejavu-core fonts-liberation fonts-noto-cjk tini \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --create-home --uid 10001 yanguo
WORKDIR /app
COPY requirements.txt .
# 自己的包仓库：--build-arg PIP_OPTIONS="--index-url https://…"；没有网络的机器见 docs/deploy.md（docker save / load）
ARG PIP_OPTIONS=""
RUN pip install --no-cache-dir $PIP_OPTIONS -r requirements.txt
COPY --chown=yanguo:yanguo . .
RUN mkdir -p /data && chown yanguo:yanguo /data /app
USER yanguo
ENV YANGUO_WAREHOUSE=/data/warehouse.duckdb PYTHONDONTWRITEBYTECODE=1
VOLUME /data
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8501/_stcore/health', timeout=4)"]
# 建库不成时照样打开：看板会说明缺什么。容器里要听所有网卡，对外只经反向代理
# tini 收走浏览器留下的僵尸进程
ENTRYPOINT ["tini", "--"]
CMD ["sh", "-c", "python -m etl build --warehouse \"$YANGUO_WAREHOUSE\"; exec python -m streamlit run dashboard/app.py --server.address 0.0.0.0 --server.port 8501"]
