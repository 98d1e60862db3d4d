"""The commands of the project, and what only they need: files, services, the web."""

VERSION = "0.1.0"
PROJECT_URL = "https://github.com/synsong/synsong"
